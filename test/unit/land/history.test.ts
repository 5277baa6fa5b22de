import { describe, expect, it } from 'vitest';
import { type CallDocument, type Review, sealDocument } from '../../../pipeline/contract/index.ts';
import { CallUnreadable, landCall, rescore } from '../../../pipeline/land/index.ts';
import { countTurns, makeLake, offer, quoting, transcript } from './scene.ts';

const REVIEW: Review = {
  review_id: 'r1',
  evaluation_id: 'c1:1',
  form_id: 'turns',
  form_version: 1,
  attempt: 1,
  criterion_id: 'greeting',
  kind: 'override',
  reviewer_id: 'qa-1',
  reviewed_at: '2026-05-02T00:00:00.000Z',
  outcome: 'fail',
  score: 0,
  max_score: 1,
  comment: null,
};

/** The document that was written last. */
const newest = ({ objects }: ReturnType<typeof makeLake>): CallDocument =>
  JSON.parse(Buffer.from([...objects.values()].at(-1) ?? '').toString()) as CallDocument;

describe('rescoring', () => {
  it('leaves a call alone whose document was taken back', async () => {
    const lake = makeLake();
    await landCall(lake.ports, offer(transcript({ call_id: 'c1' })));
    lake.objects.clear();
    expect(await rescore(lake.ports, 'c1')).toBe('left');
  });

  it('lands nothing when there is no form', async () => {
    const lake = makeLake();
    await landCall(lake.ports, offer(transcript({ call_id: 'c1' })));
    expect(await rescore(lake.ports, 'c1')).toBe('left');
    expect(await rescore(lake.ports, 'nobody')).toBe('left');
    expect(lake.objects.size).toBe(1);
  });
});

describe('a file whose document', () => {
  it.each([
    [
      'is damaged',
      (lake: ReturnType<typeof makeLake>, key: string) => lake.objects.set(key, Buffer.from('{')),
    ],
    ['is gone', (lake: ReturnType<typeof makeLake>, key: string) => lake.objects.delete(key)],
  ])('%s lands again when it is offered again, and then is a duplicate', async (_, harm) => {
    const lake = makeLake();
    const file = offer(transcript({ call_id: 'c1' }));
    await landCall(lake.ports, file);
    const [key = ''] = lake.objects.keys();
    harm(lake, key);
    expect(await landCall(lake.ports, file)).toMatchObject({ status: 'landed', callId: 'c1' });
    expect(newest(lake)).toMatchObject({ call_id: 'c1', started_at: '2026-05-01T12:00:00.000Z' });
    expect(await landCall(lake.ports, file)).toMatchObject({ status: 'duplicate' });
  });

  it('is damaged is still a duplicate where another file has landed for its call since', async () => {
    const lake = makeLake();
    const file = offer(transcript({ call_id: 'c1' }));
    await landCall(lake.ports, file);
    const [key = ''] = lake.objects.keys();
    await landCall(lake.ports, offer(transcript({ call_id: 'c1', channel: 'chat' }), null, '/inbox/b.json'));
    lake.objects.delete(key);
    expect(await landCall(lake.ports, file)).toMatchObject({ status: 'duplicate' });
  });
});

describe('the history of a call', () => {
  const scores = ({ evaluations }: CallDocument) =>
    evaluations.map(({ attempt, total_score }) => [attempt, total_score]);
  const longer = { turns: [1, 2, 3].map((n) => ({ speaker: 'AGENT', text: `turn ${n}` })), call_id: 'c1' };

  it('keeps the evaluations of the revision before when other content arrives, as earlier attempts', async () => {
    const lake = makeLake();
    const ports = { ...lake.ports, score: countTurns };
    await landCall(ports, offer(transcript({ call_id: 'c1' })));
    await landCall(ports, offer(transcript(longer)));
    expect(lake.documents().map(scores)).toEqual([
      [[1, 2]],
      [
        [1, 2],
        [2, 3],
      ],
    ]);
  });

  it('gains nothing from a scoring that says the same, unless somebody asked for it', async () => {
    const lake = makeLake();
    const ports = { ...lake.ports, score: countTurns };
    await landCall(ports, offer(transcript({ call_id: 'c1' }), { queue: 'sales' }));
    await landCall(ports, offer(transcript({ call_id: 'c1' }), { queue: 'support' }));
    expect(lake.documents().map(scores)).toEqual([[[1, 2]], [[1, 2]]]);
    expect(await rescore(ports, 'c1')).toBe('scored');
    expect(lake.documents().map(scores).at(-1)).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('is taken from the newest revision that can be read, and no number of an attempt is given again', async () => {
    const lake = makeLake();
    const ports = { ...lake.ports, score: countTurns };
    await landCall(ports, offer(transcript({ call_id: 'c1' })));
    await landCall(ports, offer(transcript(longer)));
    const [, damaged = ''] = lake.objects.keys();
    lake.objects.set(damaged, Buffer.from('{'));
    const landed = await landCall(ports, offer(transcript({ call_id: 'c1', queue: 'vip', turns: [] })));
    expect(scores(newest(lake))).toEqual([
      [1, 2],
      [3, 0],
    ]);
    expect(landed).toMatchObject({
      warnings: [
        `an earlier document of the call cannot be read: scores and reviews that only it held are not taken over (${damaged})`,
      ],
    });
  });

  it('keeps the reviews of the newest revision that can be read', async () => {
    const lake = makeLake();
    await landCall(lake.ports, offer(transcript({ call_id: 'c1' })));
    const [first] = lake.documents();
    const [key = ''] = lake.objects.keys();
    lake.objects.set(key, sealDocument({ ...(first as CallDocument), reviews: [REVIEW] }));
    await landCall(lake.ports, offer(transcript(longer)));
    const [, gone = ''] = lake.objects.keys();
    lake.objects.delete(gone);
    expect(await landCall(lake.ports, offer(transcript({ ...longer, queue: 'vip' })))).toMatchObject({
      warnings: [expect.stringContaining('an earlier document of the call is gone')],
    });
    expect(newest(lake).reviews).toEqual([REVIEW]);
  });

  it('begins anew where no revision can be read, and numbers on', async () => {
    const lake = makeLake();
    const ports = { ...lake.ports, score: countTurns };
    await landCall(ports, offer(transcript({ call_id: 'c1' })));
    for (const key of lake.objects.keys()) lake.objects.set(key, Buffer.from('{'));
    await landCall(ports, offer(transcript(longer)));
    expect(scores(newest(lake))).toEqual([[2, 3]]);
  });

  it('is not held against another transcript: quotes stay as they were said, and are not verified any more', async () => {
    const lake = makeLake();
    const quote = { turn: 0, start_ms: 0, offset: 0, quote: 'Good morning', verified: true };
    const ports = { ...lake.ports, score: () => quoting(quote) };
    await landCall(ports, offer(transcript({ call_id: 'c1' })));
    await landCall({ ...ports, score: countTurns }, offer(transcript(longer)));
    expect(newest(lake).evaluations[0]).toEqual(
      quoting({ ...quote, start_ms: null, offset: null, verified: false }),
    );
  });
});

describe('scoring again a call whose newest document is damaged', () => {
  const damageLast = (lake: ReturnType<typeof makeLake>): void => {
    lake.objects.set([...lake.objects.keys()].at(-1) ?? '', Buffer.from('{'));
  };

  it('takes an older one of the same content, and numbers on', async () => {
    const lake = makeLake();
    const ports = { ...lake.ports, score: countTurns };
    await landCall(ports, offer(transcript({ call_id: 'c1' })));
    await rescore(ports, 'c1');
    damageLast(lake);
    expect(await rescore(ports, 'c1')).toBe('scored');
    expect(newest(lake).evaluations.map(({ attempt }) => attempt)).toEqual([1, 3]);
  });

  it.each([
    ['content', transcript({ call_id: 'c1', queue: 'vip' }), null],
    ['facts', transcript({ call_id: 'c1' }), { queue: 'vip' }],
  ])('says so where the older one has other %s, and hides nothing', async (_, bytes, sidecar) => {
    const lake = makeLake();
    const ports = { ...lake.ports, score: countTurns };
    await landCall(ports, offer(transcript({ call_id: 'c1' })));
    await landCall(ports, offer(bytes, sidecar));
    damageLast(lake);
    await expect(rescore(ports, 'c1')).rejects.toThrow(CallUnreadable);
    expect(lake.objects.size).toBe(2);
  });
});
