import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ErasureKeyRefused } from '../../../etl/erase/index.ts';

/** Length of the key in bytes, that of the hash (RFC 2104, section 3). */
const KEY_BYTES = 32;

const keyFile = (root: string): string => join(root, 'erasure.key');

/** The key that a home's tombstones are made with; null when nothing was ever erased there. */
export function readErasureKey(root: string): Uint8Array | null {
  if (!existsSync(keyFile(root))) return null;
  const key = readFileSync(keyFile(root));
  if (key.length === KEY_BYTES) return key;
  throw new ErasureKeyRefused('infra: the erasure key is damaged', { where: keyFile(root) });
}

/** The key of a home; one that is not there is made, on disk before anything depends on it and readable by its owner only. */
export function makeErasureKey(root: string): Uint8Array {
  const there = readErasureKey(root);
  if (there !== null) return there;
  const key = randomBytes(KEY_BYTES);
  const file = openSync(keyFile(root), 'wx', 0o600);
  try {
    writeSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return key;
}
