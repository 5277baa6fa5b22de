import { open, readlink, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FileUnwritable, UsageError } from './errors.ts';

/**
 * The file appears under its name when it is complete. A link stays, and what it leads to is written.
 * @throws {UsageError} when the name is of no file: `-`, a pipe, a device
 * @throws {FileUnwritable} when the system refuses it
 */
export async function writeWhole<T>(out: string, write: (file: string) => Promise<T>): Promise<T> {
  let temporary: string | null = null;
  try {
    const file = await targetOf(out);
    temporary = `${file}.${process.pid}.tmp`;
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
    if (temporary !== null) await rm(temporary, { force: true });
  }
}

/** Absolute path of the file that is meant, links followed; it need not be there. */
async function targetOf(out: string): Promise<string> {
  if (out === '-')
    throw noFile(out, 'To have rows on stdout: cci sql … --format csv. A file of that name is ./-');
  let path = resolve(out);
  // A circle of links is refused here.
  const kind = await stat(path).catch(missing);
  // A file would take the place of a pipe that somebody reads, or of the device itself.
  if (kind !== null && !kind.isFile() && !kind.isDirectory())
    throw noFile(out, 'Name a file, and read that. To have rows on stdout: cci sql … --format csv');
  for (let link = await linkOf(path); link !== null; link = await linkOf(path)) path = link;
  return path;
}

const noFile = (out: string, hint: string): UsageError =>
  new UsageError('infra: what is to be written is no file', { where: out, hint });

/** What a link leads to, absolute; null when the path is none. */
async function linkOf(path: string): Promise<string | null> {
  try {
    return resolve(dirname(path), await readlink(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EINVAL') return null;
    return missing(error);
  }
}

function missing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
