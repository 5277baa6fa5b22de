import { quality } from '../dashboards/index.ts';
import type { Grain } from '../datasets/index.ts';
import { go } from './address.ts';

const PERIOD = ['period', 'from', 'to'] as const;
const DRILL_DOWN = ['failed_form', 'failed_criterion', 'failed_agent'] as const;
const LIST = ['order', 'direction', 'page'] as const;
const CHOICES: readonly string[] = quality.filters.map(({ id }) => id);
const KNOWN: readonly string[] = [...PERIOD, ...CHOICES];

/** Changes of the query: a text sets, a list sets all values, null removes. */
export type Changes = { readonly [name: string]: string | readonly string[] | null };

/** Goes to the same page with parts of its query changed. Every change begins the call list anew unless it sets the page. */
export function change(search: URLSearchParams, changes: Changes): void {
  go(changed(search, changes), { keepScroll: true });
}

/** The address that {@link change} goes to. */
export function changed(search: URLSearchParams, changes: Changes): string {
  const next = new URLSearchParams(search);
  next.delete('page');
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const each of typeof value === 'string' ? [value] : (value ?? [])) next.append(name, each);
  }
  const text = next.toString();
  return text === '' ? '/' : `/?${text}`;
}

/** The part of the query that all numbers depend on, in a fixed order, so that the same question has the same address. */
export function filterQuery(search: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of KNOWN) for (const value of search.getAll(name)) query.append(name, value);
  return query;
}

/** Query of the call list: the filters, the drill-down, the order and the page. */
export function listQuery(search: URLSearchParams): URLSearchParams {
  const query = filterQuery(search);
  for (const name of [...DRILL_DOWN, ...LIST])
    for (const value of search.getAll(name)) query.append(name, value);
  return query;
}

/** Address of a dataset's answer. */
export function dataPath(dataset: string, query: URLSearchParams): string {
  const text = query.toString();
  return `/api/data/${dataset}${text === '' ? '' : `?${text}`}`;
}

/** Whether anything is chosen that {@link CLEARED} would take away. */
export const isNarrowed = (search: URLSearchParams): boolean =>
  [...KNOWN, ...DRILL_DOWN].some((name) => search.has(name));

/** Changes that take all filters away, the period too. */
export const CLEARED: Changes = Object.fromEntries([...KNOWN, ...DRILL_DOWN].map((name) => [name, null]));

/** The step of the time axis: as chosen, else what gives a line of 7 to 50 points. */
export function grainOf(search: URLSearchParams): Grain {
  const chosen = search.get('grain');
  if (chosen === 'day' || chosen === 'week' || chosen === 'month') return chosen;
  const days = lengthOf(search);
  if (days !== null && days <= 45) return 'day';
  return days === null || days <= 300 ? 'week' : 'month';
}

function lengthOf(search: URLSearchParams): number | null {
  const [from, to] = [search.get('from'), search.get('to')];
  if (from && to) return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  return presetOf(search)?.days ?? null;
}

/** The preset that is chosen, or the one that a reader sees first. */
export function presetOf(search: URLSearchParams): (typeof quality.periods)[number] | undefined {
  const chosen = search.get('period') ?? quality.firstPeriod;
  return quality.periods.find(({ id }) => id === chosen);
}
