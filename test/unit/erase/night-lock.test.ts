import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { NightRunning } from '../../../etl/publish/index.ts';
import { LocalNightLock } from '../../../infra/local/erase/night-lock.ts';

it('an erasure whose own night failed holds the lease again: it empties the places behind', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cci-lock-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const lock = new LocalNightLock(root);
  await lock.take();
  await expect(lock.pauseFor(() => Promise.reject(new Error('the night failed')))).rejects.toThrow('failed');
  await expect(new LocalNightLock(root).take()).rejects.toThrow(NightRunning);
  await lock.release();
});
