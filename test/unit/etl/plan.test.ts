import { describe, expect, it } from 'vitest';
import {
  groupsOf,
  indexKeys,
  isDay,
  type NightPlan,
  overlaps,
  periodOf,
  planNight,
} from '../../../etl/plan/index.ts';
import { parseTenantId, rawCallKey } from '../../../pipeline/contract/index.ts';
import { ACME, revision } from './builders.ts';

const NOW = new Date('2026-08-03T02:00:00Z');
const RECIPE = { shapeVersion: '1', timeZone: 'UTC' };

/** `key('a 2 2026-07-01')`: call a, revision 2, on that day. */
function key(text: string): string {
  const [callId = '', n = '', dt = ''] = text.split(' ');
  return rawCallKey({ tenantId: ACME, dt, callId, revision: revision(Number(n)) });
}

interface Situation {
  readonly raw: readonly string[];
  readonly damaged?: readonly string[];
  /** The plan that an earlier night carried out. */
  readonly after?: NightPlan;
  readonly since?: string;
  readonly now?: Date;
  readonly recipe?: typeof RECIPE;
}

const visible = (plan: NightPlan | undefined) =>
  Object.fromEntries((plan?.writes ?? []).map(({ period, fingerprint }) => [period, { fingerprint }]));

const plan = ({ raw, damaged = [], after, since, now = NOW, recipe = RECIPE }: Situation): NightPlan =>
  planNight({
    index: indexKeys(ACME, raw.map(key)),
    current: visible(after),
    damaged: new Set(damaged.map(key)),
    recipe,
    now,
    since,
  });

/** One line a period: `2026-07 new: reads a2; superseded a1; damaged -`. */
function lines({ writes, retires, unchanged }: NightPlan): string[] {
  const short = (documents: NightPlan['writes'][number]['reads']) =>
    documents
      .map(({ callId, revision: r }) => callId + Number(r.slice(-8)))
      .sort()
      .join(' ') || '-';
  return [
    ...writes.map(
      (write) =>
        `${write.period} ${write.reason}: reads ${short(write.reads)}; superseded ${short(write.superseded)}; damaged ${short(write.damaged)}`,
    ),
    ...retires.map((period) => `${period} retired`),
    ...unchanged.map((period) => `${period} unchanged`),
  ];
}

const JULY_AND_AUGUST = ['a 1 2026-07-01', 'b 1 2026-07-31', 'c 1 2026-08-01', 'd 1 2026-08-02'];

describe('the plan of a night', () => {
  const situations: Record<string, { given: Situation; expected: string[] }> = {
    'writes a closed month as one period and the running month by day': {
      given: { raw: JULY_AND_AUGUST },
      expected: [
        '2026-07 new: reads a1 b1; superseded -; damaged -',
        '2026-08-01 new: reads c1; superseded -; damaged -',
        '2026-08-02 new: reads d1; superseded -; damaged -',
      ],
    },
    'leaves alone what has not changed': {
      given: { raw: JULY_AND_AUGUST, after: plan({ raw: JULY_AND_AUGUST }) },
      expected: ['2026-07 unchanged', '2026-08-01 unchanged', '2026-08-02 unchanged'],
    },
    'writes only the period of a late call': {
      given: { raw: [...JULY_AND_AUGUST, 'e 1 2026-08-01'], after: plan({ raw: JULY_AND_AUGUST }) },
      expected: [
        '2026-08-01 changed: reads c1 e1; superseded -; damaged -',
        '2026-07 unchanged',
        '2026-08-02 unchanged',
      ],
    },
    'reads the newest revision only': {
      given: { raw: ['a 2 2026-08-01', 'a 10 2026-08-01', 'a 1 2026-08-01'] },
      expected: ['2026-08-01 new: reads a10; superseded a1 a2; damaged -'],
    },
    'writes the old period without a call that has moved to another day': {
      given: {
        raw: ['a 1 2026-07-01', 'b 1 2026-07-02', 'a 2 2026-08-02'],
        after: plan({ raw: ['a 1 2026-07-01', 'b 1 2026-07-02'] }),
      },
      expected: [
        '2026-07 changed: reads b1; superseded a1; damaged -',
        '2026-08-02 new: reads a2; superseded -; damaged -',
      ],
    },
    'lets the newest readable revision stand when a newer one is damaged': {
      given: { raw: ['a 1 2026-07-01', 'a 2 2026-08-02', 'a 3 2026-08-02'], damaged: ['a 3 2026-08-02'] },
      expected: [
        '2026-07 new: reads -; superseded a1; damaged -',
        '2026-08-02 new: reads a2; superseded -; damaged a3',
      ],
    },
    'lets a revision of another period stand again': {
      given: { raw: ['a 1 2026-07-01', 'a 2 2026-08-02'], damaged: ['a 2 2026-08-02'] },
      expected: [
        '2026-07 new: reads a1; superseded -; damaged -',
        '2026-08-02 new: reads -; superseded -; damaged a2',
      ],
    },
    'does not come back to a damaged document that it knows': {
      given: {
        raw: ['a 1 2026-08-02'],
        damaged: ['a 1 2026-08-02'],
        after: plan({ raw: ['a 1 2026-08-02'], damaged: ['a 1 2026-08-02'] }),
      },
      expected: ['2026-08-02 unchanged'],
    },
    'gathers the days of a month that has closed and retires them': {
      given: {
        raw: JULY_AND_AUGUST,
        after: plan({ raw: JULY_AND_AUGUST }),
        now: new Date('2026-09-01T00:00:00Z'),
      },
      expected: [
        '2026-08 new: reads c1 d1; superseded -; damaged -',
        '2026-08-01 retired',
        '2026-08-02 retired',
        '2026-07 unchanged',
      ],
    },
    'retires a period whose documents are gone': {
      given: { raw: ['a 1 2026-07-01'], after: plan({ raw: ['a 1 2026-07-01', 'c 1 2026-08-01'] }) },
      expected: ['2026-08-01 retired', '2026-07 unchanged'],
    },
    'forces the periods that contain a day since': {
      given: {
        raw: ['x 1 2026-06-30', ...JULY_AND_AUGUST],
        after: plan({ raw: ['x 1 2026-06-30', ...JULY_AND_AUGUST] }),
        since: '2026-07-31',
      },
      expected: [
        '2026-07 forced: reads a1 b1; superseded -; damaged -',
        '2026-08-01 forced: reads c1; superseded -; damaged -',
        '2026-08-02 forced: reads d1; superseded -; damaged -',
        '2026-06 unchanged',
      ],
    },
    'forces no day before since in the running month': {
      given: { raw: JULY_AND_AUGUST, after: plan({ raw: JULY_AND_AUGUST }), since: '2026-08-02' },
      expected: [
        '2026-08-02 forced: reads d1; superseded -; damaged -',
        '2026-07 unchanged',
        '2026-08-01 unchanged',
      ],
    },
    'writes everything after the time zone of the tenant has changed': {
      given: {
        raw: ['a 1 2026-07-01'],
        after: plan({ raw: ['a 1 2026-07-01'] }),
        recipe: { ...RECIPE, timeZone: 'Asia/Tokyo' },
      },
      expected: ['2026-07 changed: reads a1; superseded -; damaged -'],
    },
    'writes everything after the rules of shaping have changed': {
      given: {
        raw: ['a 1 2026-07-01'],
        after: plan({ raw: ['a 1 2026-07-01'] }),
        recipe: { ...RECIPE, shapeVersion: '2' },
      },
      expected: ['2026-07 changed: reads a1; superseded -; damaged -'],
    },
    'has nothing to do without documents': { given: { raw: [] }, expected: [] },
  };

  for (const [promise, { given, expected }] of Object.entries(situations))
    it(promise, () => expect(lines(plan(given))).toEqual(expected));

  it('does not depend on the order of the listing', () => {
    expect(
      plan({ raw: [...JULY_AND_AUGUST].reverse() }).writes.map(({ fingerprint }) => fingerprint),
    ).toEqual(plan({ raw: JULY_AND_AUGUST }).writes.map(({ fingerprint }) => fingerprint));
  });
});

describe('the raw index', () => {
  it('refuses foreign tenants, days that do not exist and names that are no keys, and keeps the rest', () => {
    const good = key('a 1 2026-07-01');
    const foreign = rawCallKey({
      tenantId: parseTenantId('globex'),
      dt: '2026-07-01',
      callId: 'a',
      revision: revision(1),
    });
    const index = indexKeys(ACME, [
      good,
      good,
      foreign,
      good.replace('2026-07-01', '2026-02-30'),
      'raw/calls/tenant_id=acme/dt=2026-07-01/notes.txt',
      'raw/calls/tenant_id=acme/dt=2026-07-01/%zz.20260101T000000001Z-00000001.json',
    ]);
    expect([...index.calls.values()].flat().map((document) => document.key)).toEqual([good]);
    expect(index.refused.map(({ error }) => error.code)).toEqual(Array(4).fill('key_refused'));
  });
});

describe('periods', () => {
  it.each([
    ['2026-07-31', '2026-08-01T00:00:00.000Z', '2026-07'],
    ['2026-07-31', '2026-07-31T23:59:59.999Z', '2026-07-31'],
    ['2025-12-01', '2026-01-01T00:00:00Z', '2025-12'],
    ['2026-09-15', '2026-08-03T02:00:00Z', '2026-09-15'],
  ])('the day %s belongs, at %s, to %s', (dt, now, period) =>
    expect(periodOf(dt, new Date(now))).toBe(period),
  );

  it.each([
    ['2026-02-29', false],
    ['2024-02-29', true],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['', false],
  ])('%s is a day: %s', (text, answer) => expect(isDay(text)).toBe(answer));

  it('a month overlaps its days and no others', () => {
    expect(overlaps('2026-07', '2026-07-31')).toBe(true);
    expect(overlaps('2026-07-31', '2026-07')).toBe(true);
    expect(overlaps('2026-07-01', '2026-07-02')).toBe(false);
    expect(overlaps('2026-07', '2026-08-01')).toBe(false);
  });
});

describe('groups of periods', () => {
  const groups = (raw: readonly string[], written: readonly string[], retired: readonly string[] = []) =>
    Object.fromEntries(
      groupsOf({
        written,
        retired,
        calls: indexKeys(ACME, raw.map(key)).calls.values(),
        periodOf: ({ dt }) => periodOf(dt, NOW),
      }),
    );

  it('join periods between which a call moved, also by way of a third', () => {
    const raw = ['a 1 2026-06-01', 'a 2 2026-07-01', 'b 1 2026-07-02', 'b 2 2026-08-01', 'c 1 2026-08-02'];
    const found = groups(raw, ['2026-06', '2026-07', '2026-08-01', '2026-08-02']);
    expect(found).toEqual({
      '2026-06': '2026-06',
      '2026-07': '2026-06',
      '2026-08-01': '2026-06',
      '2026-08-02': '2026-08-02',
    });
  });

  it('do not join by way of a period that is not touched', () => {
    const raw = ['a 1 2026-06-01', 'a 2 2026-07-01', 'b 1 2026-07-02', 'b 2 2026-08-01'];
    expect(new Set(Object.values(groups(raw, ['2026-06', '2026-08-01']))).size).toBe(2);
  });

  it('join a closed month with the days that it replaces', () => {
    const found = groups(
      ['a 1 2026-07-01'],
      ['2026-07', '2026-08-01'],
      ['2026-07-01', '2026-07-02', '2026-06-01'],
    );
    expect(found['2026-07']).toBe(found['2026-07-01']);
    expect(found['2026-07']).toBe(found['2026-07-02']);
    expect(found['2026-06-01']).toBe('2026-06-01');
    expect(found['2026-08-01']).toBe('2026-08-01');
  });
});
