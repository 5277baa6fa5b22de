import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { NumberFormat } from '../dashboards/index.ts';

/** What stands where there is no number: NULL is never shown as 0. */
export const NONE = '–';

/** A count below this changes by so many; "+200%" of one says more than it knows. */
const FEW = 20;

/** How a tenant writes numbers and times. */
export interface Formats {
  number(value: number | null | undefined, format: NumberFormat): string;
  /**
   * A change of a number: points for percentages and shares, per cent for counts, the difference for counts below
   * {@link FEW}; null when there is nothing to compare.
   */
  change(value: number | null, before: number | null, format: NumberFormat): string | null;
  /** `YYYY-MM-DD…` → `Fri, 20 Nov 2026`. */
  day(text: string): string;
  shortDay(text: string): string;
  month(text: string): string;
  /** Local `YYYY-MM-DD hh:mm:ss` → `20 Nov 2026, 14:05`. */
  localTime(text: string): string;
  /** An instant (ISO 8601 UTC) on the clock of the tenant's time zone. */
  instant(text: string): string;
  range(from: string, to: string): string;
  /** Milliseconds → `1:04`. */
  clock(ms: number): string;
}

/** Makes the formats of a language (BCP 47) and a time zone (IANA). */
export function formatsOf(language: string, timeZone: string): Formats {
  const locale = Intl.DateTimeFormat.supportedLocalesOf([language]).length > 0 ? language : 'en';
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const signed = new Intl.NumberFormat(locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const difference = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 });
  const date = (options: Intl.DateTimeFormatOptions, zone = 'UTC') =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const whole = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const minutes = { ...whole, hour: '2-digit', minute: '2-digit' } as const;
  const [day, shortDay, month, local, instant, range] = [
    date({ weekday: 'short', ...whole }),
    date({ day: 'numeric', month: 'short' }),
    date({ month: 'short', year: 'numeric' }),
    date(minutes),
    date({ ...minutes, timeZoneName: 'short' }, timeZone),
    date(whole),
  ];
  const dayOf = (text: string) => new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const writers: { readonly [F in NumberFormat]: (value: number) => string } = {
    integer: (value) => integer.format(value),
    percentage: (value) => percent.format(value / 100),
    share: (value) => percent.format(value),
    duration: (value) => clock(value * 1000),
  };
  return {
    number: (value, format) => (value === null || value === undefined ? NONE : writers[format](value)),
    change: (value, before, format) => {
      if (value === null || before === null) return null;
      if (format === 'percentage') return `${signed.format(value - before)} pts`;
      if (format === 'share') return `${signed.format((value - before) * 100)} pts`;
      if (format === 'integer' && before < FEW) return difference.format(value - before);
      return before === 0 ? null : `${signed.format((100 * (value - before)) / before)}%`;
    },
    day: (text) => day.format(dayOf(text)),
    shortDay: (text) => shortDay.format(dayOf(text)),
    month: (text) => month.format(dayOf(text)),
    localTime: (text) => local.format(new Date(`${text.slice(0, 19).replace(' ', 'T')}Z`)),
    instant: (text) => instant.format(new Date(text)),
    range: (from, to) => range.formatRange(dayOf(from), dayOf(to)),
    clock,
  };
}

/** Minutes and seconds, with hours when there are any; a time before the start has a minus. */
function clock(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const pad = (part: number) => String(part).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${ms < 0 ? '−' : ''}${h > 0 ? `${h}:${pad(m)}` : m}:${pad(s)}`;
}

/** The formats of the tenant who is signed in. */
export const FormatsContext = createContext<Formats>(formatsOf('en', 'UTC'));
export const useFormats = (): Formats => useContext(FormatsContext);
