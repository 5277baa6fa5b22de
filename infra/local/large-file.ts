import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { PART_BYTES } from '../../etl/erase/index.ts';
import {
  type QuarantineRecord,
  quarantineBytesKey,
  quarantineId,
  quarantineSidecarKey,
} from '../../pipeline/contract/index.ts';
import type { LandingPorts } from '../../pipeline/land/index.ts';
import { partsOf } from './erase/parts.ts';
import { FileUnreadable } from './errors.ts';
import { pathOnDisk } from './file-spelling.ts';
import type { LocalQuarantine } from './state/quarantine.ts';

/** What a file held when it was read. */
interface Held {
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Ports by which a file that does not go into memory is quarantined as if its bytes had been given: they are hashed, searched for
 * erased calls and copied part by part.
 * @param path by its spelling
 * @throws {FileUnreadable} when the file cannot be read; its keeping does so too, also when the file changed meanwhile
 */
export async function keepingLarge(
  ports: LandingPorts,
  store: LocalQuarantine,
  path: string,
): Promise<LandingPorts> {
  const held = await heldIn(path);
  const spoken = await erasedIn(ports, path, held);
  return {
    ...ports,
    erased: {
      refuses: (tenant, offered) =>
        spoken ?? ports.erased.refuses(tenant, { ...offered, contentSha256: held.sha256 }),
    },
    quarantine: {
      keep: (record, _, sidecar) => store.keep(recordOf(record, held), copyOf(path, held), sidecar),
    },
  };
}

/** A record that was made without the bytes. */
function recordOf(record: QuarantineRecord, { sha256, bytes }: Held): QuarantineRecord {
  const { tenant_id: tenantId, dt, path, sidecar_sha256: sidecarSha256 } = record;
  const id = quarantineId({ path, contentSha256: sha256, sidecarSha256 });
  const kept = { tenantId, dt, quarantineId: id };
  return {
    ...record,
    quarantine_id: id,
    content_sha256: sha256,
    size_bytes: bytes,
    key: quarantineBytesKey(kept),
    sidecar_key: sidecarSha256 === null ? null : quarantineSidecarKey(kept),
  };
}

async function heldIn(path: string): Promise<Held> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunksOf(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Why the content may not be kept; null when it may. */
async function erasedIn({ erased, tenant }: LandingPorts, path: string, held: Held): Promise<string | null> {
  const identity = { contentSha256: held.sha256, callId: null, startedAt: null };
  for await (const part of partsOf(pathOnDisk(path), Buffer.allocUnsafe(PART_BYTES))) {
    const reason = erased.refuses(tenant, { ...identity, unread: [part] });
    if (reason !== null) return reason;
  }
  return null;
}

/** The bytes that were hashed: a file that is still being written would lie in quarantine under the hash of something else. */
async function* copyOf(path: string, held: Held): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(path)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== held.sha256)
    throw new FileUnreadable('infra: the file cannot be read', path, CHANGED);
}

const CHANGED = Object.assign(new Error('changed'), { code: 'changed meanwhile' });

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(pathOnDisk(path));
  } catch (cause) {
    throw new FileUnreadable('infra: the file cannot be read', path, cause);
  }
}
