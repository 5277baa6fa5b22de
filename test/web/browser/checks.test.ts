import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChecksAnswer } from '../../../reports/api/index.ts';
import { CHROMIUM, launchBrowser, openPage, SKIP_REASON, type WatchedPage } from '../../support/browser.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

if (SKIP_REASON !== null) process.stderr.write(`${SKIP_REASON}\n`);

let server: TestServer;
let browser: Browser;
let watched: WatchedPage | undefined;

beforeAll(async () => {
  if (CHROMIUM === null) return;
  server = await startTestServer({ callsPerTenant: 12, isChecked: true });
  browser = await launchBrowser();
});
afterEach(() => watched?.close());
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Signs in; with an answer, the page is told that in place of what the checks have found. */
async function open(answer?: ChecksAnswer, width = 1440) {
  watched = await openPage(browser, { viewport: { width, height: 900 } });
  const { page } = watched;
  if (answer !== undefined) await page.route('**/api/checks', (route) => route.fulfill({ json: answer }));
  await page.goto(`${server.url}/`);
  await page.getByRole('button', { name: 'Northwind Energy' }).click();
  await page.getByTestId('checks').waitFor();
  return page;
}

const FAILED: ChecksAnswer = {
  checked_at: '2026-11-21T04:12:00.000Z',
  is_current: false,
  ...{ checks: 100, errors: 1, warnings: 1 },
  failed: [
    {
      ...{ check: 'duplicates_in_calls', severity: 'error', violations: 3 },
      promise: 'calls has one row per call',
      advice: 'Run cci replay --since DAY.',
    },
    {
      ...{ check: 'ends_before_it_begins', severity: 'warning', violations: null },
      promise: 'no turn ends before it begins',
      advice: 'Look at the file that the call came from.',
    },
  ],
};

describe.skipIf(CHROMIUM === null)('the checks on the page', () => {
  it('are one quiet line when all have passed, as the view says', async () => {
    const page = await open();
    const [row] = await server.sql(
      'northwind',
      'SELECT count(*) AS n, count_if(passed) AS passed FROM check_results WHERE is_latest',
    );
    expect(row?.passed).toBe(row?.n);
    expect(await page.getByTestId('checks').textContent()).toMatch(`All ${row?.n} checks passed · `);
    expect(await page.getByTestId('failed-check').count()).toBe(0);
    expect(watched?.complaints).toEqual([]);
  });

  it('stand open with what to do when one of severity error has failed', async () => {
    const page = await open(FAILED);
    expect(await page.getByTestId('checks').textContent()).toBe(
      '2 of 100 checks failed · 21 Nov 2026, 05:12 CET · before the latest change',
    );
    const [first, second] = await page.getByTestId('failed-check').allTextContents();
    expect(first).toBe(
      'error calls has one row per call 3 rows break itRun cci replay --since DAY.duplicates_in_calls',
    );
    expect(second).toContain('could not be looked at');
    expect(await page.getByText('Run cci replay --since DAY.').isVisible()).toBe(true);
  });

  it('wait to be opened when only warnings have come', async () => {
    const page = await open({ ...FAILED, errors: 0, failed: FAILED.failed.slice(1) });
    expect(await page.getByText('Look at the file').isVisible()).toBe(false);
    await page.getByText('The numbers can be used.').click();
    expect(await page.getByText('Look at the file').isVisible()).toBe(true);
  });

  it('are not taken for passed when their results cannot be had', async () => {
    const page = await open();
    await page.route('**/api/checks', (route) => route.fulfill({ status: 500, json: {} }));
    await page.reload();
    await page.locator('[data-testid=checks][data-state=unknown]').waitFor();
  });

  it('make a narrow page no wider', async () => {
    const page = await open(FAILED, 360);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
