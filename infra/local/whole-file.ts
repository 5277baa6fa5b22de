import { rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from './errors.ts';

/**
 * The file appears under its name when it is complete.
 * @throws {UsageError} when it cannot have that name: its folder is not there, or a folder has the name
 */
export async function writeWhole<T>(out: string, write: (file: string) => Promise<T>): Promise<T> {
  const file = resolve(out);
  if (!(await isFolder(dirname(file))))
    throw new UsageError('infra: the folder to write to is not there', { where: dirname(file) });
  if (await isFolder(file)) throw new UsageError('infra: the file to write is a folder', { where: file });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const written = await write(temporary);
    await rename(temporary, file);
    return written;
  } finally {
    await rm(temporary, { force: true });
  }
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isDirectory() ?? false;
