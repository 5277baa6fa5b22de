import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { CHROMIUM, launchBrowser } from './browser.ts';
import { startTestServer, type TestServer } from './test-server.ts';

/** What the tests of a file share. */
export interface BrowserScene {
  readonly server: TestServer;
  readonly browser: Browser;
}

/** The sample lake served, and a Chromium, from the first test of this file to its last; nothing where there is no Chromium. */
export function servedInBrowser(): BrowserScene {
  const scene: { server?: TestServer; browser?: Browser } = {};
  beforeAll(async () => {
    if (CHROMIUM === null) return;
    scene.server = await startTestServer();
    scene.browser = await launchBrowser();
  });
  afterAll(async () => {
    await scene.browser?.close();
    await scene.server?.close();
  });
  // Only tests read it, and none runs without both.
  return scene as BrowserScene;
}
