import { basename, resolve } from 'node:path';
import { MAX_JSON_BYTES } from '../../pipeline/contract/index.ts';
import {
  type Landed,
  type LandingPorts,
  landCall,
  type Offered,
  quarantine,
} from '../../pipeline/land/index.ts';
import { FileTooLarge, FileUnreadable } from './errors.ts';
import { pathOnDisk } from './file-spelling.ts';
import type { Home } from './home.ts';
import { keepingLarge } from './large-file.ts';
import { bytesOf, sidecarOf, sizeOf } from './offered-files.ts';
import { refusingBy } from './refusing.ts';

/** A file to land. */
interface OfferedFile {
  /** By its spelling. */
  readonly path: string;
  /** For a file that says none, ISO 8601 UTC. */
  readonly startedAt: string | null;
  /** Largest file that is read into memory, in bytes. */
  readonly largest?: number | undefined;
}

/** Lands an offered file. One that cannot be read must not stop the others, and is quarantined with what could be had of it. */
export async function landFile(
  { quarantine: store }: Pick<Home, 'quarantine'>,
  ports: LandingPorts,
  { path, startedAt, largest = MAX_JSON_BYTES }: OfferedFile,
): Promise<Landed> {
  const named = withName(ports, path);
  let offered: Offered = { path: resolve(path), bytes: new Uint8Array(), sidecar: null, startedAt };
  try {
    if ((await sizeOf(path)) > largest)
      return await refuse(await keepingLarge(named, store, path), path, new FileTooLarge(largest));
    offered = { ...offered, bytes: await bytesOf(path) };
    return await landCall(named, { ...offered, sidecar: await sidecarOf(path) });
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error;
    return quarantine(named, offered, error);
  }
}

/** Refuses a file whose bytes the ports have. */
async function refuse(keeping: LandingPorts, path: string, refusal: FileTooLarge): Promise<Landed> {
  const offered = { path: resolve(path), bytes: new Uint8Array(), sidecar: null };
  try {
    return await quarantine(keeping, { ...offered, sidecar: await sidecarOf(path) }, refusal);
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error;
    return quarantine(keeping, offered, error);
  }
}

/** Ports that look for an erased call in a file's name as it is on disk, too: an escape hides the word that it stands in. */
function withName(ports: LandingPorts, path: string): LandingPorts {
  const name = pathOnDisk(basename(path).replace(/\.[^.]*$/, ''));
  if (typeof name === 'string') return ports;
  const erased = refusingBy(ports.erased, (tenant, offered) => {
    const unread = offered.unread.length === 0 ? [] : [...offered.unread, name];
    return ports.erased.refuses(tenant, { ...offered, unread });
  });
  return { ...ports, erased };
}
