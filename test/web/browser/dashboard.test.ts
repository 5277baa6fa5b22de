import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchBrowser, openPage, SKIP_REASON, type WatchedPage } from '../../support/browser.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

if (SKIP_REASON !== null) process.stderr.write(`${SKIP_REASON}\n`);

let server: TestServer;
let browser: Browser;
let open: WatchedPage[] = [];

beforeAll(async () => {
  if (CHROMIUM === null) return;
  server = await startTestServer();
  browser = await launchBrowser();
});
afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  open = [];
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Signs in as the first person of a tenant, by its name on the sign-in page. */
async function signedIn(tenantName = 'Northwind Energy', options: Parameters<typeof openPage>[1] = {}) {
  const watched = await openPage(browser, options);
  open.push(watched);
  await watched.page.goto(`${server.url}/`);
  await watched.page.getByRole('button', { name: tenantName }).click();
  await settled(watched.page);
  return watched;
}

/** Waits until the dashboard shows every answer. */
async function settled(page: Page) {
  await page.locator('[data-testid=call-list]').waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
}

const go = async (page: Page, path: string) => {
  await page.goto(`${server.url}${path}`);
  await settled(page);
};
const kpi = (page: Page, id: string) => page.locator(`[data-testid=kpi-${id}] .kpi-value`);
const figure = async (page: Page, id: string) => Number(await kpi(page, id).getAttribute('data-value'));
const percent = (value: number) =>
  new Intl.NumberFormat('en-GB', {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);

async function oneRow(tenantId: string, text: string): Promise<{ [column: string]: number }> {
  const [row] = await server.sql(tenantId, text);
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
}

describe.skipIf(CHROMIUM === null)('the dashboard in a browser', () => {
  it('leads through the sign-in to the numbers of the own company', async () => {
    const { page } = await signedIn();
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.getByTestId('tenant').textContent()).toBe('Northwind Energy');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${server.url}/calls/call-00001`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  });

  it('shows what the same questions give over the views', async () => {
    const { page } = await signedIn();
    await go(page, '/?period=all');
    const totals = await oneRow(
      'northwind',
      `SELECT count(*) AS calls, avg(percentage) AS score, count(percentage) AS scored,
         sum(CASE WHEN auto_failed THEN 1 ELSE 0 END) AS auto_failed,
         sum(CASE WHEN evaluation_status = 'unscored' THEN 1 ELSE 0 END) AS unscored FROM call_list`,
    );
    const outcomes = await oneRow(
      'northwind',
      `SELECT 1e0 * sum(CASE WHEN outcome = 'pass' THEN 1 ELSE 0 END)
         / sum(CASE WHEN outcome IN ('pass', 'partial', 'fail') THEN 1 ELSE 0 END) AS pass_rate FROM qa_scores`,
    );
    expect(await figure(page, 'calls')).toBe(totals.calls);
    expect(await figure(page, 'average-score')).toBeCloseTo(Number(totals.score), 9);
    expect(await kpi(page, 'average-score').textContent()).toBe(percent(Number(totals.score) / 100));
    expect(await figure(page, 'auto-fails')).toBe(totals.auto_failed);
    expect(await figure(page, 'unscored')).toBe(totals.unscored);
    expect(await figure(page, 'scored')).toBeCloseTo(Number(totals.scored) / Number(totals.calls), 9);
    expect(await figure(page, 'pass-rate')).toBeCloseTo(Number(outcomes.pass_rate), 9);
    expect(await page.getByTestId('call-count').getAttribute('data-total')).toBe(String(totals.calls));
  });

  it('keeps filters in the address, through a reload and the way back', async () => {
    const { page } = await signedIn();
    const before = await figure(page, 'calls');
    await page
      .locator('.filters')
      .getByRole('button', { name: /^Channel/ })
      .click();
    await page.getByRole('checkbox', { name: 'Chat' }).check();
    await page.keyboard.press('Escape');
    await settled(page);
    expect(new URL(page.url()).search).toBe('?channel=chat');
    await page.waitForFunction(
      (old) =>
        document.querySelector('[data-testid=kpi-calls] .kpi-value')?.getAttribute('data-value') !==
        String(old),
      before,
    );
    const chats = await figure(page, 'calls');
    const period = page.getByTestId('period');
    const expected = await oneRow(
      'northwind',
      `SELECT count(*) AS calls FROM call_list WHERE channel = 'chat'
         AND call_date BETWEEN DATE '${await period.getAttribute('data-from')}' AND DATE '${await period.getAttribute('data-to')}'`,
    );
    expect(chats).toBe(expected.calls);
    await page.reload();
    await settled(page);
    expect(await figure(page, 'calls')).toBe(chats);
    expect(
      await page
        .locator('.filters')
        .getByRole('button', { name: /^Channel/ })
        .textContent(),
    ).toContain('Chat');
    await page.goBack();
    await settled(page);
    await page.waitForFunction(
      (old) =>
        document.querySelector('[data-testid=kpi-calls] .kpi-value')?.getAttribute('data-value') ===
        String(old),
      before,
    );
    expect(new URL(page.url()).search).toBe('');
  });

  it('has a heat map whose cells are the shares over the views and lead to the calls that failed', async () => {
    const { page } = await signedIn();
    await go(page, '/?period=all&agent=a01');
    const [row] = await server.sql(
      'northwind',
      `SELECT sum(CASE WHEN outcome = 'pass' THEN 1 ELSE 0 END) AS passed,
         sum(CASE WHEN outcome = 'fail' THEN 1 ELSE 0 END) AS failed,
         sum(CASE WHEN outcome = 'partial' THEN 1 ELSE 0 END) AS partial
       FROM qa_scores WHERE agent_id = 'a01' AND criterion_id = 'summary'`,
    );
    const [passed, failed, partial] = [row?.passed, row?.failed, row?.partial].map(Number) as [
      number,
      number,
      number,
    ];
    const cell = page.getByTestId('heat-map').getByRole('button', { name: /Sums up what was agreed/ });
    const decided = passed + failed + partial;
    expect(await cell.getAttribute('aria-label')).toContain(
      `${percent(passed / decided)} passed, ${passed} of ${decided}`,
    );
    await cell.click();
    await page.waitForFunction(
      (total) => document.querySelector('[data-testid=call-count]')?.getAttribute('data-total') === total,
      String(failed),
    );
    expect(new URL(page.url()).searchParams.get('failed_criterion')).toBe('summary');
  });

  it('moves through the heat map with the arrow keys', async () => {
    const { page } = await signedIn();
    await go(page, '/?period=all');
    await page.locator('[data-at="0,0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-at'))).toBe('1,1');
    await page.getByTestId('heat-tip').waitFor();
  });

  it('narrows to a step of the trend that is clicked', async () => {
    const { page } = await signedIn();
    await go(page, '/?period=all&grain=month');
    const box = await page.locator('.chart canvas').boundingBox();
    if (box === null) throw new Error('no chart');
    await page.mouse.click(box.x + 50, box.y + 60);
    await page.waitForFunction(() => new URLSearchParams(location.search).has('from'));
    const from = new URL(page.url()).searchParams.get('from');
    const [first] = await server.sql('northwind', 'SELECT min(call_date) AS day FROM call_list');
    expect(from).toBe(String(first?.day));
  });

  it('shows text of calls as text, never as markup', async () => {
    const { page, complaints } = await signedIn();
    await go(page, '/?period=all&agent=a11');
    await page.locator('[data-at="0,0"]').hover();
    const box = await page.locator('.chart canvas').boundingBox();
    if (box !== null) await page.mouse.move(box.x + box.width / 2, box.y + 60);
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.getByTestId('call-list').textContent()).toContain('<img src=x');
    expect(complaints).toEqual([]);
  });

  it('says in words that a filter is not understood', async () => {
    const watched = await openPage(browser);
    open.push(watched);
    await watched.page.goto(`${server.url}/`);
    await watched.page.getByRole('button', { name: 'Northwind Energy' }).click();
    await settled(watched.page);
    await watched.page.goto(`${server.url}/?from=2026-02-31&to=2026-03-01`);
    expect(await watched.page.getByRole('alert').first().textContent()).toMatch(/not understood.*\(from\)/);
    await watched.page.getByRole('button', { name: 'Clear' }).click();
    await settled(watched.page);
  });

  it.each([
    ['desktop, light', { width: 1440, height: 900 }, 'light'],
    ['phone, dark', { width: 390, height: 844 }, 'dark'],
  ] as const)('fits: %s', async (_, viewport, colorScheme) => {
    const { page, complaints, hosts } = await signedIn('Northwind Energy', { viewport, colorScheme });
    await page.locator('.chart canvas').waitFor();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [red = 0] = ground.match(/\d+/g)?.map(Number) ?? [];
    expect(red < 60).toBe(colorScheme === 'dark');
    await page.locator('.call-link').first().click();
    await page.getByTestId('transcript').waitFor();
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(server.url).hostname]);
  });

  it('remembers the theme that was chosen', async () => {
    const { page } = await signedIn('Northwind Energy', { colorScheme: 'light' });
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
    await page.reload();
    await settled(page);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  });

  it("writes numbers and dates in the tenant's language", async () => {
    const { page } = await signedIn('Lumen Reisen');
    expect(await kpi(page, 'average-score').textContent()).toMatch(/^\d+,\d\s%$/);
  });
});
