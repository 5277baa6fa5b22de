import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { digestOf, nightRecord, ObjectChanged, unchanged } from '../../../etl/quarantine/index.ts';
import {
  DocumentRefused,
  quarantineBytesKey,
  quarantineId,
  quarantineRecordKey,
  quarantineRecordSchema,
  quarantineSidecarKey,
} from '../../../pipeline/contract/index.ts';
import { ACME } from './builders.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the id of quarantined content', () => {
  const offer = { path: 'in/a.json', contentSha256: sha256('a'), sidecarSha256: null };

  it('is the first 32 digits of the hash over path, content and sidecar', () => {
    expect(quarantineId(offer)).toBe(sha256(`in/a.json\0${sha256('a')}\0`).slice(0, 32));
    expect(quarantineId({ ...offer, sidecarSha256: sha256('s') })).toBe(
      sha256(`in/a.json\0${sha256('a')}\0${sha256('s')}`).slice(0, 32),
    );
  });

  it('tells another path, content or sidecar', () => {
    const ids = [
      offer,
      { ...offer, path: 'in/b.json' },
      { ...offer, contentSha256: sha256('b') },
      { ...offer, sidecarSha256: sha256('s') },
    ].map(quarantineId);
    expect(new Set(ids).size).toBe(4);
  });
});

it('keeps bytes, sidecar and record side by side', () => {
  const key = { tenantId: ACME, dt: '2026-08-03', quarantineId: '0'.repeat(32) };
  const stem = `quarantine/tenant_id=acme/dt=2026-08-03/${'0'.repeat(32)}`;
  expect([quarantineBytesKey(key), quarantineSidecarKey(key), quarantineRecordKey(key)]).toEqual([
    `${stem}.bin`,
    `${stem}.sidecar.bin`,
    `${stem}.json`,
  ]);
});

it('a record of the night names the raw object, the reason and the day of the night', async () => {
  const bytes = new TextEncoder().encode('{"a":');
  const error = new DocumentRefused('not_json', 'contract: not a JSON text', { where: 'line 1 column 6' });
  const at = new Date('2026-08-03T02:00:00Z');
  const content = await digestOf([bytes]);
  const record = nightRecord({ tenantId: ACME, key: 'raw/calls/x', content, error, at });
  expect(quarantineRecordSchema.parse(record)).toEqual({
    quarantine_id: quarantineId({ path: 'raw/calls/x', contentSha256: sha256('{"a":'), sidecarSha256: null }),
    tenant_id: 'acme',
    dt: '2026-08-03',
    stage: 'night',
    path: 'raw/calls/x',
    code: 'not_json',
    reason: 'contract: not a JSON text',
    where: 'line 1 column 6',
    content_sha256: sha256('{"a":'),
    size_bytes: 5,
    sidecar_sha256: null,
    quarantined_at: '2026-08-03T02:00:00.000Z',
    key: `quarantine/tenant_id=acme/dt=2026-08-03/${record.quarantine_id}.bin`,
    sidecar_key: null,
  });
});

it('copies what was hashed, and ends with an error when that has changed meanwhile', async () => {
  const parts = ['one', 'two'].map((text) => Buffer.from(text));
  const digest = await digestOf(parts);
  expect(digest).toEqual({ sha256: sha256('onetwo'), bytes: 6 });
  expect(await buffer(unchanged(parts, digest, 'raw/calls/x'))).toEqual(Buffer.from('onetwo'));
  const changed = unchanged([...parts, Buffer.from('three')], digest, 'raw/calls/x');
  await expect(buffer(changed)).rejects.toThrow(ObjectChanged);
});
