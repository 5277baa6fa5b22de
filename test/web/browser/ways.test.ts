import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CHROMIUM, SKIP_REASON } from '../../support/browser.ts';
import { servedInBrowser } from '../../support/served-in-browser.ts';

if (SKIP_REASON !== null) process.stderr.write(`${SKIP_REASON}\n`);

const scene = servedInBrowser();

/** Chooses a company on the sign-in page, which may know where to go on to. */
async function signIn(page: Page, company: string, next?: string) {
  const query = next === undefined ? '' : `?next=${encodeURIComponent(next)}`;
  await page.goto(`${scene.server.url}/sign-in${query}`);
  await page.getByRole('button', { name: company }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

describe.skipIf(CHROMIUM === null)('the ways through the dashboard', () => {
  it('lead from what fails to the place in a call where it failed', async () => {
    const page = await scene.browser.newPage();
    await signIn(page, 'Northwind Energy', '/?period=all');
    const [criterion] = await Promise.all([
      page.locator('.ranking button').first().getAttribute('data-criterion'),
      page.locator('.ranking button').first().click(),
    ]);
    await page.waitForURL(/failed_criterion=/);
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
    await page.locator('[data-testid=call-list] tbody a').first().click();
    const place = page.locator(`.criterion.selected[data-criterion="${criterion}"]`);
    await place.waitFor();
    expect(await place.textContent()).toContain('Fail');
    expect(await place.evaluate((element) => element === document.activeElement)).toBe(true);
    const failures = page.locator('[data-testid=call-failures] li');
    expect(await failures.count()).toBe(await page.locator('.criterion', { hasText: /^Fail/ }).count());
    await page.close();
  });

  it('lead after signing in to this server only, whatever the address says', async () => {
    const page = await scene.browser.newPage();
    for (const next of ['/.//evil.example/', '//evil.example/', 'http://']) {
      await signIn(page, 'Northwind Energy', next);
      expect(new URL(page.url()).origin).toBe(scene.server.url);
    }
    await page.close();
  });

  it('end, at an address of nothing, on a page that says so', async () => {
    const page = await scene.browser.newPage();
    await signIn(page, 'Northwind Energy');
    expect((await page.goto(`${scene.server.url}/reports/old`))?.status()).toBe(404);
    await page.locator('[data-testid=nowhere]').waitFor();
    await page.getByRole('link', { name: 'To the dashboard', exact: true }).click();
    await page.locator('[data-testid=kpi-calls]').waitFor();
    await page.close();
  });

  it('never mix two tenants when another tab signs in anew', async () => {
    const context = await scene.browser.newContext();
    const [first, second] = [await context.newPage(), await context.newPage()];
    await signIn(first, 'Northwind Energy', '/?period=all&queue=billing');
    await first.locator('[data-testid=kpi-calls] .kpi-value').waitFor();
    await signIn(second, 'Lumen Reisen');
    await first.locator('[data-testid=tenant]', { hasText: 'Lumen Reisen' }).waitFor();
    await context.close();
  });

  it('give the call list as a file', async () => {
    const page = await scene.browser.newPage();
    await signIn(page, 'Northwind Energy', '/?period=all');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString().trimEnd().split('\r\n');
    const [row] = await scene.server.sql('northwind', 'SELECT count(*) AS n FROM call_list');
    expect(lines).toHaveLength(Number(row?.n) + 1);
    await page.close();
  });
});
