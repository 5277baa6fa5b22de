import { Failure } from './native.ts';
import { floorDivide } from './numbers.ts';

const SECOND = 1_000_000n;
const HOUR = 3600n * SECOND;

/** A zone as Trino names it, and its offsets from UTC. */
export interface Zone {
  readonly id: string;
  /** Microseconds that its clocks are before UTC at an instant. */
  offsetAt(micros: bigint): bigint;
  /** The instant of a time on its clocks, as Java finds it: a time in a gap is moved by the gap, of a repeated one the first is taken. */
  instantOf(local: bigint): bigint;
  /** Whether its clocks ever show the time. */
  shows(local: bigint): boolean;
}

const ZONES = new Map<string, Zone | null>();

/** The zone of a name; null when the name is not one that is proven to mean the same here. */
export function zoneOf(name: string): Zone | null {
  const known = ZONES.get(name);
  if (known !== undefined) return known;
  const zone = fixed(name) ?? region(name);
  ZONES.set(name, zone);
  return zone;
}

/**
 * The zone of a name that only the rows know.
 * @throws {Failure} for a name that is not known
 */
export function zoneNamed(name: string): Zone {
  const zone = zoneOf(name);
  if (!zone) throw new Failure('NOT_PROVEN');
  return zone;
}

/** Offsets beyond 14 hours are no zones. */
const MAX_HOURS = 14;

function fixed(name: string): Zone | null {
  if (['UTC', 'Z', 'GMT', 'Etc/UTC'].includes(name)) return constant('UTC', 0n);
  const [, sign = '', hours = '', minutes = '00'] = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(name) ?? [];
  if (!sign || +hours > MAX_HOURS || +minutes > 59 || (+hours === MAX_HOURS && +minutes > 0)) return null;
  const offset = (BigInt(hours) * 60n + BigInt(minutes)) * 60n * SECOND;
  return offset === 0n
    ? constant('UTC', 0n)
    : constant(`${sign}${hours}:${minutes}`, sign === '-' ? -offset : offset);
}

const constant = (id: string, offset: bigint): Zone => ({
  id,
  offsetAt: () => offset,
  instantOf: (local) => local - offset,
  shows: () => true,
});

/** Java and this engine know the same rules from here on; before, clocks followed the sun. */
const FIRST_PROVEN = BigInt(Date.UTC(1900, 0, 1)) * 1000n;
const LAST_PROVEN = BigInt(Date.UTC(2037, 11, 31)) * 1000n;
const REGION =
  /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)(?:\/[A-Z][A-Za-z_-]+)+$/;

function region(name: string): Zone | null {
  if (!REGION.test(name)) return null;
  const format = formatOf(name);
  if (!format) return null;
  const cache = new Map<bigint, bigint>();
  const offsetAt = (micros: bigint): bigint => {
    if (micros < FIRST_PROVEN || micros > LAST_PROVEN) throw new Failure('NOT_PROVEN');
    // Clocks change on full quarters of an hour.
    const quarter = floorDivide(micros, HOUR / 4n);
    const known = cache.get(quarter);
    if (known !== undefined) return known;
    const offset = offsetOf(format, quarter * (HOUR / 4n));
    cache.set(quarter, offset);
    return offset;
  };
  const instantOf = (local: bigint) => instantIn(local, offsetAt);
  const shows = (local: bigint) => {
    const instant = instantOf(local);
    return instant + offsetAt(instant) === local;
  };
  return { id: name, offsetAt, instantOf, shows };
}

function instantIn(local: bigint, offsetAt: (micros: bigint) => bigint): bigint {
  const before = offsetAt(local - 24n * HOUR);
  const after = offsetAt(local + 24n * HOUR);
  for (const offset of [before, after]) if (offsetAt(local - offset) === offset) return local - offset;
  // In a gap: the clock that was right before it shows the time.
  return local - before;
}

function formatOf(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}

function offsetOf(format: Intl.DateTimeFormat, micros: bigint): bigint {
  const instant = Number(micros / 1000n);
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return BigInt(Date.UTC(year, month - 1, day, hour, minute, second) - instant) * 1000n;
}
