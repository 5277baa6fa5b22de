import { CALL_DAYS } from '../contract/index.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)$/;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?$/;
const DAY_MS = 86_400_000;

const EARLIEST = Date.parse(`${CALL_DAYS.first}T00:00:00Z`);
const LATEST = Date.parse(`${CALL_DAYS.last}T23:59:59.999Z`);

/** The instant when a call can start then, else null. */
const ofCall = (instant: number): number | null =>
  instant >= EARLIEST && instant <= LATEST ? instant : null;

/**
 * Milliseconds since the epoch of an ISO 8601 time that has Z or an offset (finer digits are cut); null when it is not one,
 * or not on one of {@link CALL_DAYS}.
 */
export function parseInstant(text: string): number | null {
  if (!INSTANT.test(text)) return null;
  const normal = text
    .replace(',', '.')
    .replace(/(\.\d{3})\d+/, '$1')
    .replace(/(T.*[+-]\d{2})(\d{2})?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`);
  const instant = Date.parse(normal);
  return isRealDay(text) ? ofCall(instant) : null;
}

/**
 * Milliseconds since the epoch of a clock time such as `2021-11-25 13:35:14.215558` in an IANA zone.
 * A time that the clock showed twice is the first of the two; one that it skipped is moved on by the length of the gap
 * (as Temporal's "compatible" does).
 * @returns null when the text is not such a time, not on one of {@link CALL_DAYS}, or the runtime does not know the zone
 */
export function zonedInstant(text: string, zone: string): number | null {
  const match = LOCAL.exec(text);
  if (!match || !isRealDay(text)) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const clock = utc(year, month, day, hour, minute, second) + ms;
  const offsetAt = zoneOffsets(zone);
  if (!offsetAt) return null;
  const before = offsetAt(clock - DAY_MS);
  const after = offsetAt(clock + DAY_MS);
  const readings = [clock - before, clock - after].filter((at) => offsetAt(at) === clock - at);
  return ofCall(readings.length > 0 ? Math.min(...readings) : clock - before);
}

/** Milliseconds since the epoch; Date.UTC takes the year 26 for 1926. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.setUTCHours(hour, minute, second);
}

/** Offset of a zone from UTC, in milliseconds, at an instant; null for an unknown zone. */
function zoneOffsets(zone: string): ((instant: number) => number) | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
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
  return (instant) => {
    const part = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
    return utc(year, month, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
  };
}

/** Date.parse takes 30 February for 1 March. */
function isRealDay(text: string): boolean {
  const day = text.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}
