import type { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { backups, rawVersions, spice } from '../../../etl/erase/aws/index.ts';
import { ErasureIncomplete, PlaceNotConfigured } from '../../../etl/erase/index.ts';
import { planOf } from './scene.ts';

const KEY = 'raw/calls/tenant_id=acme/dt=2026-07-01/call-1.20260701T000000000Z-00000000.json';

/** A bucket whose listing comes in two pages, and that keeps what it is asked to delete when it is locked. */
function bucketOf(locked: boolean) {
  const deleted: unknown[] = [];
  const send = async (command: { input: Record<string, unknown> }) => {
    const { Delete, KeyMarker } = command.input as { Delete?: { Objects: unknown[] }; KeyMarker?: string };
    if (Delete) {
      if (locked) return { Errors: [{ Key: KEY, Code: 'AccessDenied' }] };
      deleted.push(...Delete.Objects);
      return {};
    }
    return KeyMarker === undefined
      ? {
          Versions: [{ Key: KEY, VersionId: 'v2', IsLatest: false }],
          IsTruncated: true,
          NextKeyMarker: KEY,
          NextVersionIdMarker: 'v2',
        }
      : { DeleteMarkers: [{ Key: KEY, VersionId: 'v3', IsLatest: true }], IsTruncated: false };
  };
  return { place: rawVersions({ client: { send } as unknown as S3Client, bucket: 'lake' }), deleted };
}

describe('raw documents in S3', () => {
  it('go version by version and page by page, delete markers too', async () => {
    const { place, deleted } = bucketOf(false);
    expect(await place.erase(planOf({ calls: new Set(['call-1']) }))).toBe(2);
    expect(deleted).toEqual([
      { Key: KEY, VersionId: 'v2' },
      { Key: KEY, VersionId: 'v3' },
    ]);
  });

  it('are not done when S3 answers 200 and kept a version', async () => {
    const { place } = bucketOf(true);
    const erasing = place.erase(planOf({ calls: new Set(['call-1']) }));
    await expect(erasing).rejects.toThrow(ErasureIncomplete);
    await expect(erasing).rejects.not.toThrow(/call-1/);
  });
});

it('SPICE is never taken for done', async () => {
  await expect(spice().erase(planOf({}))).rejects.toThrow(PlaceNotConfigured);
  await expect(spice().find(planOf({}))).rejects.toThrow(/SPICE: not configured/);
});

it('backups say for how long they keep what they have', () => {
  expect(backups(35).agesOutAfterDays).toBe(35);
});
