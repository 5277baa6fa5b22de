import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STATEMENT_BYTES } from '../../../etl/engines/athena/index.ts';
import {
  DAYS_AT_ONCE,
  type RawReading,
  readingsOf,
  STRAYS_AT_ONCE,
} from '../../../etl/engines/athena/raw-readings.ts';
import { stageRaw } from '../../../etl/engines/athena/statements.ts';
import { RUN } from './runs.ts';

const dayOf = (number: number): string => new Date(Date.UTC(2000, 0, 1 + number)).toISOString().slice(0, 10);
const keyOf = (dt: string, name: string): string => `raw/calls/tenant_id=acme/dt=${dt}/${name}`;

/** Whether a reading comes upon an object. */
const reads = ({ days, passedOver, after = '', upTo = '~' }: RawReading, dt: string, key: string): boolean =>
  days.includes(dt) && !passedOver.includes(key) && key > after && key <= upTo;

/** Days by number, with how many strays lie in their folders. */
const folders = fc.uniqueArray(fc.tuple(fc.nat(3000), fc.oneof(fc.nat(3), fc.nat(3 * STRAYS_AT_ONCE))), {
  selector: ([number]) => number,
  maxLength: 12,
});

test('every document is read once and no stray at all, within what one statement may name', () => {
  fc.assert(
    fc.property(folders, fc.array(fc.nat(999)), (each, names) => {
      const days = each.map(([number]) => dayOf(number));
      const strays = each.flatMap(([number, count]) =>
        Array.from({ length: count }, (_, n) => keyOf(dayOf(number), `${(n * 7) % 1000}.json.gz`)),
      );
      const readings = readingsOf('acme', { days, strays });
      for (const { days: some, passedOver } of readings) {
        expect(some.length).toBeLessThanOrEqual(DAYS_AT_ONCE);
        expect(passedOver.length).toBeLessThanOrEqual(STRAYS_AT_ONCE);
      }
      const times = (dt: string, key: string) => readings.filter((one) => reads(one, dt, key)).length;
      for (const dt of days) for (const name of names) expect(times(dt, keyOf(dt, `${name}.json`))).toBe(1);
      for (const stray of strays) expect(times(stray.split(/dt=|\//)[4] ?? '', stray)).toBe(0);
    }),
  );
});

test('days without strays are read a thousand at a time', () => {
  const days = Array.from({ length: 2500 }, (_, number) => dayOf(number));
  expect(readingsOf('acme', { days }).map((reading) => reading.days.length)).toEqual([1000, 1000, 500]);
});

test('a statement that passes over the longest keys is not longer than Athena takes', () => {
  const [first, ...more] = Array.from({ length: DAYS_AT_ONCE }, (_, number) => dayOf(number));
  const strays = Array.from({ length: STRAYS_AT_ONCE }, (_, n) =>
    keyOf(first ?? '', `${n}`.padEnd(1024 - keyOf(first ?? '', '').length, 'x')),
  );
  const [reading] = readingsOf('acme', { days: [first ?? '', ...more], strays });
  expect(reading?.passedOver).toHaveLength(STRAYS_AT_ONCE);
  expect(Buffer.byteLength(stageRaw(RUN, reading as RawReading))).toBeLessThan(STATEMENT_BYTES);
});
