import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { duckdbDialect } from '../../../etl/engines/duckdb/dialect.ts';
import { aheadOfUtc, prepareZone } from '../../../etl/shape/index.ts';
import { localTime } from '../../support/reference-clock.ts';
import { shapeRows } from '../../support/shape-rows.ts';
import { call } from './builders.ts';

/** What the rows of calls say that started at these instants. */
async function localTimes(instants: readonly string[], timeZone: string) {
  const documents = instants.map((started_at, n) =>
    call({ call_id: `call-${String(n).padStart(3, '0')}`, agent: null, started_at }),
  );
  const { calls } = await shapeRows(documents, timeZone);
  return calls
    .toSorted((a, b) => (a.call_id < b.call_id ? -1 : 1))
    .map(({ started_local, call_date }) => ({ started_local, call_date }));
}

describe('the local time of a call', () => {
  it.each([
    ['in winter', '2026-01-15T23:30:00Z', 'Europe/Berlin', '2026-01-16T00:30:00.000Z'],
    ['in summer', '2026-07-15T22:30:00Z', 'Europe/Berlin', '2026-07-16T00:30:00.000Z'],
    [
      'just before the clock skips an hour',
      '2026-03-29T00:59:59.999Z',
      'Europe/Berlin',
      '2026-03-29T01:59:59.999Z',
    ],
    ['just after it', '2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29T03:00:00.000Z'],
    [
      'in the hour that comes twice, the first time',
      '2026-10-25T00:30:00Z',
      'Europe/Berlin',
      '2026-10-25T02:30:00.000Z',
    ],
    [
      'in the hour that comes twice, the second time',
      '2026-10-25T01:30:00Z',
      'Europe/Berlin',
      '2026-10-25T02:30:00.000Z',
    ],
    ['half an hour off', '2026-07-15T18:29:59.5Z', 'Asia/Kolkata', '2026-07-15T23:59:59.500Z'],
    ['three quarters of an hour off', '2026-07-15T18:15:00Z', 'Asia/Kathmandu', '2026-07-16T00:00:00.000Z'],
    [
      'where summer time is half an hour',
      '2026-01-01T00:00:00Z',
      'Australia/Lord_Howe',
      '2026-01-01T11:00:00.000Z',
    ],
    ['west of the day line', '2026-01-01T09:59:00Z', 'Pacific/Honolulu', '2025-12-31T23:59:00.000Z'],
    ['fourteen hours ahead', '2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02T00:00:00.000Z'],
    ['in a summer time of a week', '2000-10-12T12:00:00Z', 'America/Recife', '2000-10-12T10:00:00.000Z'],
    ['at midnight', '2026-01-01T00:00:00Z', 'UTC', '2026-01-01T00:00:00.000Z'],
    ['before 1970', '1969-12-31T23:59:59.999Z', 'Europe/London', '1970-01-01T00:59:59.999Z'],
    ['long before 1970', '1950-07-01T12:00:00.001Z', 'America/New_York', '1950-07-01T08:00:00.001Z'],
    ['before zones were whole minutes', '1880-01-01T00:00:00Z', 'Europe/Berlin', '1880-01-01T00:53:28.000Z'],
    ['in the first century', '0050-06-01T00:00:00Z', 'UTC', '0050-06-01T00:00:00.000Z'],
  ])('%s', async (_, instant, zone, local) => {
    expect(await localTimes([instant], zone)).toEqual([
      { started_local: local, call_date: local.slice(0, 10) },
    ]);
  });

  it('differs from UTC by what the zone database says, on every quarter of an hour around a change', async () => {
    const start = Date.parse('2026-10-24T22:00:00Z');
    const instants = Array.from({ length: 24 }, (_, quarter) => start + quarter * 15 * 60_000);
    const local = await localTimes(
      instants.map((instant) => new Date(instant).toISOString()),
      'Europe/Berlin',
    );
    expect(local.map(({ started_local }, n) => Date.parse(started_local) - (instants[n] ?? 0))).toEqual(
      instants.map((instant) => (instant < Date.parse('2026-10-25T01:00:00Z') ? 120 : 60) * 60_000),
    );
  });

  it('is known for every zone that there is, and is what JavaScript knows of it', async () => {
    const instants = [
      '1850-01-01',
      '1900-06-01',
      '1943-08-08',
      '1969-12-31',
      '1985-07-01',
      '2007-11-01',
      '2024-07-01',
      '2026-12-01',
    ];
    const times = instants.map((day) => `${day}T12:00:00.000Z`);
    const zones = Intl.supportedValuesOf('timeZone');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const zone of zones) {
      const locals = instants.map((day, n) => {
        const { wallClock } = duckdbDialect(zone, { first: day, last: day });
        return `epoch_ms(${wallClock(`TIMESTAMP '${times[n]?.slice(0, 19)}'`)})`;
      });
      const answer = await connection.runAndReadAll(`SELECT unnest([${locals.join(', ')}]) AS local`);
      const found = answer.getRowObjectsJson().map((row) => new Date(Number(row.local)).toISOString());
      expect([zone, ...found]).toEqual([zone, ...times.map((t) => localTime(t, zone).started_local)]);
    }
    connection.closeSync();
    instance.closeSync();
  });

  it('is refused of a zone that there is not where it is asked for, and not before', () => {
    prepareZone('Mars/Olympus');
    expect(() => aheadOfUtc('started_at', 'Mars/Olympus')).toThrow(RangeError);
    prepareZone('Europe/Berlin');
    expect(aheadOfUtc('started_at', 'Europe/Berlin', { first: '2026-07-01', last: '2026-07-01' })).toBe(
      '7200000',
    );
  });

  it.each(['Europe/Berlin', 'Africa/Casablanca', 'Australia/Lord_Howe', 'Pacific/Apia', '+05:30'])(
    'is what JavaScript knows of %s on any day of two hundred years',
    async (zone) => {
      const instants = Array.from({ length: 500 }, (_, n) =>
        new Date(Date.parse('1880-01-01') + n * 157 * 86_400_000 + n * 7_919_000).toISOString(),
      );
      const local = await localTimes(instants, zone);
      expect(local.map(({ started_local }) => started_local)).toEqual(
        instants.map((instant) => localTime(instant, zone).started_local),
      );
    },
  );
});
