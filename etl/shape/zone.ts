const DAY_MS = 86_400_000;

/** Shorter than any two changes of a clock are apart; the shortest, in Recife in 2000, are a week less an hour. */
const STEP_MS = 6 * DAY_MS;

/** UTC days, `YYYY-MM-DD`, the last one included. */
export interface DayRange {
  readonly first: string;
  readonly last: string;
}

/** What is looked through when nobody says which days come: from before zones were kept to where rules are guesses. */
const ALL_DAYS: DayRange = { first: '1840-01-01', last: '2100-12-31' };

/** From when on a zone's clock is how far ahead of UTC. */
export interface ZoneOffset {
  /** Milliseconds since 1970, UTC. */
  readonly from: number;
  /** Milliseconds. */
  readonly offset: number;
}

type OffsetAt = (instant: number) => number;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A zone's clock, which is dear to make and asked for by every period. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  clocks.set(timeZone, clock);
  return clock;
}

/**
 * Makes a zone's clock before a period asks for it, which takes longer than to list a tenant: for who waits for something else.
 * A zone that is none fails where it is asked for.
 */
export function prepareZone(timeZone: string): void {
  try {
    clockOf(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

function offsetsOf(timeZone: string): OffsetAt {
  const clock = clockOf(timeZone);
  return (instant) => {
    const name = clock.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = 0, minutes = 0, seconds = 0] =
      /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name) ?? [];
    const ahead = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    return (sign === '-' ? -ahead : ahead) * 1000;
  };
}

/** The first second after `low` at which the offset is no longer that of `low`, given that it is another one at `high`. */
function changeBetween(low: number, high: number, offsetAt: OffsetAt): number {
  const before = offsetAt(low);
  let [same, changed] = [low, high];
  while (changed - same > 1000) {
    const middle = Math.floor((same + changed) / 2000) * 1000;
    if (offsetAt(middle) === before) same = middle;
    else changed = middle;
  }
  return changed;
}

const known = new Map<string, readonly ZoneOffset[]>();

/**
 * The offsets of a zone from UTC over some days, oldest first, by the time zone database of Node (`process.versions.tz`).
 * Both engines are given them as figures: each has a database of its own age, and clocks are changed by law every year.
 * @param timeZone IANA name, or an offset such as `+05:30`
 */
export function zoneOffsets(timeZone: string, days: DayRange = ALL_DAYS): readonly ZoneOffset[] {
  const name = `${timeZone} ${days.first} ${days.last}`;
  const before = known.get(name);
  if (before) return before;
  const offsets = findOffsets(offsetsOf(timeZone), days);
  // Days differ from period to period; only the whole of a zone is asked for again and again.
  if (days === ALL_DAYS) known.set(name, offsets);
  return offsets;
}

function findOffsets(offsetAt: OffsetAt, { first, last }: DayRange): readonly ZoneOffset[] {
  const [start, end] = [Date.parse(`${first}T00:00:00Z`), Date.parse(`${last}T00:00:00Z`) + DAY_MS];
  const found = [{ from: start, offset: offsetAt(start) }];
  for (let at = start; at < end; at += STEP_MS) {
    const next = Math.min(at + STEP_MS, end);
    if (offsetAt(at) === offsetAt(next)) continue;
    const from = changeBetween(at, next, offsetAt);
    found.push({ from, offset: offsetAt(from) });
  }
  return found;
}

/**
 * SQL of how many milliseconds the wall clock of a zone is ahead of UTC at an instant.
 * @param instant SQL of a timestamp, UTC
 */
export function aheadOfUtc(instant: string, timeZone: string, days?: DayRange): string {
  const [oldest, ...changes] = zoneOffsets(timeZone, days);
  const otherwise = String(oldest?.offset ?? 0);
  if (changes.length === 0) return otherwise;
  // The newest first: most calls are of today.
  const cases = changes
    .toReversed()
    .map(({ from, offset }) => `WHEN ${instant} >= TIMESTAMP '${timestampText(from)}' THEN ${offset}`);
  return `CASE ${cases.join(' ')} ELSE ${otherwise} END`;
}

const timestampText = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 23).replace('T', ' ');
