import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The file appears under its name when it is complete. */
export async function writeWhole<T>(out: string, write: (file: string) => Promise<T>): Promise<T> {
  const file = resolve(out);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const written = await write(temporary);
    await rename(temporary, file);
    return written;
  } finally {
    await rm(temporary, { force: true });
  }
}
