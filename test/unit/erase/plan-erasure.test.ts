import { describe, expect, it } from 'vitest';
import { planErasure, type QuarantinedObject, type Selector } from '../../../etl/erase/index.ts';
import { ACME, hashOf, keyOf, NOW, type SceneDocument, scene } from './scene.ts';

const CALLS: readonly SceneDocument[] = [
  { callId: 'call-1', dt: '2026-05-31', agent: 'ann', customer: 'C-1', content: 'a', path: '/in/1.json' },
  { callId: 'call-2', dt: '2026-06-01', agent: 'bob', customer: 'C-1', content: 'b' },
  { callId: 'call-2', dt: '2026-06-01', revision: '2', agent: 'bob', customer: 'C-2', content: 'b' },
  { callId: 'call-3', dt: '2026-05-30', agent: 'ann', customer: 'C-3', content: 'c' },
  { callId: 'call-3', dt: '2026-06-02', revision: '2', agent: 'bob', customer: 'C-3', content: 'c' },
  { callId: 'call-4', dt: '2026-06-03', bytes: '{"agent":{"id":"ann"},"customer":{"ref":"C-9"' },
];

const plan = (selector: Selector, quarantined: readonly QuarantinedObject[] = [], documents = CALLS) =>
  planErasure(scene({ documents, quarantined }).ports, { tenantId: ACME, selector, now: NOW });

describe('an erasure chooses', () => {
  it.each<[string, Selector, string[]]>([
    ['the call that is named', { kind: 'call', value: 'call-1' }, ['call-1']],
    ['a call that nobody knows: its id may lie somewhere', { kind: 'call', value: 'gone' }, ['gone']],
    [
      'calls of which any revision is of the customer',
      { kind: 'customer', value: 'C-1' },
      ['call-1', 'call-2'],
    ],
    ['calls whose newest revision the agent handled', { kind: 'agent', value: 'bob' }, ['call-2', 'call-3']],
    [
      'damaged documents that name the agent in a field',
      { kind: 'agent', value: 'ann' },
      ['call-1', 'call-4'],
    ],
    ['damaged documents that name the customer', { kind: 'customer', value: 'C-9' }, ['call-4']],
    [
      'calls whose newest revision started before the day',
      { kind: 'before', value: '2026-06-01' },
      ['call-1'],
    ],
    ['nobody, when a part of a name is named', { kind: 'customer', value: 'C' }, []],
    ['everybody', { kind: 'all', value: null }, ['call-1', 'call-2', 'call-3', 'call-4']],
  ])('%s', async (_, selector, expected) => {
    expect([...(await plan(selector)).calls].sort()).toEqual(expected);
  });

  it('the hashes of all content of the calls, and the paths that it came under', async () => {
    const { contents, paths } = await plan({ kind: 'call', value: 'call-1' });
    expect(contents).toContain(hashOf('a'));
    expect([...paths]).toEqual(['/in/1.json']);
  });

  it('no content that a call came from which stays', async () => {
    const twin = { callId: 'twin', dt: '2026-06-01', content: 'a' };
    const { contents } = await plan({ kind: 'call', value: 'call-1' }, [], [...CALLS, twin]);
    expect(contents).not.toContain(hashOf('a'));
  });

  it('what was put back, whatever is named', async () => {
    const { ports, buried } = scene({ documents: CALLS, landedOnly: ['call-9'] });
    for (const call of ['call-3', 'call-9']) buried.add(`call ${call}`);
    const { calls } = await planErasure(ports, {
      tenantId: ACME,
      selector: { kind: 'call', value: 'x' },
      now: NOW,
    });
    expect([...calls].sort()).toEqual(['call-3', 'call-9', 'x']);
  });
});

describe('an erasure chooses from the quarantine', () => {
  const object = (
    id: string,
    parts: Partial<QuarantinedObject> & { text?: string | Uint8Array },
  ): QuarantinedObject => ({
    quarantine_id: id,
    dt: '2026-06-10',
    texts: [],
    path: null,
    content_sha256: null,
    contents: async function* () {
      yield Buffer.from(parts.text ?? '');
    },
    ...parts,
  });
  const chosen = async (selector: Selector, ...objects: QuarantinedObject[]) => [
    ...(await plan(selector, objects)).quarantined,
  ];
  const call: Selector = { kind: 'call', value: 'call-1' };

  it.each<[string, Selector, Parameters<typeof object>[1], boolean]>([
    ['the id in the bytes', call, { text: '{"call_id":"call-1","tu' }, true],
    ['the id in UTF-16', call, { text: Buffer.from('{"call_id":"call-1"', 'utf16le') }, true],
    ['a longer id in the bytes', call, { text: '{"call_id":"call-12"}' }, false],
    ['the id in the key of a raw object', call, { texts: [keyOf(CALLS[0] as SceneDocument)] }, true],
    ['the hash of its content', call, { text: `{"content_sha256":"${hashOf('a')}"}` }, true],
    ['the path that the call came under', call, { path: '/in/1.json' }, true],
    ['another path', call, { path: '/in/10.json' }, false],
    ['the customer in a field', { kind: 'customer', value: 'C-1' }, { text: '{"ref": "C-1", "x' }, true],
    [
      'the customer in a sentence',
      { kind: 'customer', value: 'C-1' },
      { text: '{"text":"my number is C-1"}' },
      false,
    ],
    ['an agent whose id is a number', { kind: 'agent', value: '7' }, { text: '{"agent":{"id": 7,"na' }, true],
    ['a number that begins so', { kind: 'agent', value: '7' }, { text: '{"agent":{"id": 71,"na' }, false],
    ['an arrival before the day', { kind: 'before', value: '2026-06-11' }, {}, true],
    ['an arrival on the day', { kind: 'before', value: '2026-06-10' }, {}, false],
    ['anything, when all goes', { kind: 'all', value: null }, {}, true],
  ])('by %s', async (_, selector, parts, goes) => {
    expect(await chosen(selector, object('q', parts))).toEqual(goes ? ['q'] : []);
  });

  it('the same bytes also under a path that tells nothing', async () => {
    const same = { content_sha256: hashOf('d') };
    const objects = [
      object('q', { ...same, path: '/in/1.json' }),
      object('r', { ...same, path: '/else.json' }),
    ];
    expect(await chosen(call, ...objects.reverse())).toEqual(expect.arrayContaining(['q', 'r']));
  });

  it('not what only holds the id of a call that stays and is longer', async () => {
    const documents = [...CALLS, { callId: 'call-1.5', dt: '2026-06-01' }];
    const objects = [
      object('q', { text: '{"call_id":"call-1.5"}' }),
      object('r', { text: '{"call_id":"call-1"}' }),
    ];
    expect([...(await plan(call, objects, documents)).quarantined]).toEqual(['r']);
  });

  it('not what only speaks of a short id in its text', async () => {
    const short: Selector = { kind: 'call', value: 'c7' };
    const objects = [object('q', { text: '{"text":"c7"}' }), object('r', { text: '{"ContactId":"c7"' })];
    expect(await chosen(short, ...objects)).toEqual(['r']);
  });
});
