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
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0001-01-01T00:30:00+01:00', null],
    ['9999-12-31T23:30:00-01:00', null],
    ['2022-10-27T03:31:50', null],
    ['2022-02-30T03:31:50Z', null],
    ['2022-10-27T25:31:50Z', null],
    ['yesterday', null],
  ])('reads %s as %s', (text, expected) => {
    expect(iso(parseInstant(text))).toBe(expected);
  });
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
    ['2021-11-25 13:35:14', 'Nowhere/Town', null],
    ['2021-11-31 13:35:14', 'UTC', null],
    ['2021-11-25 24:35:14', 'UTC', null],
    ['soon', 'UTC', null],
  ])('reads %s in %s as %s', (text, zone, expected) => {
    expect(iso(zonedInstant(text, zone))).toBe(expected);
  });
});
