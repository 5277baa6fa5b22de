import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const CHUNK = 128 << 10;

/** Makes a name in a folder survive a power cut; file systems that cannot sync folders keep it by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EINVAL' && code !== 'EPERM' && code !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}

/** Makes a folder, with those above it that are missing, and forces their names to disk: a file is lost with any of them. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  const top = dirname(first);
  for (let folder = dirname(path); folder.length >= top.length; folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder === top) return;
  }
}

/**
 * Forces a finished file and its name to disk and reads it back once.
 * @returns its size and SHA-256 (hexadecimal)
 */
export async function sealFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const handle = await open(path, 'r');
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  let bytes = 0;
  try {
    await handle.sync();
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(path));
  return { bytes, sha256: hash.digest('hex') };
}

/** How the names of files end that are about to take another one's place. */
export const DRAFT_ENDING = '.next';

/** The right to replace files, which may be lost at any moment. */
export interface Fence {
  /** Rejects when it is lost. */
  check(): Promise<void>;
}

/**
 * Replaces a file's content in one step: whoever opens it sees the old text or the new one, also after a power cut.
 * With a fence, only for who still has the right when the draft lies beside the file: a successor first takes the right,
 * then removes all drafts, then reads. So a process that sleeps anywhere in here finds its right or its draft gone.
 */
export async function replaceFile(path: string, text: string, fence?: Fence): Promise<void> {
  const draft = `${path}.${randomUUID()}${DRAFT_ENDING}`;
  try {
    await writeDurable(draft, text);
    await fence?.check();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    await fence?.check();
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeDurable(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
