import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import {
  type Bucket,
  exportVersions,
  quarantineVersions,
  queryResults,
  rawVersions,
} from '../../../etl/erase/aws/index.ts';
import { ErasureIncomplete, erase, type Trace } from '../../../etl/erase/index.ts';
import { S3InMemory } from '../../support/s3-memory.ts';
import { ACME, hashOf, NOW, planOf, type SceneDocument, scene } from './scene.ts';

const RAW = 'raw/calls/tenant_id=acme/dt=2026-06-10/';
const key = (callId: string): string => `${RAW}${callId}.20260601T000000000Z-00000000.json`;
const CALL: SceneDocument = { callId: 'call-100', dt: '2026-06-10', content: 'a' };
const CALL_100 = { tenantId: ACME, selector: { kind: 'call', value: 'call-100' }, now: NOW } as const;
const EXPORTS = 'exports/tenant_id=acme/';

/** A bucket that answers one command with an error. */
function failing(s3: S3InMemory, name: string, error: Error): Bucket {
  const send = async (command: object) => {
    if (command.constructor.name === name) throw error;
    return s3.client.send(command as Parameters<typeof s3.client.send>[0]);
  };
  return { bucket: s3.bucket, client: { send } as unknown as Bucket['client'] };
}
const says = (name: string, httpStatusCode: number): S3ServiceException =>
  new S3ServiceException({
    name,
    message: `not ${key('call-100')}`,
    $fault: 'client',
    $metadata: { httpStatusCode },
  });

describe('an S3 that refuses', () => {
  it('to list keeps no other place from being emptied, and no key stands in what is said', async () => {
    const s3 = new S3InMemory();
    s3.put('query-results/1.csv', 'call-100');
    const denied = failing(s3, 'ListMultipartUploadsCommand', says('AccessDenied', 403));
    const places = [exportVersions(denied, () => EXPORTS), queryResults(s3, () => 'query-results/')];
    const erasing = erase(scene({ documents: [CALL] }, places).ports, CALL_100);
    await expect(erasing).rejects.toThrow(ErasureIncomplete);
    await expect(erasing).rejects.toThrow(/^erase: exports, all versions: S3 refused \(AccessDenied\)$/);
    expect(s3.left()).toEqual([]);
  });

  it('a whole request of deletions keeps the others from nothing', async () => {
    const s3 = new S3InMemory();
    s3.put(key('call-100'), 'text');
    s3.upload(key('call-100'));
    const denied = failing(s3, 'DeleteObjectsCommand', says('AccessDenied', 403));
    await expect(rawVersions(denied).erase(planOf({ calls: new Set(['call-100']) }))).rejects.toThrow(
      /S3 kept 1 versions or uploads \(AccessDenied\)$/,
    );
    expect(s3.left()).toEqual([`${key('call-100')}: text`]);
  });

  it('to give up an upload that is gone is done', async () => {
    const s3 = new S3InMemory();
    s3.upload(key('call-100'));
    const gone = failing(s3, 'AbortMultipartUploadCommand', says('NoSuchUpload', 404));
    expect(await rawVersions(gone).erase(planOf({ calls: new Set(['call-100']) }))).toBe(1);
  });

  it('to answer at all proves nothing: the failure ends it', async () => {
    const s3 = new S3InMemory();
    s3.put(`${EXPORTS}june.csv`, 'text');
    const broken = failing(s3, 'GetObjectCommand', new Error('ECONNRESET'));
    const exports = exportVersions(broken, () => EXPORTS);
    await expect(exports.erase(planOf({}))).rejects.toThrow('ECONNRESET');
  });
});

describe('an erasure of one call', () => {
  const results = (body: string) => {
    const s3 = new S3InMemory();
    s3.put('query-results/1.csv', body);
    return { s3, place: queryResults(s3, () => 'query-results/') };
  };

  it('that nobody knows leaves no tombstone although something lies where all is emptied', async () => {
    const { s3, place } = results('call-200,call-100.5');
    const { ports, buried } = scene({ documents: [{ ...CALL, callId: 'call-100.5' }] }, [place]);
    expect(await erase(ports, CALL_100)).toMatchObject({ erased: false });
    expect(buried.size).toBe(0);
    expect(s3.left()).toHaveLength(1);
  });

  it('finds it where all is emptied and nowhere else', async () => {
    const { s3, place } = results('call-100');
    expect(await erase(scene({ documents: [] }, [place]).ports, CALL_100)).toMatchObject({ proven: true });
    expect(s3.left()).toEqual([]);
  });

  it('goes past a place that may not be read, and is not done', async () => {
    const { s3 } = results('call-100');
    const denied = failing(s3, 'ListObjectVersionsCommand', says('AccessDenied', 403));
    const { ports, buried } = scene({ documents: [CALL] }, [queryResults(denied, () => 'query-results/')]);
    await expect(erase(ports, CALL_100)).rejects.toThrow(ErasureIncomplete);
    expect(buried).toContain('call call-100');
  });
});

describe('what is chosen and found in S3', () => {
  it('is an object with the content of a call, whatever it is called', async () => {
    const s3 = new S3InMemory();
    s3.put(`${RAW}copy.bin`, 'content');
    const sha256 = 'ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73';
    expect(await rawVersions(s3).erase(planOf({ contents: new Set([sha256]) }))).toBe(1);
  });

  it('is the content of an older version, under whose name it may lie', async () => {
    const s3 = new S3InMemory();
    const { ports } = scene({ documents: [{ ...CALL, content: 'b' }] });
    const bytes = await ports.holdings.read([...scene({ documents: [CALL] }).objects.keys()][0] ?? '');
    s3.put(key('call-100'), Buffer.from(bytes).toString());
    s3.put(key('call-100'), 'newer');
    const traces: Trace[] = [];
    for await (const trace of rawVersions(s3).traces(ACME, () => false)) traces.push(trace);
    expect(traces).toContainEqual({ kind: 'content', value: hashOf('b'), file: key('call-100') });
  });

  it('is a call of which only a delete marker is left, by the day in its key', async () => {
    const s3 = new S3InMemory();
    s3.hide(key('call-7'));
    const selector = { kind: 'before', value: '2026-06-11' } as const;
    const { ports, buried } = scene({ documents: [] }, [rawVersions(s3)]);
    expect(await erase(ports, { ...CALL_100, selector })).toMatchObject({ calls: 1, proven: true });
    expect([...buried]).toEqual(['call call-7']);
    expect(s3.left()).toEqual([]);
  });

  it('is a call of an agent by its current document, not by an older version of it', async () => {
    const s3 = new S3InMemory();
    s3.put(key('call-100'), '{"agent":{"id":"bob"}}');
    s3.put(key('call-100'), 'current');
    const { ports } = scene({ documents: [{ ...CALL, revision: '1', agent: 'ann' }] }, [rawVersions(s3)]);
    const selector = { kind: 'agent', value: 'bob' } as const;
    expect(await erase(ports, { ...CALL_100, selector })).toMatchObject({ erased: false });
  });

  it('is read as it is where nothing is packed', async () => {
    const s3 = new S3InMemory();
    s3.put('quarantine/tenant_id=acme/dt=2026-06-10/q1.bin', '{"call_id":"call-100"}');
    const { client, bucket } = s3;
    const unpack = async function* () {
      yield Buffer.from('call-999');
    };
    const values: string[] = [];
    for await (const { value } of quarantineVersions({ client, bucket, unpack }).traces(ACME, () => false))
      values.push(value);
    expect(values).toContain('call-100');
    expect(values).not.toContain('call-999');
  });
});
