import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where this machine has a Chromium; null when it has none. `CHROMIUM_PATH` wins. */
export const CHROMIUM: string | null = PLACES.find((path) => path !== undefined && existsSync(path)) ?? null;

/** Why browser tests do not run here; null when they do. */
export const SKIP_REASON: string | null =
  CHROMIUM === null
    ? 'browser tests skipped: no Chromium found (set CHROMIUM_PATH, or install chromium)'
    : null;

/** Starts Chromium without a window and without traffic of its own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that keeps what went wrong in it and where it sent requests. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, refused loads by the content security policy among them. */
  readonly complaints: string[];
  /** Hosts that anything was asked of. */
  readonly hosts: Set<string>;
  close(): Promise<void>;
}

/** Opens a fresh page with cookies and storage of its own. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  return { page, complaints, hosts, close: () => context.close() };
}
