import { describe, expect, it } from 'vitest';
import { CHROMIUM, openPage, SKIP_REASON } from '../../support/browser.ts';
import { servedInBrowser } from '../../support/served-in-browser.ts';

if (SKIP_REASON !== null) process.stderr.write(`${SKIP_REASON}\n`);

const OUTCOMES = { pass: 1, partial: 0, fail: 3, not_applicable: 0, undetermined: 0 };
const criterion = (form_id: string) => ({
  form_id,
  criterion_id: 'greeting',
  question: 'Was the customer greeted?',
  criterion_index: 0,
  critical: 'none',
  ...OUTCOMES,
});

const scene = servedInBrowser();

describe.skipIf(CHROMIUM === null)('what fails most', () => {
  /** The list when these are the outcomes, and greeting of the form `voice` is the one that is looked into. */
  async function listOf(rows: readonly ReturnType<typeof criterion>[]) {
    const { page, close } = await openPage(scene.browser);
    const answer = { period: { from: '2026-11-01', to: '2026-11-20' }, previous_period: null, rows };
    await page.route('**/api/data/criterion-outcomes**', (route) => route.fulfill({ json: answer }));
    await page.goto(`${scene.server.url}/?failed_form=voice&failed_criterion=greeting`);
    await page.getByRole('button', { name: 'Northwind Energy' }).click();
    await page.locator('.ranking').waitFor();
    const texts = await page.locator('.ranking .ranking-text').allTextContents();
    const chosen = await page.locator('.ranking button[aria-pressed=true] .ranking-text').allTextContents();
    await close();
    return { texts, chosen };
  }

  it('tells two forms apart that ask the same, and marks the one that is looked into', async () => {
    expect(await listOf([criterion('voice'), criterion('chat')])).toEqual({
      texts: ['Was the customer greeted? voice', 'Was the customer greeted? chat'],
      chosen: ['Was the customer greeted? voice'],
    });
  });

  it('does not name the form where there is one', async () => {
    expect((await listOf([criterion('voice')])).texts).toEqual(['Was the customer greeted?']);
  });
});
