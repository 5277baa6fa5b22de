/**
 * What waits for the disk waits beside the engine. The calls around it do not, and are made at once: each takes a few
 * microseconds, and ten times as much to hand to a thread and to be told of, which was a tenth of a short night.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsync,
  mkdirSync,
  openSync,
  read,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Forces a file or folder to disk. */
const force = (file: number): Promise<void> =>
  new Promise((resolve, reject) => fsync(file, (error) => (error ? reject(error) : resolve())));

/** Reads on from where the file stands. @returns how many bytes; none at its end */
const readBeside = (file: number, into: Buffer, from: number, bytes: number): Promise<number> =>
  new Promise((resolve, reject) =>
    read(file, into, from, bytes, null, (error, got) => (error ? reject(error) : resolve(got))),
  );

const CHUNK = 128 << 10;

/** Makes a name in a folder survive a power cut; file systems that cannot sync folders keep it by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = openSync(folder, 'r');
  try {
    await force(handle);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EINVAL' && code !== 'EPERM' && code !== 'ENOTSUP') throw error;
  } finally {
    closeSync(handle);
  }
}

/** Makes a folder, with those above it that are missing, and forces their names to disk: a file is lost with any of them. */
export async function makeFolder(path: string): Promise<void> {
  const first = mkdirSync(path, { recursive: true });
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
  const handle = openSync(path, 'r');
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  let bytes = 0;
  try {
    await force(handle);
    // Most files end within the first part; of long ones the others are read beside.
    for (let got = readSync(handle, buffer); got > 0; ) {
      hash.update(buffer.subarray(0, got));
      bytes += got;
      got = got < CHUNK ? readSync(handle, buffer) : await readBeside(handle, buffer, 0, CHUNK);
    }
  } finally {
    closeSync(handle);
  }
  await syncFolder(dirname(path));
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * The text of a file that nobody writes into. The disk is waited for, so that who reads again and again lets others get on.
 * @throws as the file system does, `ENOENT` when there is none
 */
export async function readText(path: string): Promise<string> {
  const handle = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(fstatSync(handle).size);
    let used = 0;
    for (let got = 1; got > 0 && used < buffer.byteLength; used += got)
      got = await readBeside(handle, buffer, used, buffer.byteLength - used);
    return buffer.toString('utf8', 0, used);
  } finally {
    closeSync(handle);
  }
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
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    await fence?.check();
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Writes a new file and forces it to disk; its name is not. */
export async function writeDurable(path: string, text: string): Promise<void> {
  const handle = openSync(path, 'wx');
  try {
    writeFileSync(handle, text);
    await force(handle);
  } finally {
    closeSync(handle);
  }
}
