import { describe, expect, it } from 'vitest';
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
});
