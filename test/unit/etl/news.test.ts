import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conclusionOf,
  daysOf,
  foldersOf,
  indexKeys,
  ListingBuilder,
  type ListingNote,
  type NightPlan,
  newsOf,
  planNight,
} from '../../../etl/plan/index.ts';
import { rawCallKey } from '../../../pipeline/contract/index.ts';
import { ACME, GLOBEX, revision } from './builders.ts';

const RECIPE = { shapeVersion: '1', timeZone: 'UTC' };
/** July is closed, August runs. */
const NOW = new Date('2026-08-04T02:00:00Z');

/** `a1 08-02` is revision 1 of call a, of 2 August; any other text is a key as it stands. */
function key(text: string): string {
  const [, callId, n, dt] = /^(.+)(\d) (\d\d-\d\d)$/.exec(text) ?? [];
  if (!callId) return text;
  return rawCallKey({ tenantId: ACME, dt: `2026-${dt}`, callId, revision: revision(Number(n)) });
}

/** Objects, which of them are known as damaged, and how many calls were erased. */
interface Given {
  readonly raw: readonly string[];
  readonly damaged?: readonly string[];
  readonly erased?: number;
  readonly now?: Date;
}

const listedOf = (raw: readonly string[]) => {
  const builder = new ListingBuilder();
  for (const folder of foldersOf(raw.map(key))) builder.add(folder);
  return daysOf(ACME, builder.finish());
};

const planOf = ({ raw, damaged = [], now = NOW }: Given, current = {}) =>
  planNight({
    index: indexKeys(ACME, raw.map(key)),
    current,
    damaged: new Set(damaged.map(key)),
    recipe: RECIPE,
    now,
  });

/** A plan with the documents of each period by their keys: in which order they are read is of no account. */
const inOrder = ({ writes, ...plan }: NightPlan) => ({
  ...plan,
  writes: writes.map(({ reads, superseded, damaged, ...write }) => ({
    ...write,
    documents: [reads, superseded, damaged].map((part) => part.map((document) => document.key).sort()),
  })),
});

/** What stands after a night over some objects. */
function standingAfter(given: Given) {
  const periods = Object.fromEntries(planOf(given).writes.map((write) => [write.period, write]));
  const damaged = (given.damaged ?? []).map((one) => ({ key: key(one) }));
  return { periods, damaged, erased: given.erased ?? 0 };
}

/** What a night finds after one over `before`; null when it has to index everything. */
function newsAfter(before: Given, after: Given) {
  const seen = listedOf(before.raw);
  const listed = listedOf(after.raw);
  if (seen === null || listed === null) return null;
  const standing = standingAfter(before);
  const note: ListingNote = { conclusion: conclusionOf(standing), days: seen.digests };
  const damaged = (after.damaged ?? []).map((one) => ({ key: key(one) }));
  const now = after.now ?? NOW;
  const found = newsOf({
    tenantId: ACME,
    listed,
    note,
    standing: { ...standing, damaged, erased: after.erased ?? 0 },
    now,
  });
  return found && { index: found, settled: Object.keys(standing.periods) };
}

const AUGUST = ['a1 07-30', 'b1 08-01', 'b2 08-01', 'c1 08-02'];

describe('of what is as the night before left it nothing is looked into', () => {
  const news: [promise: string, before: Given, after: Given, expected: string[]][] = [
    ['nothing has come', { raw: AUGUST }, { raw: AUGUST }, []],
    ['a new day', { raw: AUGUST }, { raw: [...AUGUST, 'd1 08-03', 'd2 08-03'] }, ['d2', 'd1']],
    [
      'several new days between which a call has moved',
      { raw: AUGUST },
      { raw: [...AUGUST, 'd1 08-03', 'd2 08-04', 'e1 06-01'] },
      ['d2', 'd1', 'e1'],
    ],
    ['the first days of all', { raw: [] }, { raw: ['a1 08-01'] }, ['a1']],
    ['known damage', { raw: AUGUST, damaged: ['b2 08-01'] }, { raw: AUGUST, damaged: ['b2 08-01'] }, []],
  ];
  it.each(news)('%s', (_, before, after, expected) => {
    const documents = [...(newsAfter(before, after)?.index.calls.values() ?? [])].flat();
    expect(newsAfter(before, after)).not.toBeNull();
    expect(documents.map(({ callId, revision: r }) => `${callId}${Number(r.slice(-8))}`)).toEqual(expected);
  });

  const all: [promise: string, before: Given, after: Given][] = [
    ['a late call', { raw: AUGUST }, { raw: [...AUGUST, 'd1 08-01'] }],
    ['a document that is gone', { raw: AUGUST }, { raw: AUGUST.slice(0, 2).concat('c1 08-02') }],
    ['a day that is gone', { raw: AUGUST }, { raw: AUGUST.slice(0, 3) }],
    [
      'a document that took the place of another',
      { raw: AUGUST },
      { raw: [...AUGUST.slice(0, 3), 'd1 08-02'] },
    ],
    [
      'a call of an older day that has a document on the new one',
      { raw: AUGUST },
      { raw: [...AUGUST, 'c2 08-03'] },
    ],
    [
      'the same with an id that is encoded in its name',
      { raw: ['x:y1 08-01'] },
      { raw: ['x:y1 08-01', 'x:y2 08-03'] },
    ],
    ['a new day of a month that has its file', { raw: AUGUST }, { raw: [...AUGUST, 'd1 07-01'] }],
    ['a month that has closed', { raw: AUGUST }, { raw: AUGUST, now: new Date('2026-09-01T02:00:00Z') }],
    ['damage that was forgotten', { raw: AUGUST, damaged: ['b2 08-01'] }, { raw: AUGUST }],
    ['an erasure', { raw: AUGUST }, { raw: AUGUST, erased: 1 }],
    [
      'an object in a folder that is none of a day',
      { raw: AUGUST },
      { raw: [...AUGUST, 'raw/calls/tenant_id=acme/dt=2026-08-02/more/d.json'] },
    ],
    [
      'a document of another tenant in the listing',
      { raw: AUGUST },
      {
        raw: [
          ...AUGUST,
          rawCallKey({ tenantId: GLOBEX, dt: '2026-08-03', callId: 'd', revision: revision(1) }),
        ],
      },
    ],
  ];
  it.each(all)('but everything is indexed after %s', (_, before, after) => {
    expect(newsAfter(before, after)).toBeNull();
  });

  it('what is visible does not come from that listing, so everything is indexed', () => {
    const listed = listedOf(AUGUST);
    const standing = standingAfter({ raw: AUGUST });
    if (listed === null) throw new Error('only days were listed');
    const note = { conclusion: conclusionOf(standing), days: listed.digests };
    const other = { ...standing, periods: standingAfter({ raw: AUGUST.slice(1) }).periods };
    expect(newsOf({ tenantId: ACME, listed, note, standing, now: NOW })).not.toBeNull();
    expect(newsOf({ tenantId: ACME, listed, note, standing: other, now: NOW })).toBeNull();
  });

  const objects = fc.uniqueArray(
    fc
      .record({
        call: fc.constantFrom('a', 'b', 'c', 'd', 'x:y'),
        n: fc.integer({ min: 1, max: 3 }),
        dt: fc.constantFrom('06-30', '07-01', '07-31', '08-01', '08-02', '08-03'),
      })
      .map(({ call, n, dt }) => `${call}${n} ${dt}`),
    { maxLength: 8 },
  );
  const instants = fc.constantFrom(NOW, new Date('2026-07-31T23:00:00Z'), new Date('2026-09-01T00:00:00Z'));

  it('and the plan is the one that everything would give, whatever came and went', () => {
    let told = 0;
    const story = fc.record({
      before: objects,
      more: objects,
      gone: fc.nat({ max: 2 }),
      at: instants,
      now: instants,
    });
    fc.assert(
      fc.property(story, ({ before, more, gone, at, now }) => {
        const raw = [...new Set([...before.slice(gone === 2 ? 1 : 0), ...more])];
        const damaged = before.slice(0, 1).filter((one) => raw.includes(one));
        const given: Given = { raw: before, damaged, now: at };
        const news = newsAfter(given, { raw, damaged, now });
        if (news === null) return;
        told += 1;
        const current = standingAfter(given).periods;
        const known = { current, damaged: new Set(damaged.map(key)), recipe: RECIPE, now };
        expect(inOrder(planNight({ ...news, ...known }))).toEqual(
          inOrder(planOf({ raw, damaged, now }, current)),
        );
      }),
      { numRuns: 3_000 },
    );
    expect(told).toBeGreaterThan(100);
  });
});

describe('what a note knows of a folder', () => {
  const folder = { folder: `raw/calls/tenant_id=${ACME}/dt=2026-08-02`, names: ['a', 'b'] };
  const days = (stamp: string | undefined, stamps: Record<string, string> | undefined) => {
    const builder = new ListingBuilder();
    builder.add({ ...folder, ...(stamp !== undefined && { stamp }) });
    const note = { conclusion: '', days: { '2026-08-02': 'as noted' }, stamps };
    return daysOf(ACME, builder.finish(), note)?.digests;
  };
  const found = daysOf(ACME, new Map([[folder.folder, folder]]))?.digests;

  it.each([
    ['the same stamp', 'one', { '2026-08-02': 'one' }, { '2026-08-02': 'as noted' }],
    ['another stamp', 'two', { '2026-08-02': 'one' }, found],
    ['no stamp any more', undefined, { '2026-08-02': 'one' }, found],
    ['no stamp in the note', 'one', undefined, found],
    ['none on either side', undefined, undefined, found],
  ])('stands when it has the same stamp and is found out otherwise: %s', (_, stamp, stamps, digests) => {
    expect(days(stamp, stamps)).toEqual(digests);
  });
});
