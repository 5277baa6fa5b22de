import { describe, expect, it } from 'vitest';
import { fingerprintOf, indexKeys, planNight } from '../../../etl/plan/index.ts';
import { emptyManifest, type Manifest } from '../../../etl/publish/index.ts';
import { causesOf, keptDocuments } from '../../../etl/run/causes.ts';
import { SHAPE_VERSION } from '../../../etl/shape/index.ts';
import { rawCallKey } from '../../../pipeline/contract/index.ts';
import { ACME } from './builders.ts';

/** July is closed, August runs. */
const NOW = new Date('2026-08-03T02:00:00Z');

/** `a@1 07-15` is the document of call a for a call of 15 July that was written on day 1 of the story. */
function key(text: string): string {
  const [, callId = '', day = '', dt = ''] = /^(\w+)@(\d+) (\d\d-\d\d)$/.exec(text) ?? [];
  const revision = `202608${day.padStart(2, '0')}T120000000Z-00000000`;
  return rawCallKey({ tenantId: ACME, dt: `2026-${dt}`, callId, revision });
}

/** The night of that day of the story, at 20:00. */
const runOf = (day: number): string => `202608${String(day).padStart(2, '0')}T200000000Z-00000000`;

interface Given {
  /** Raw documents by when they came. */
  readonly raw: string;
  /** Day of the story on which the last night ran, over what had come by then; none without it. */
  readonly after?: number;
  /** Documents that are gone since. */
  readonly gone?: string;
  readonly damaged?: string;
  /** Damaged documents that were forgotten. */
  readonly forgotten?: string;
  readonly since?: string;
  readonly oldShape?: string;
  readonly oldZone?: string;
  readonly lastNight?: string;
}

const list = (text = ''): string[] => (text === '' ? [] : text.split(', ').map(key));

/** What readers saw after a night over some documents. */
function manifestAfter(given: Given, keys: readonly string[], damaged: readonly string[]): Manifest {
  const recipe = { shapeVersion: given.oldShape ?? SHAPE_VERSION, timeZone: given.oldZone ?? 'UTC' };
  const now = new Date(given.lastNight ?? NOW);
  const index = indexKeys(ACME, keys);
  const { writes } = planNight({ index, current: {}, damaged: new Set(damaged), recipe, now });
  const run_id = runOf(given.after ?? 0);
  return {
    ...emptyManifest(ACME),
    version: 1,
    run_id,
    shape_version: recipe.shapeVersion,
    time_zone: recipe.timeZone,
    damaged: damaged
      .filter((one) => !list(given.forgotten).includes(one))
      .map((one) => ({ key: one, dt: one.slice(-44, -34), code: 'x', quarantine_id: '', shape_version: '' })),
    periods: Object.fromEntries(
      writes.map((write) => [
        write.period,
        {
          fingerprint: fingerprintOf(write, recipe),
          recipe: { shape_version: recipe.shapeVersion, time_zone: recipe.timeZone },
          run_id,
          files: { calls: { path: '', rows: write.reads.length, bytes: 1, sha256: '' } },
          days: [],
        },
      ]),
    ),
  };
}

/** One line a period: `07 changed: 1 late, read 1 kept 2 superseded 0`. */
function plan(given: Given): string[] {
  const isPast = (text: string): boolean => Number(/@(\d+)/.exec(text)?.[1]) <= (given.after ?? -1);
  const all = given.raw.split(', ');
  const damaged = list(given.damaged);
  const manifest =
    given.after === undefined
      ? emptyManifest(ACME)
      : manifestAfter(given, all.filter(isPast).map(key), damaged);
  const index = indexKeys(
    ACME,
    all.map(key).filter((one) => !list(given.gone).includes(one)),
  );
  const known = new Set(manifest.damaged.map((entry) => entry.key));
  const recipe = { shapeVersion: SHAPE_VERSION, timeZone: 'UTC' };
  const { since } = given;
  const night = planNight({ index, current: manifest.periods, damaged: known, recipe, now: NOW, since });
  const short = (period: string) => period.slice('2026-'.length);
  return [
    ...night.writes.map((write) => {
      const input = { plan: write, index, manifest, timeZone: 'UTC', now: NOW };
      const why = Object.entries(causesOf(input))
        .filter(([, value]) => value !== 0 && value !== false)
        .map(([cause, value]) => (value === true ? cause : `${value} ${cause}`));
      const kept = keptDocuments(input);
      return `${short(write.period)} ${[write.reason, ...why].join(', ')}: read ${write.reads.length - kept} kept ${kept} superseded ${write.superseded.length}`;
    }),
    ...night.retires.map((period) => `${short(period)} retired`),
    ...night.unchanged.map((period) => `${short(period)} unchanged`),
  ];
}

describe('the plan says what is written, from what, and why', () => {
  const table: [promise: string, given: Given, expected: string[]][] = [
    [
      'a first night reads everything',
      { raw: 'a@1 07-15, b@1 08-01' },
      ['07 new: read 1 kept 0 superseded 0', '08-01 new: read 1 kept 0 superseded 0'],
    ],
    [
      'a night without news reads nothing',
      { raw: 'a@1 07-15, b@1 08-01', after: 1 },
      ['07 unchanged', '08-01 unchanged'],
    ],
    [
      'a late call is read, the calls of its month are taken over',
      { raw: 'a@1 07-15, b@1 07-16, c@2 07-15, d@1 08-01', after: 1 },
      ['07 changed, 1 late: read 1 kept 2 superseded 0', '08-01 unchanged'],
    ],
    [
      'a call that was scored again is read, its older document superseded',
      { raw: 'a@1 07-15, a@2 07-15, b@1 07-16', after: 1 },
      ['07 changed, 1 revised: read 1 kept 1 superseded 1'],
    ],
    [
      'late and revised calls are told apart',
      { raw: 'a@1 08-01, b@1 08-01, a@2 08-01, c@2 08-01, d@2 08-01', after: 1 },
      ['08-01 changed, 2 late, 1 revised: read 3 kept 1 superseded 1'],
    ],
    [
      'a call that has moved leaves one day and stands on another',
      { raw: 'a@1 08-01, b@1 08-01, c@1 08-02, a@2 08-02', after: 1 },
      [
        '08-01 changed, 1 moved: read 0 kept 1 superseded 1',
        '08-02 changed, 1 revised: read 1 kept 1 superseded 0',
      ],
    ],
    [
      'a document that is gone changes its period, for another cause than what came',
      { raw: 'a@1 07-15, b@1 07-16', after: 1, gone: 'a@1 07-15' },
      ['07 changed, other: read 0 kept 1 superseded 0'],
    ],
    [
      'a late call beside one that is gone shows both',
      { raw: 'a@1 07-15, b@1 07-16, c@2 07-17', after: 1, gone: 'a@1 07-15' },
      ['07 changed, 1 late, other: read 1 kept 1 superseded 0'],
    ],
    [
      'a period whose last document is gone is retired',
      { raw: 'a@1 07-15, b@1 08-01', after: 1, gone: 'b@1 08-01' },
      ['08-01 retired', '07 unchanged'],
    ],
    [
      'a damaged document is left alone',
      { raw: 'a@1 07-15, b@1 07-16', after: 1, damaged: 'a@1 07-15' },
      ['07 unchanged'],
    ],
    [
      'damage that was forgotten is tried again',
      { raw: 'a@1 08-01, b@1 08-01', after: 1, damaged: 'a@1 08-01', forgotten: 'a@1 08-01' },
      ['08-01 changed, other: read 1 kept 1 superseded 0'],
    ],
    [
      'other rules of shaping read everything again',
      { raw: 'a@1 07-15, b@1 08-01', after: 1, oldShape: 'old' },
      ['07 changed, shape: read 1 kept 0 superseded 0', '08-01 changed, shape: read 1 kept 0 superseded 0'],
    ],
    [
      'another time zone reads everything again',
      { raw: 'a@1 07-15', after: 1, oldZone: 'Asia/Tokyo' },
      ['07 changed, time_zone: read 1 kept 0 superseded 0'],
    ],
    [
      'a late call under other rules shows both causes',
      { raw: 'a@1 07-15, b@2 07-15', after: 1, oldShape: 'old' },
      ['07 changed, 1 late, shape: read 2 kept 0 superseded 0'],
    ],
    [
      'a month that has closed takes the place of its days, whose rows are taken over',
      { raw: 'a@1 07-15, b@1 07-16, c@2 07-16', after: 1, lastNight: '2026-07-31T20:00:00Z' },
      ['07 new, month_closed: read 1 kept 2 superseded 0', '07-15 retired', '07-16 retired'],
    ],
    [
      'a forced night reads everything from that day on',
      { raw: 'a@1 07-15, b@1 08-01, c@1 08-02', after: 1, since: '2026-08-01' },
      [
        '08-01 forced: read 1 kept 0 superseded 0',
        '08-02 forced: read 1 kept 0 superseded 0',
        '07 unchanged',
      ],
    ],
  ];
  it.each(table)('%s', (_, given, expected) => expect(plan(given)).toEqual(expected));
});
