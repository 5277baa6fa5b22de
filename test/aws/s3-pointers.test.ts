import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bucket, listObjects, s3Pointers, sweepSnapshots } from '../../etl/publish/aws/index.ts';
import { lineOf, type Pointer, pointerKey } from '../../etl/publish/pointer.ts';
import { PointerLost, PointerRefused } from '../../etl/publish/pointer-errors.ts';
import { publishPeriods } from '../../etl/publish/pointer-publish.ts';
import { readForPlan, type StoredPointer } from '../../etl/publish/pointer-store.ts';
import { parseTenantId, type TenantId } from '../../pipeline/contract/index.ts';
import { SDK, startAws } from './aws-local.ts';
import { type FakeAnswer, httpFake } from './http-fake.ts';

const ACME = parseTenantId('acme');
const NOW = new Date('2026-07-03T02:00:00.000Z');
const aws = startAws(4593);
afterAll(() => aws?.stop());

const clientOf = (endpoint: string, maxAttempts = 3): S3Client =>
  new S3Client({ ...SDK, endpoint, forcePathStyle: true, maxAttempts });

const forget = async () => {};

const pointer = (version: number, runId: string, tenantId: TenantId = ACME): Pointer => ({
  pointer_version: 1,
  tenant_id: tenantId,
  period: '2026-07-02',
  entries: [
    {
      version,
      run_id: runId,
      snapshot: `${runId}.0`,
      tables: {
        calls: { rows: 2, bytes: 100, sha256: 'ab'.repeat(32) },
        turns: { rows: 9, bytes: 1, sha256: null },
      },
      published_at: NOW.toISOString(),
      since: NOW.toISOString(),
      change: null,
    },
  ],
});

const kinds = [
  ['that checks conditions', aws?.endpoint],
  ['that checks conditions and signatures', aws?.strictS3],
] as const;

for (const [kind, endpoint] of kinds) {
  if (aws && !endpoint) process.stderr.write(`S3 ${kind}: skipped, it could not be built\n`);
  describe.skipIf(!endpoint)(`pointers in an S3 ${kind}`, () => {
    const place: Bucket = { client: clientOf(endpoint ?? ''), bucket: 'lake' };
    const pointers = s3Pointers(place);
    const sweep = (tenantId: TenantId, now: Date) => sweepSnapshots(place, tenantId, { now, forget });
    beforeAll(async () => void (await place.client.send(new CreateBucketCommand({ Bucket: 'lake' }))));

    test('of twenty that publish at once exactly one succeeds, for every version', async () => {
      const tenant = parseTenantId('race');
      let before: StoredPointer | null = null;
      for (let version = 1; version <= 8; version += 1) {
        const etag: string | null = before === null ? null : (before as StoredPointer).etag;
        const ends = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) =>
            pointers.write(pointer(version, `run-${version}-${index}`, tenant), etag),
          ),
        );
        const won = ends.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
        expect(won).toHaveLength(1);
        for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(PointerLost);
        before = await pointers.read(tenant, '2026-07-02');
        expect(before?.pointer).toEqual(pointer(version, `run-${version}-${won[0]}`, tenant));
      }
    });

    test('a pointer that is gone, or was never there, is lost to who expects one', async () => {
      const tenant = parseTenantId('gone');
      await expect(pointers.write(pointer(2, 'run'), '"0123456789abcdef0123456789abcdef"')).rejects.toThrow(
        PointerLost,
      );
      expect(await pointers.read(tenant, '2026-07-02')).toBeNull();
    });

    test('a publication of several periods is there as a whole after one more write', async () => {
      const tenantId = parseTenantId('several');
      const periods = ['2026-07-02', '2026-07-03'].map((period) => ({
        period,
        snapshot: 's',
        tables: {},
        before: null,
      }));
      const since = await publishPeriods(
        pointers,
        { tenantId, runId: 'r', change: 'r-1', periods },
        { now: () => NOW },
      );
      expect(await pointers.readChange(tenantId, 'r-1')).toMatchObject({
        outcome: 'committed',
        since: since.toISOString(),
      });
      expect((await pointers.list(tenantId)).map(({ pointer: { period } }) => period)).toEqual([
        '2026-07-02',
        '2026-07-03',
      ]);
    });

    test('of two that decide on a change both learn the same', async () => {
      const change = { change: 'c', tenant_id: ACME, since: NOW.toISOString() };
      const ends = await Promise.all([
        pointers.decide({ ...change, outcome: 'committed' }),
        pointers.decide({ ...change, outcome: 'aborted' }),
      ]);
      expect(ends[0]).toEqual(ends[1]);
      expect(await pointers.readChange(ACME, 'c')).toEqual(ends[0]);
    });

    test('lists over pages, and refuses a damaged pointer', async () => {
      const tenant = parseTenantId('pages');
      const put = (Key: string, Body: string) =>
        place.client.send(new PutObjectCommand({ Bucket: 'lake', Key, Body }));
      for (let first = 0; first < 1100; first += 50)
        await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            put(
              `curated/calls/tenant_id=pages/period=2026-07-02/s/${String(first + index).padStart(5, '0')}`,
              'x',
            ),
          ),
        );
      const keys: string[] = [];
      for await (const { key } of listObjects(place, 'curated/calls/tenant_id=pages/')) keys.push(key);
      expect(new Set(keys).size).toBe(1100);
      expect(keys).toEqual([...keys].sort());
      await put(pointerKey(tenant, '2026-07-02'), '{"pointer_version":1}');
      await expect(pointers.list(tenant)).rejects.toThrow(PointerRefused);
      const tomorrow = new Date(Date.now() + 86_500_000);
      await expect(sweep(tenant, tomorrow)).rejects.toThrow(PointerRefused);
      await put(pointerKey(tenant, '2026-07-02'), lineOf(pointer(1, 'run', tenant)));
      expect(await sweep(tenant, new Date())).toEqual({ objects: 0, snapshots: [] });
      expect(await sweep(tenant, tomorrow)).toEqual({
        objects: 1100,
        snapshots: [{ table: 'calls', period: '2026-07-02', snapshot: 's' }],
      });
    });

    test('sweeps what was replaced an hour ago and keeps what a query may still read', async () => {
      const tenantId = parseTenantId('swept');
      const hours = (count: number) => ({ now: () => new Date(NOW.getTime() + count * 3_600_000) });
      const put = (snapshot: string) =>
        place.client.send(
          new PutObjectCommand({
            Bucket: 'lake',
            Key: `curated/calls/tenant_id=swept/period=2026-07-02/${snapshot}/part-0.parquet`,
            Body: snapshot,
          }),
        );
      const publish = async (snapshot: string, clock: { now(): Date }) => {
        await put(snapshot);
        const before = await readForPlan(pointers, { tenantId, period: '2026-07-02' }, clock.now());
        const periods = [{ period: '2026-07-02', snapshot, tables: {}, before }];
        await publishPeriods(pointers, { tenantId, runId: snapshot, change: snapshot, periods }, clock);
      };
      await publish('s-1', hours(0));
      await publish('s-2', hours(1));
      await put('s-unnamed');
      expect((await sweep(tenantId, hours(1.5).now())).objects).toBe(0);
      const { snapshots } = await sweep(tenantId, hours(2.1).now());
      expect(snapshots).toEqual([{ table: 'calls', period: '2026-07-02', snapshot: 's-1' }]);
      const kept: string[] = [];
      for await (const { key } of listObjects(place, 'curated/calls/tenant_id=swept/'))
        kept.push(key.split('/')[4] ?? '');
      expect(kept).toEqual(['s-2', 's-unnamed']);
    });

    test('a pointer object is one line of JSON that names everything', async () => {
      const tenant = parseTenantId('text');
      await pointers.write(pointer(1, 'run', tenant), null);
      const { Body, ContentType } = await place.client.send(
        new GetObjectCommand({
          Bucket: 'lake',
          Key: 'curated/pointers/tenant_id=text/period=2026-07-02.json',
        }),
      );
      expect(ContentType).toBe('application/json');
      expect(await Body?.transformToString()).toBe(`${JSON.stringify(pointer(1, 'run', tenant))}\n`);
    });
  });
}

describe('what S3 answers to a conditional write', () => {
  const xml = (status: number, code: string): FakeAnswer => ({
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`,
  });
  const stands = (value: Pointer): FakeAnswer => ({
    status: 200,
    headers: { etag: '"e"' },
    body: lineOf(value),
  });
  const mine = pointer(2, 'mine');
  const writing = async (answer: FakeAnswer, then: FakeAnswer, expected: string | null = '"old"') => {
    await using fake = await httpFake(({ method }) => (method === 'PUT' ? answer : then));
    const ended = await s3Pointers({ client: clientOf(fake.url, 1), bucket: 'lake' })
      .write(mine, expected)
      .then(
        () => 'written',
        (error: unknown) => error,
      );
    return { ended, condition: fake.seen[0]?.headers['if-match'] ?? fake.seen[0]?.headers['if-none-match'] };
  };

  test.each([
    [409, 'ConditionalRequestConflict'],
    [412, 'PreconditionFailed'],
    [404, 'NoSuchKey'],
  ])('%i %s means lost, read again', async (status, code) => {
    const { ended, condition } = await writing(xml(status, code), stands(pointer(2, 'theirs')));
    expect(ended).toBeInstanceOf(PointerLost);
    expect(ended).toMatchObject({ code: 'pointer_lost', retryable: true });
    expect(condition).toBe('"old"');
  });

  test('412 to a write that stands already means that the client repeated it and won', async () => {
    expect(await writing(xml(412, 'PreconditionFailed'), stands(mine), null)).toEqual({
      ended: 'written',
      condition: '*',
    });
  });

  test.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
    [500, 'InternalError'],
  ])('%i %s is no lost race', async (status, code) => {
    const { ended } = await writing(xml(status, code), stands(mine));
    expect(ended).toBeInstanceOf(Error);
    expect(ended).not.toBeInstanceOf(PointerLost);
  });

  test('an error in the middle of a listing is an error of the listing', async () => {
    const page = `<?xml version="1.0"?><ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>
      <Contents><Key>a</Key><LastModified>2026-07-02T00:00:00.000Z</LastModified><Size>1</Size></Contents></ListBucketResult>`;
    await using fake = await httpFake((_, number) =>
      number === 0
        ? { status: 200, headers: { 'content-type': 'application/xml' }, body: page }
        : xml(500, 'InternalError'),
    );
    const keys: string[] = [];
    const listing = async () => {
      for await (const { key } of listObjects({ client: clientOf(fake.url, 1), bucket: 'lake' }, ''))
        keys.push(key);
    };
    await expect(listing()).rejects.toThrow();
    expect(keys).toEqual(['a']);
  });
});
