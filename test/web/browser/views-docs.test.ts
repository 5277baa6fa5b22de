import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../sql/catalog.ts';
import { docsSite } from '../../../sql/docs/index.ts';
import { CHROMIUM, launchBrowser, openPage, SKIP_REASON } from '../../support/browser.ts';

if (SKIP_REASON) process.stderr.write(`${SKIP_REASON}\n`);

describe.skipIf(CHROMIUM === null)('the documentation of views, opened from a folder', () => {
  let folder: string;
  let browser: Browser;
  const address = (name: string) => pathToFileURL(join(folder, name)).href;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cci-docs-'));
    for (const [name, text] of docsSite(loadCatalog())) writeFileSync(join(folder, name), text);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('finds a column by its name and leads to it, without a network or a complaint', async () => {
    const { page, complaints, hosts, close } = await openPage(browser);
    await page.goto(address('index.html'));
    await page.keyboard.press('/');
    await page.keyboard.type('pass_rate agent_sc');
    expect(await page.locator('#found li').first().innerText()).toContain('agent_scorecard_v1.pass_rate');
    expect(await page.locator('#list').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await page.waitForURL(/agent_scorecard_v1\.html#c-pass_rate$/);
    await page.locator('#c-pass_rate a', { hasText: 'qa_scores_v1.outcome' }).click();
    await page.waitForURL(/qa_scores_v1\.html#c-outcome$/);
    await page.locator('.graph a', { hasText: 'stg_criterion_scores_v1' }).click();
    await page.waitForURL(/stg_criterion_scores_v1\.html$/);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual(['']);
    await close();
  });

  test('says when nothing is found, and gives the list back', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(address('calls.html'));
    await page.fill('#search', 'no such thing');
    expect(await page.locator('#found').innerText()).toBe('Nothing found.');
    await page.keyboard.press('Escape');
    expect(await page.locator('#list a[aria-current]').innerText()).toBe('calls');
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await close();
  });

  test.each(['light', 'dark'] as const)('can be read in %s, on a telephone too', async (colorScheme) => {
    for (const width of [1440, 390]) {
      const { page, close } = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
      await page.goto(address('call_list_v1.html'));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const [text, ground] = await page.evaluate(() => {
        const { color, backgroundColor } = getComputedStyle(document.body);
        return [color, backgroundColor];
      });
      const light = (rgb: string | undefined) =>
        (rgb?.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
      expect(Math.abs(light(text) - light(ground))).toBeGreaterThan(150);
      expect(light(ground) > 128).toBe(colorScheme === 'light');
      await close();
    }
  });
});
