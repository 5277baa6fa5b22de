import { describe, expect, it } from 'vitest';
import { CHROMIUM, openPage, SKIP_REASON } from '../../support/browser.ts';
import { servedInBrowser } from '../../support/served-in-browser.ts';

if (SKIP_REASON !== null) process.stderr.write(`${SKIP_REASON}\n`);

/** Longer than any column, without a place to break. */
const LONG_WORD = 'Donaudampfschifffahrtsgesellschaft'.repeat(4);

const scene = servedInBrowser();

describe.skipIf(CHROMIUM === null)('names that have no place to break', () => {
  it.each([
    ['on a desktop', 1440],
    ['on a phone', 390],
  ])('stay in their panels %s', async (_, width) => {
    const { page, close } = await openPage(scene.browser, { viewport: { width, height: 900 } });
    await page.goto(`${scene.server.url}/`);
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
      await page.request.get(`${scene.server.url}/api/data/calls?period=all&page_size=200`)
    ).json();
    const call = rows.find(({ failed_count }: { failed_count: number | null }) => (failed_count ?? 0) > 0);
    await page.goto(`${scene.server.url}/calls/${call.call_id}`);
    await failed.waitFor();
    expect(await overflow(['.call-failures button'])).toBeLessThanOrEqual(0);
    const panel = await page.locator('section', { has: failed }).boundingBox();
    const button = await failed.getByRole('button').first().boundingBox();
    expect((button?.x ?? 0) + (button?.width ?? 0)).toBeLessThan((panel?.x ?? 0) + (panel?.width ?? 0));
    await close();
  });
});
