import { describe, expect, it } from 'vitest';
import type { Tenant } from '../../../pipeline/contract/index.ts';
import { landCall, type OfferedIdentity, rescore } from '../../../pipeline/land/index.ts';
import { makeLake, NOTHING_ERASED, offer, tenant, transcript } from './scene.ts';

describe('landing a call', () => {
  it('writes one document under the tenant and the UTC day on which the call started', async () => {
    const lake = makeLake();
    await landCall(
      lake.ports,
      offer(transcript(), { call_id: 'c:1', started_at: '2026-04-30T23:30:00-02:00' }),
    );
    expect([...lake.objects.keys()]).toEqual([
      expect.stringMatching(
        /^raw\/calls\/tenant_id=acme\/dt=2026-05-01\/c%3A1\.20260501T120000000Z-[0-9a-f]{8}\.json$/,
      ),
    ]);
    expect(lake.documents()[0]).toMatchObject({
      tenant_id: 'acme',
      call_id: 'c:1',
      started_at: '2026-05-01T01:30:00.000Z',
      started_at_origin: 'sidecar',
      evaluations: [],
      unscored_reason: 'the tenant has no published form',
    });
  });

  it('takes the same content again as a duplicate, however often and whenever', async () => {
    const lake = makeLake();
    const first = await landCall(lake.ports, offer(transcript()));
    lake.clock.now = new Date('2026-06-01T00:00:00.000Z');
    const again = await landCall(lake.ports, offer(transcript(), null, '/elsewhere/b.json'));
    expect([first.status, again.status, lake.objects.size]).toEqual(['landed', 'duplicate', 1]);
  });

  it('takes a changed sidecar as a new revision, and the sidecar of before as another', async () => {
    const lake = makeLake();
    const statuses = [];
    for (const team of ['Billing', 'Billing', 'Sales', 'Billing']) {
      const landed = await landCall(
        lake.ports,
        offer(transcript({ call_id: 'c1' }), { agent: { id: 'a1', team } }),
      );
      statuses.push(landed.status);
    }
    expect(statuses).toEqual(['landed', 'duplicate', 'landed', 'landed']);
    expect(lake.documents().map((document) => document.agent?.team)).toEqual(['Billing', 'Sales', 'Billing']);
    const revisions = lake.documents().map((document) => document.revision);
    expect(new Set(revisions).size).toBe(3);
  });

  it('does not flip between two files that share a call id when both are offered again', async () => {
    const lake = makeLake();
    const [one, two] = [transcript({ call_id: 'c1' }), transcript({ call_id: 'c1', queue: 'vip' })];
    const statuses = [];
    for (const bytes of [one, two, one, two])
      statuses.push((await landCall(lake.ports, offer(bytes))).status);
    expect(statuses).toEqual(['landed', 'landed', 'duplicate', 'duplicate']);
  });

  it('starts a call that says no start at its first ingest, also in later revisions', async () => {
    const lake = makeLake();
    await landCall(lake.ports, offer(transcript({ call_id: 'c1' })));
    lake.clock.now = new Date('2026-05-09T00:00:00.000Z');
    await landCall(lake.ports, offer(transcript({ call_id: 'c1' }), { queue: 'late' }));
    expect(
      lake.documents().map(({ started_at, started_at_origin }) => [started_at, started_at_origin]),
    ).toEqual([
      ['2026-05-01T12:00:00.000Z', 'first_ingest'],
      ['2026-05-01T12:00:00.000Z', 'first_ingest'],
    ]);
  });

  it.each([
    [
      'sidecar',
      { started_at: '2026-01-01T00:00:00Z' },
      { started_at: '2026-02-02T00:00:00Z' },
      '2026-01-01T00:00:00.000Z',
    ],
    ['vendor', {}, { started_at: '2026-02-02T00:00:00Z' }, '2026-02-02T00:00:00.000Z'],
    ['option', {}, {}, '2026-03-03T00:00:00.000Z'],
  ])('prefers the start of the %s', async (origin, sidecar, vendor, expected) => {
    const lake = makeLake();
    await landCall(lake.ports, {
      ...offer(transcript(vendor), sidecar),
      startedAt: '2026-03-03T00:00:00.000Z',
    });
    expect(lake.documents()[0]).toMatchObject({ started_at: expected, started_at_origin: origin });
  });

  it('names a call without any id by the hash of its content', async () => {
    const lake = makeLake();
    await landCall(lake.ports, offer(transcript()));
    const [document] = lake.documents();
    expect(document?.source.content_sha256.startsWith(document.call_id)).toBe(true);
    expect(document?.call_id).toHaveLength(32);
  });

  it('lets the sidecar win field by field', async () => {
    const lake = makeLake();
    const vendor = { agent: { id: 'v1', name: 'Vendor Name' }, queue: 'vendor', customer: { ref: 'v' } };
    await landCall(lake.ports, offer(transcript(vendor), { agent: { id: 's1', team: 'Sidecar' } }));
    expect(lake.documents()[0]).toMatchObject({
      agent: { id: 's1', name: 'Vendor Name', team: 'Sidecar' },
      queue: 'vendor',
      customer: { ref: 'v' },
    });
  });

  it('takes back the call of a file whose sidecar gives it another id', async () => {
    const lake = makeLake();
    await landCall(lake.ports, offer(transcript()));
    await landCall(lake.ports, offer(transcript(), { call_id: 'proper-id' }));
    expect(lake.documents().map((document) => document.call_id)).toEqual(['proper-id']);
    expect(lake.kept.map(({ record }) => record.code)).toEqual(['renamed']);
    expect(JSON.parse(Buffer.from(lake.kept[0]?.bytes ?? []).toString())).toMatchObject({
      tenant_id: 'acme',
    });
  });
});

describe('files that change places and sidecars', () => {
  it('leave the lake alone when two copies with different sidecars are offered again', async () => {
    const lake = makeLake();
    const bytes = transcript({ call_id: 'c1' });
    const statuses = [];
    for (const _ of [1, 2]) {
      statuses.push((await landCall(lake.ports, offer(bytes, { queue: 'a' }, '/one/a.json'))).status);
      statuses.push((await landCall(lake.ports, offer(bytes, null, '/two/a.json'))).status);
    }
    expect(statuses).toEqual(['landed', 'landed', 'duplicate', 'duplicate']);
  });

  it('take back what one of two files landed under an id that they shared, and leave the other', async () => {
    const lake = makeLake();
    await landCall(lake.ports, offer(transcript({ call_id: 'c1' }), null, '/a.json'));
    const other = transcript({ call_id: 'c1', queue: 'other' });
    await landCall(lake.ports, offer(other, null, '/b.json'));
    await landCall(lake.ports, offer(other, { call_id: 'c2' }, '/b.json'));
    expect(lake.documents().map(({ call_id, source }) => [call_id, source.uri])).toEqual([
      ['c1', '/a.json'],
      ['c2', '/b.json'],
    ]);
    expect((await landCall(lake.ports, offer(transcript({ call_id: 'c1' }), null, '/a.json'))).status).toBe(
      'duplicate',
    );
  });

  it('take back the call under its old id when an ingest was killed before it could', async () => {
    const lake = makeLake();
    const proper = offer(transcript(), { call_id: 'proper-id' });
    await landCall(lake.ports, offer(transcript()));
    const killed = { ...lake.ports.raw, get: () => Promise.reject(new Error('killed')) };
    await expect(landCall({ ...lake.ports, raw: killed }, proper)).rejects.toThrow('killed');
    expect(lake.documents()).toHaveLength(2);
    expect((await landCall(lake.ports, proper)).status).toBe('duplicate');
    expect(lake.documents().map((document) => document.call_id)).toEqual(['proper-id']);
  });

  it('finish taking it back when an ingest was killed in between', async () => {
    const lake = makeLake();
    const proper = offer(transcript(), { call_id: 'proper-id' });
    await landCall(lake.ports, offer(transcript()));
    const forget = () => {
      throw new Error('killed');
    };
    const killed = { ...lake.ports, index: { ...lake.ports.index, forget } };
    await expect(landCall(killed, proper)).rejects.toThrow('killed');
    expect((await landCall(lake.ports, proper)).status).toBe('duplicate');
    expect(lake.documents().map((document) => document.call_id)).toEqual(['proper-id']);
    expect(lake.kept.map(({ record }) => record.code)).toEqual(['renamed']);
  });
});

describe('a call that says no start', () => {
  it('keeps the start of its first ingest when its sidecar gives it another id', async () => {
    const lake = makeLake();
    await landCall(lake.ports, offer(transcript()));
    lake.clock.now = new Date('2026-05-09T00:00:00.000Z');
    await landCall(lake.ports, offer(transcript(), { call_id: 'proper-id' }));
    expect(lake.documents().map(({ started_at }) => started_at)).toEqual(['2026-05-01T12:00:00.000Z']);
  });
});

describe('what cannot land', () => {
  it.each([
    ['broken JSON', Buffer.from('{"turns": ['), null, 'not_json'],
    ['a broken sidecar', transcript(), { call_id: 'a/b' }, 'bad_sidecar'],
    ['an unknown shape', Buffer.from('{"hello": 1}'), null, 'unknown_format'],
    ['nothing', Buffer.alloc(0), null, 'empty'],
  ])('is kept with its bytes and the reason: %s', async (_, bytes, sidecar, code) => {
    const lake = makeLake();
    const landed = await landCall(lake.ports, offer(bytes, sidecar));
    expect(landed).toMatchObject({ status: 'quarantined', code });
    expect(lake.objects.size).toBe(0);
    expect(lake.kept).toHaveLength(1);
    expect(Buffer.compare(lake.kept[0]?.bytes ?? Buffer.alloc(1), bytes)).toBe(0);
    expect(lake.kept[0]?.record).toMatchObject({ code, path: '/inbox/a.json', size_bytes: bytes.byteLength });
  });

  it('is content that names another tenant', async () => {
    const lake = makeLake();
    const result = {
      tenant_id: 'globex',
      call_id: 'c1',
      call_date: '2026-01-01',
      qa_evaluation: {},
      ai_summary: {},
      source: {},
    };
    const landed = await landCall(lake.ports, offer(Buffer.from(JSON.stringify(result))));
    expect(landed).toMatchObject({ status: 'quarantined', code: 'wrong_tenant' });
  });

  it('never takes the batch down with it, but a failing store does', async () => {
    const lake = makeLake();
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const ports = { ...lake.ports, raw: { ...lake.ports.raw, put: () => Promise.reject(full) } };
    await expect(landCall(ports, offer(transcript()))).rejects.toBe(full);
    expect(lake.kept).toEqual([]);
  });
});

describe('landing what was erased', () => {
  const refusing = (erased: (offered: OfferedIdentity) => boolean) => {
    const lake = makeLake();
    const refuses = (_: Tenant, offered: OfferedIdentity) =>
      erased(offered) ? 'erased: gone for good' : null;
    return { ...lake, ports: { ...lake.ports, erased: { ...NOTHING_ERASED, refuses } } };
  };

  it('keeps no document and no bytes, and says why', async () => {
    const lake = refusing(({ callId }) => callId === 'c1');
    const landed = await landCall(lake.ports, offer(transcript(), { call_id: 'c1' }));
    expect(landed).toEqual({ status: 'erased', reason: 'erased: gone for good' });
    expect([lake.objects.size, lake.kept.length]).toEqual([0, 0]);
    expect((await landCall(lake.ports, offer(transcript(), { call_id: 'c2' }))).status).toBe('landed');
  });

  it('asks by content, by start, and by what nobody can read', async () => {
    const asked: OfferedIdentity[] = [];
    const lake = refusing((offered) => asked.push(offered) < 0);
    await landCall(lake.ports, offer(transcript(), { call_id: 'c1', started_at: '2026-04-01T00:00:00Z' }));
    await landCall(lake.ports, offer(Buffer.from('{"cut'), { call_id: 'c1' }));
    expect(asked[0]).toMatchObject({ callId: 'c1', startedAt: '2026-04-01T00:00:00.000Z', unread: [] });
    expect(asked[0]?.contentSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(asked.at(-1)).toMatchObject({ callId: null, startedAt: null });
    expect(asked.at(-1)?.unread.map((bytes) => Buffer.from(bytes).toString())).toEqual([
      'a',
      '{"cut',
      '{"call_id":"c1"}',
    ]);
  });

  it('keeps nothing in quarantine of what nobody can read', async () => {
    const lake = refusing(({ unread }) => unread.length > 0);
    expect((await landCall(lake.ports, offer(Buffer.from('{"cut')))).status).toBe('erased');
    expect(lake.kept).toEqual([]);
  });

  it('takes a document back when the call is erased while it is written', async () => {
    let erasedNow = false;
    const lake = refusing(() => erasedNow);
    const put = lake.ports.raw.put;
    const raw = {
      ...lake.ports.raw,
      put: async (key: string, bytes: Uint8Array) => {
        await put(key, bytes);
        erasedNow = true;
      },
    };
    const landed = await landCall({ ...lake.ports, raw }, offer(transcript(), { call_id: 'c1' }));
    expect(landed.status).toBe('erased');
    expect(lake.objects.size).toBe(0);
    expect(lake.ports.index.ofCall(tenant.tenant_id, 'c1')).toEqual([]);
  });

  it('scores no call again that is not to be there', async () => {
    let erasedNow = false;
    const lake = refusing(() => erasedNow);
    await landCall(lake.ports, offer(transcript(), { call_id: 'c1' }));
    erasedNow = true;
    expect(await rescore(lake.ports, 'c1')).toBe('left');
    expect(lake.objects.size).toBe(1);
  });
});
