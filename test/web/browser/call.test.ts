import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallDocument } from '../../../pipeline/contract/index.ts';
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

/** Signs in and opens a call by its address, as a link in a mail would. */
async function openCall(callId: string, tenantName = 'Northwind Energy'): Promise<Page> {
  const watched = await openPage(browser);
  open.push(watched);
  await watched.page.goto(`${server.url}/calls/${callId}`);
  await watched.page.getByRole('button', { name: tenantName }).click();
  await watched.page.waitForURL(`**/calls/${callId}`);
  return watched.page;
}

function callWhere(matches: (call: CallDocument) => boolean): CallDocument {
  const found = server.calls('northwind').find(matches);
  if (found === undefined) throw new Error('the sample has no such call');
  return found;
}

const hasEvidence = (call: CallDocument) =>
  call.evaluations.at(-1)?.criteria.some(({ evidence }) => evidence.some(({ verified }) => verified)) ??
  false;

describe.skipIf(CHROMIUM === null)('a call in a browser', () => {
  it('marks exactly the verified quotes', async () => {
    const call = callWhere(hasEvidence);
    const page = await openCall(call.call_id);
    await page.getByTestId('transcript').waitFor();
    const quotes =
      call.evaluations.at(-1)?.criteria.flatMap(({ evidence }) => evidence.map(({ quote }) => quote)) ?? [];
    const marked = await page.locator('mark').allTextContents();
    expect(marked.toSorted()).toEqual(quotes.toSorted());
  });

  it('shows every turn as it was said', async () => {
    const call = callWhere((each) => each.transcript?.turns.some(({ text }) => text.includes('👋')) ?? false);
    const page = await openCall(call.call_id);
    await page.getByTestId('transcript').waitFor();
    const texts = await page.locator('.turn-text').allTextContents();
    expect(texts).toEqual(call.transcript?.turns.map(({ text }) => text));
  });

  it('jumps from a criterion to its words, and from the words to the criterion', async () => {
    const call = callWhere(hasEvidence);
    const page = await openCall(call.call_id);
    const quote = page.locator('button.quote').last();
    const words = await quote.locator('span').textContent();
    await quote.click();
    const selected = page.locator('mark.selected');
    expect(await selected.textContent()).toBe(words);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words);
    const first = page.locator('mark a').first();
    await first.click();
    const chosen = page.locator('.criterion.selected .quote span');
    expect(await chosen.textContent()).toBe(await first.textContent());
  });

  it('says why a call has no score, and shows no 0', async () => {
    const call = callWhere(({ unscored_reason }) => unscored_reason !== null);
    const page = await openCall(call.call_id);
    expect(await page.getByTestId('unscored-reason').textContent()).toContain(call.unscored_reason);
    expect(await page.locator('.call-percentage').textContent()).toBe('–');
  });

  it('tells undetermined and not applicable apart from fail', async () => {
    const call = callWhere((each) => {
      const outcomes = new Set(each.evaluations.at(-1)?.criteria.map(({ outcome }) => outcome));
      return outcomes.has('undetermined') && outcomes.has('not_applicable') && outcomes.has('fail');
    });
    const page = await openCall(call.call_id);
    await page.getByTestId('transcript').waitFor();
    for (const [outcome, label] of [
      ['undetermined', 'Undetermined'],
      ['not_applicable', 'N/A'],
      ['fail', 'Fail'],
    ] as const) {
      const count = call.evaluations.at(-1)?.criteria.filter((each) => each.outcome === outcome).length;
      expect(await page.locator('.badge').getByText(label, { exact: true }).count()).toBe(count);
    }
  });

  it('leads back to the dashboard with its filters', async () => {
    const page = await openCall('call-00001');
    await page.goto(`${server.url}/?channel=voice&period=all`);
    await page.locator('.call-link').first().click();
    await page.getByTestId('transcript').waitFor();
    await page.getByRole('link', { name: 'Dashboard', exact: true }).click();
    expect(new URL(page.url()).search).toBe('?channel=voice&period=all');
  });

  it('is not there for another tenant, and the same id shows their own call', async () => {
    const theirs = server.calls('lumen').at(-1)?.call_id ?? '';
    expect(server.calls('northwind').some(({ call_id }) => call_id === theirs)).toBe(false);
    const page = await openCall(theirs);
    await page.getByTestId('call-unknown').waitFor();
    const answer = await page.request.get(`${server.url}/api/calls/${theirs}?tenant=lumen`);
    expect(answer.status()).toBe(404);
    const shared = server.calls('northwind')[0];
    const same = await page.request.get(`${server.url}/api/calls/${shared?.call_id}`);
    expect(await same.json()).toMatchObject({ customer: shared?.customer });
  });
});
