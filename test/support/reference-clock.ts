const clocks = new Map<string, Intl.DateTimeFormat>();

/** Formatters are costly to make and every call of a tenant needs the same one. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** Milliseconds that a UTC clock shows when it shows what the wall clock of the zone shows at that instant. */
function wallClock(instant: number, timeZone: string): number {
  const read = { era: 'AD', year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of clockOf(timeZone).formatToParts(instant)) {
    if (type === 'era') read.era = value;
    else if (type in read) read[type as 'year'] = Number(value);
  }
  const wall = new Date(0);
  // setUTCFullYear, since Date.UTC takes the years 0 to 99 for 1900 to 1999.
  wall.setUTCFullYear(read.era.startsWith('B') ? 1 - read.year : read.year, read.month - 1, read.day);
  const milliseconds = ((instant % 1000) + 1000) % 1000;
  return wall.setUTCHours(read.hour, read.minute, read.second, milliseconds);
}

/** An ISO 8601 instant as the lake's timestamps: UTC, cut to milliseconds. */
export const utcTimestamp = (instant: string): string => new Date(instant).toISOString();

/**
 * What the clock on the wall of a time zone shows at an instant, worked out with JavaScript's own calendar and not with an
 * engine's. An hour that the clock repeats in autumn is shown twice; one that it skips in spring is never shown.
 * @param instant ISO 8601 UTC
 * @param timeZone IANA name
 * @returns `started_local` in the form of a UTC timestamp, though it is local; `call_date` is its day
 */
export function localTime(instant: string, timeZone: string): { started_local: string; call_date: string } {
  const started_local = new Date(wallClock(Date.parse(instant), timeZone)).toISOString();
  return { started_local, call_date: started_local.slice(0, 10) };
}
