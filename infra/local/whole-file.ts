import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FileUnwritable } from './errors.ts';

/**
 * The file appears under its name when it is complete.
 * @throws {FileUnwritable} when the system refuses it
 */
export async function writeWhole<T>(out: string, write: (file: string) => Promise<T>): Promise<T> {
  const file = resolve(out);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    // Refused here, it is the same error whoever writes.
    await (await open(temporary, 'w')).close();
    const written = await write(temporary);
    await rename(temporary, file);
    return written;
  } catch (error) {
    // Of what the work itself asks of the system, nothing but this file is written.
    if (error instanceof Error && 'code' in error && 'syscall' in error) throw new FileUnwritable(out, error);
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}
