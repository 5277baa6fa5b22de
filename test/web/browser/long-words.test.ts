import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchBrowser, openPage, SKIP_REASON } from '../../support/browser.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

if (SKIP_REASON !== null) process.stderr.write(`${SKIP_REASON}\n`);

/** Longer than any column, without a place to break. */
const LONG_WORD = 'Donaudampfschifffahrtsgesellschaft'.repeat(4);

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === null) return;
  server = await startTestServer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe.skipIf(CHROMIUM === null)('names that have no place to break', () => {
  it.each([
    ['on a desktop', 1440],
    ['on a phone', 390],
  ])('stay in their panels %s', async (_, width) => {
    const { page, close } = await openPage(browser, { viewport: { width, height: 900 } });
    await page.goto(`${server.url}/`);
    await page.getByRole('button', { name: 'Northwind Energy' }).click();
    await page.getByTestId('call-list').waitFor();
    const failed = page.getByTestId('call-failures');
    const overflow = (selectors: string[]) =>
      page.evaluate(
        ([words, places]) => {
          for (const place of document.querySelectorAll(places)) place.textContent = words;
          return document.documentElement.scrollWidth - window.innerWidth;
        },
        [LONG_WORD, selectors.join()] as const,
      );
    expect(
      await overflow([
        '.column-agent_name > span',
        '.column-queue > span',
        '.column-band > span',
        '.heat-agent .muted',
      ]),
    ).toBeLessThanOrEqual(0);
    const { rows } = await (
      await page.request.get(`${server.url}/api/data/calls?period=all&page_size=200`)
    ).json();
    const call = rows.find(({ failed_count }: { failed_count: number | null }) => (failed_count ?? 0) > 0);
    await page.goto(`${server.url}/calls/${call.call_id}`);
    await failed.waitFor();
    expect(await overflow(['.call-failures button'])).toBeLessThanOrEqual(0);
    const panel = await page.locator('section', { has: failed }).boundingBox();
    const button = await failed.getByRole('button').first().boundingBox();
    expect((button?.x ?? 0) + (button?.width ?? 0)).toBeLessThan((panel?.x ?? 0) + (panel?.width ?? 0));
    await close();
  });
});
