// Makes the README's pictures anew, on Node 24: npx node scripts/take-pictures.ts. A lake of its own, the sample calls up to a fixed day,
// the pages in Chromium. Only the time of the checks differs from one run to the next.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser, openPage, SKIP_REASON } from '../test/support/browser.ts';

const UNTIL = '2026-11-20';
const COMPANY = 'Northwind Energy';
const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
/** Auto-failed calls, the newest first, as calls are without another wish. */
const AUTO_FAILED = '/api/data/calls?failed_form=service-quality&failed_criterion=no_rudeness&page_size=1';

if (SKIP_REASON !== null) throw new Error(SKIP_REASON);
const home = mkdtempSync(join(tmpdir(), 'cci-pictures-'));
const server = startSamples();
try {
  const url = await addressOf(server);
  const browser = await launchBrowser();
  const { page } = await openPage(browser, { locale: 'en-US', colorScheme: 'light' });
  await page.goto(url);
  await page.getByRole('button', { name: COMPANY }).click();
  await page.getByTestId('call-list').waitFor();
  await picture(page, 'dashboard.png', 1290);
  const { rows } = await (await page.request.get(url + AUTO_FAILED)).json();
  await page.goto(`${url}/calls/${encodeURIComponent(rows[0].call_id)}`);
  await page.getByRole('heading', { name: 'Transcript' }).waitFor();
  await picture(page, 'call.png', 1000);
  await browser.close();
} finally {
  if (server.exitCode === null) {
    server.kill();
    await once(server, 'exit');
  }
  rmSync(home, { recursive: true, force: true });
}

/** What `npm start` does, with calls up to a day that stays the same. */
function startSamples(): ChildProcess {
  mkdirSync(join(home, 'samples'), { recursive: true });
  writeFileSync(join(home, 'samples', 'plan.json'), JSON.stringify({ until: UNTIL, complete: false }));
  return spawn(process.execPath, [fileURLToPath(new URL('start.mjs', import.meta.url))], {
    env: { ...process.env, CCI_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of stdout ?? []) {
    said += String(chunk);
    const [address] = said.match(/http:\/\/[\d.:]+/) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`take-pictures: the samples could not be served:\n${said}`);
}

async function picture(page: Page, name: string, height: number): Promise<void> {
  await page.setViewportSize({ width: 1280, height });
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  // Charts grow in.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(IMAGES, name) });
}
