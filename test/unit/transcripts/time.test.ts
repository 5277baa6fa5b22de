import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant, zonedInstant } from '../../../pipeline/transcripts/time.ts';

const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());

describe('parseInstant', () => {
  it.each([
    ['2022-10-27T03:31:50.735Z', '2022-10-27T03:31:50.735Z'],
    ['2022-10-27T03:31:50Z', '2022-10-27T03:31:50.000Z'],
    ['2022-10-27T03:31:50.7359999Z', '2022-10-27T03:31:50.735Z'],
    ['2022-10-27T03:31:50.5+0530', '2022-10-26T22:01:50.500Z'],
    ['2022-10-27T03:31-02:00', '2022-10-27T05:31:00.000Z'],
    ['2022-10-27T03:31:50,25+05', '2022-10-26T22:31:50.250Z'],
    // Somewhere on earth it is another year then, which four digits may not write.
    ['0001-01-02T00:00:00Z', '0001-01-02T00:00:00.000Z'],
    ['0001-01-01T23:59:59.999Z', null],
    ['0001-01-01T00:30:00+01:00', null],
    ['9999-12-30T23:59:59.999Z', '9999-12-30T23:59:59.999Z'],
    ['9999-12-31T00:00:00Z', null],
    ['9999-12-31T23:30:00-01:00', null],
    ['2022-10-27T03:31:50', null],
    ['2022-02-30T03:31:50Z', null],
    ['2022-10-27T25:31:50Z', null],
    ['yesterday', null],
  ])('reads %s as %s', (text, expected) => {
    expect(iso(parseInstant(text))).toBe(expected);
  });
});

it('a call that was taken in has a day that four digits write, in every time zone', () => {
  const zones = ['Etc/GMT+12', 'UTC', 'Asia/Tokyo', 'Pacific/Kiritimati'];
  const instant = fc.date({
    min: new Date('-000001-01-01T00:00:00Z'),
    max: new Date('+010001-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const edge = fc.constantFrom('0001-01-01', '0001-01-02', '9999-12-30', '9999-12-31');
  const hour = fc.nat(23).map((n) => `${n}`.padStart(2, '0'));
  const text = fc.oneof(
    instant.map((at) => at.toISOString()),
    fc
      .tuple(edge, hour, fc.constantFrom('Z', '+14:00', '-12:00'))
      .map(([day, h, z]) => `${day}T${h}:30:00${z}`),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(...zones), (started, timeZone) => {
      const at = parseInstant(started);
      fc.pre(at !== null);
      const shown = new Intl.DateTimeFormat('en-US', { timeZone, era: 'short', year: 'numeric' }).format(
        at ?? 0,
      );
      expect(shown).toMatch(/^\d{1,4} A/);
    }),
  );
});

describe('zonedInstant', () => {
  it.each([
    ['2021-11-25 13:35:14.215558', 'America/New_York', '2021-11-25T18:35:14.215Z'],
    ['2021-07-01 00:00:00', 'Asia/Kolkata', '2021-06-30T18:30:00.000Z'],
    ['2021-12-31T23:59:59.9', 'Pacific/Kiritimati', '2021-12-31T09:59:59.900Z'],
    // The clock showed 01:30 twice: the first is meant.
    ['2025-11-02 01:30:00', 'America/New_York', '2025-11-02T05:30:00.000Z'],
    ['2025-11-02 02:00:00', 'America/New_York', '2025-11-02T07:00:00.000Z'],
    // The clock skipped 02:00 to 03:00: moved on by that hour.
    ['2025-03-09 02:30:00', 'America/New_York', '2025-03-09T07:30:00.000Z'],
    ['2025-03-09 03:00:00', 'America/New_York', '2025-03-09T07:00:00.000Z'],
    ['2025-10-05 02:15:00', 'Australia/Lord_Howe', '2025-10-04T15:45:00.000Z'],
    ['0026-11-25 13:35:14', 'UTC', '0026-11-25T13:35:14.000Z'],
    ['9999-12-30 20:00:00', 'America/New_York', null],
    ['9999-12-31 08:00:00', 'Asia/Tokyo', '9999-12-30T23:00:00.000Z'],
    ['0001-01-02 08:00:00', 'Asia/Tokyo', null],
    ['0000-06-01 08:00:00', 'UTC', null],
    ['2021-11-25 13:35:14', 'Nowhere/Town', null],
    ['2021-11-31 13:35:14', 'UTC', null],
    ['2021-11-25 24:35:14', 'UTC', null],
    ['soon', 'UTC', null],
  ])('reads %s in %s as %s', (text, zone, expected) => {
    expect(iso(zonedInstant(text, zone))).toBe(expected);
  });
});
