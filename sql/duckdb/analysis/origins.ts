import type { Syntax } from '../parser.ts';
import type { Context, Field, OutputField } from './context.ts';
import { isAggregateCall, QUERIES } from './grouping.ts';

/**
 * How a value comes from a column, weakest first: the column only says which rows count (of a window, or of a subquery),
 * it is the value, the value is computed from it in one row, or from several rows.
 */
export const HOWS = ['selects', 'copied', 'computed', 'aggregated'] as const;
export type How = (typeof HOWS)[number];

/** A column that values come from. */
export interface Origin {
  readonly relation: string;
  readonly column: string;
  readonly how: How;
}

/** Where the values of a column come from; nothing at all for a constant. */
export interface Origins {
  readonly columns: readonly Origin[];
  /** Relations whose rows are counted or numbered without looking at a column. */
  readonly rows: readonly string[];
}

/** A name, or the result of a subquery (`node` is that query then), that an expression reads. */
interface Found {
  readonly node: Syntax;
  readonly origins: Origins;
}

/** Listens to what the analysis finds. Only a statement whose relations carry origins has one. */
export interface Trace {
  found(fields: readonly Pick<Field, 'origins'>[], node: Syntax): void;
  /** What was found while the work was done. */
  during<T>(work: () => T): { readonly value: T; readonly found: readonly Found[] };
}

export function newTrace(): Trace {
  const open: Found[][] = [];
  return {
    found(fields, node) {
      for (const { origins } of fields) if (origins) open.at(-1)?.push({ node, origins });
    },
    during(work) {
      const found: Found[] = [];
      open.push(found);
      try {
        return { value: work(), found };
      } finally {
        open.pop();
      }
    },
  };
}

const NOTHING: Origins = { columns: [], rows: [] };
const stronger = (a: How, b: How): How => (HOWS.indexOf(a) > HOWS.indexOf(b) ? a : b);

/** Origins of a value that comes from several; the strongest way from a column counts. */
export function merged(all: readonly (Origins | undefined)[]): Origins {
  const columns = new Map<string, Origin>();
  for (const origin of all.flatMap((origins) => origins?.columns ?? [])) {
    const key = `${origin.relation}.${origin.column}`;
    const known = columns.get(key);
    columns.set(key, known ? { ...origin, how: stronger(known.how, origin.how) } : origin);
  }
  return {
    columns: [...columns.values()],
    rows: [...new Set(all.flatMap((origins) => origins?.rows ?? []))],
  };
}

/** Origins after one more step: what only selects stays so, whatever happens to it. */
export const through = ({ columns, rows }: Origins, how: How): Origins => ({
  rows,
  columns: columns.map((origin) => ({
    ...origin,
    how: how === 'selects' || origin.how === 'selects' ? 'selects' : stronger(origin.how, how),
  })),
});

const NAMES = ['QualifiedName', 'UnquotedIdentifier', 'QuotedIdentifier'];

/** Parts that say which rows count, not what the value is. */
const SELECTING = ['Over', 'Filter', 'Exists'];

/** How an expression uses each of its parts. */
function uses(node: Syntax, how: How, known: Map<Syntax, How>): Map<Syntax, How> {
  known.set(node, how);
  const inner = QUERIES.includes(node.kind) || SELECTING.includes(node.kind) ? 'selects' : how;
  const below =
    inner !== 'selects' && (node.kind === 'ListAgg' || (node.kind === 'FunctionCall' && gathers(node)))
      ? 'aggregated'
      : inner;
  for (const part of node.nodes) uses(part, below, known);
  return known;
}

/** Whether a call looks at several rows: an aggregate, or a function over a window. */
const gathers = (call: Syntax): boolean =>
  isAggregateCall(call) || call.nodes.some(({ kind }) => kind === 'Over');

/** Whether an expression holds a call over several rows that names no column in its arguments. */
function countsRows(node: Syntax, named: ReadonlySet<Syntax>): boolean {
  if (QUERIES.includes(node.kind) || SELECTING.includes(node.kind)) return false;
  if (node.kind === 'FunctionCall' && gathers(node) && !reads(node, named)) return true;
  return node.nodes.some((part) => countsRows(part, named));
}

const reads = (node: Syntax, named: ReadonlySet<Syntax>): boolean =>
  !SELECTING.includes(node.kind) && (named.has(node) || node.nodes.some((part) => reads(part, named)));

const relationsOf = (fields: readonly Pick<Field, 'origins'>[]): string[] => [
  ...new Set(
    fields.flatMap(({ origins }) => [
      ...(origins?.columns.map(({ relation }) => relation) ?? []),
      ...(origins?.rows ?? []),
    ]),
  ),
];

/** Analyses an expression and says where its value comes from; nothing is said when nobody asks. */
export function traced<T>(
  expression: Syntax,
  context: Context,
  work: () => T,
): { readonly value: T; readonly origins?: Origins } {
  const { trace } = context.statement;
  if (!trace) return { value: work() };
  const { value, found } = trace.during(work);
  const ways = uses(expression, NAMES.includes(expression.kind) ? 'copied' : 'computed', new Map());
  const named = new Set(found.map(({ node }) => node));
  const rows = context.aggregation?.source.fields ?? context.scope.fields;
  const counted = countsRows(expression, named) ? { columns: [], rows: relationsOf(rows) } : NOTHING;
  // What stands elsewhere in the statement is a window that the expression refers to by name.
  const origins = found.map((one) => through(one.origins, ways.get(one.node) ?? 'selects'));
  return { value, origins: merged([...origins, counted]) };
}

/** The origins of a column that is made of several ones; none when nobody asks. */
export const mergedIfAny = (
  fields: readonly (Pick<OutputField, 'origins'> | undefined)[],
): { readonly origins?: Origins } =>
  fields.some((field) => field?.origins) ? { origins: merged(fields.map((field) => field?.origins)) } : {};
