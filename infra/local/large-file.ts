import { createReadStream } from 'node:fs';
import { PART_BYTES } from '../../etl/erase/index.ts';
import { type ContentDigest, digestOf, ObjectChanged, unchanged } from '../../etl/quarantine/index.ts';
import {
  type QuarantineRecord,
  quarantineBytesKey,
  quarantineId,
  quarantineSidecarKey,
} from '../../pipeline/contract/index.ts';
import type { LandingPorts } from '../../pipeline/land/index.ts';
import { unpackedOf } from './erase/packed.ts';
import { partsOf } from './erase/parts.ts';
import { FileUnreadable } from './errors.ts';
import { pathOnDisk } from './file-spelling.ts';
import { refusingBy } from './refusing.ts';
import type { LocalQuarantine } from './state/quarantine.ts';

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
  const held = await digestOf(chunksOf(path));
  const spoken = await erasedIn(ports, path, held);
  return {
    ...ports,
    erased: refusingBy(
      ports.erased,
      (tenant, offered) => spoken ?? ports.erased.refuses(tenant, { ...offered, contentSha256: held.sha256 }),
    ),
    quarantine: {
      keep: (record, _, sidecar) => store.keep(recordOf(record, held), copyOf(path, held), sidecar),
    },
  };
}

/** A record that was made without the bytes. */
function recordOf(record: QuarantineRecord, { sha256, bytes }: ContentDigest): QuarantineRecord {
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

/** Why the content may not be kept; null when it may. */
async function erasedIn(
  { erased, tenant }: LandingPorts,
  path: string,
  held: ContentDigest,
): Promise<string | null> {
  const identity = { contentSha256: held.sha256, callId: null, startedAt: null };
  const refused = (part: Uint8Array): string | null =>
    erased.refuses(tenant, { ...identity, unread: [part] });
  const disk = pathOnDisk(path);
  let beginning: Uint8Array | null = null;
  for await (const part of partsOf(disk, Buffer.allocUnsafe(PART_BYTES))) {
    beginning ??= Uint8Array.from(part.subarray(0, 4));
    const reason = refused(part);
    if (reason !== null) return reason;
  }
  for await (const part of unpackedOf({ path: disk }, beginning ?? new Uint8Array())) {
    const reason = refused(part);
    if (reason !== null) return reason;
  }
  return null;
}

/** The bytes that were hashed: a file that is still being written would lie in quarantine under the hash of something else. */
async function* copyOf(path: string, held: ContentDigest): AsyncGenerator<Uint8Array> {
  try {
    yield* unchanged(chunksOf(path), held, path);
  } catch (error) {
    if (!(error instanceof ObjectChanged)) throw error;
    throw new FileUnreadable('infra: the file cannot be read', path, CHANGED);
  }
}

const CHANGED = Object.assign(new Error('changed'), { code: 'changed meanwhile' });

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(pathOnDisk(path));
  } catch (cause) {
    throw new FileUnreadable('infra: the file cannot be read', path, cause);
  }
}
