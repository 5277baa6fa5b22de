import { type LineFile, LONG_LINE_BYTES } from '../../run/index.ts';
import { DOCUMENT_TYPE } from '../../shape/index.ts';
import { FACT_TABLE_NAMES, FACT_TABLES, type Scope } from '../../tables/index.ts';
import { jsonStructure } from './json-structure.ts';
import { literal } from './literals.ts';

/** Bytes that a thread reads at a time; at least one line. */
const BUFFER_BYTES = 8 << 20;
const LINE_MARGIN = 1024;

const STRUCTURE = jsonStructure(DOCUMENT_TYPE);

/**
 * The documents of a line file, for FROM, as column `d`. Lines are read as CSV with a separator that no JSON text holds, and
 * parsed one by one: `read_json` would drop blank lines and give up a whole file for one bad document.
 *
 * Files with long lines are not read in parts: DuckDB 1.5 gives up those in which lines of some two megabytes and more lie
 * across the parts ("does not support a full read on this file"). Read as a whole, up to 2,048 lines are parsed together,
 * which is why such files are short.
 */
export function linesSource({ path, longest }: Pick<LineFile, 'path' | 'longest'>): string {
  const line = longest + LINE_MARGIN;
  const options = [
    "columns = {'line': 'VARCHAR'}",
    "delim = '\\x01'",
    "quote = ''",
    "escape = ''",
    'header = false',
    'auto_detect = false',
    `max_line_size = ${line}`,
    `parallel = ${longest <= LONG_LINE_BYTES}`,
    `buffer_size = ${Math.max(BUFFER_BYTES, 2 * line)}`,
  ].join(', ');
  return `(SELECT try(json_transform_strict(line, ${STRUCTURE})) AS d
    FROM read_csv(${literal(path)}, ${options})) AS "parsed"`;
}

/** Rows that a document should give, by what they are made over: lengths of lists, whatever the statements make of them. */
const ROWS: Readonly<Record<Scope, string>> = {
  call: '1',
  evaluation: 'len(d.evaluations)',
  criterion: 'list_sum(list_transform(d.evaluations, lambda x: len(x.criteria)))',
  turn: 'len(d.transcript.turns)',
  entity: 'len(d.entities)',
  key_phrase: 'len(d.key_phrases)',
  action_item: 'len(d.ai_summary.action_items)',
  review: 'len(d.reviews)',
};

/** Whether each turn says the place that it has. */
const TURNS = 'd.transcript.turns';
const TURNS_IN_ORDER = `list_transform(${TURNS}, lambda x: x.index) = CAST(range(len(${TURNS})) AS INTEGER[])`;

/**
 * Documents and the rows that they should give, by day and table, and whether their turns are in order. A document that could
 * not be read has no day.
 */
export function madeSelect(documents: string): string {
  const counts = FACT_TABLE_NAMES.map(
    (table) => `CAST(coalesce(sum(${ROWS[FACT_TABLES[table].over]}), 0) AS BIGINT) AS "${table}"`,
  );
  return `SELECT dt, count(*) AS documents, max(len(d.evaluations)) AS evaluations_of_a_call,
    bool_and(${TURNS_IN_ORDER}) AS turns_in_order, ${counts.join(', ')} FROM ${documents} GROUP BY dt`;
}

/**
 * Whether the documents of some tables, read one after the other, come by day and call. Rows are compared as they come, which
 * is what is asked: with an order to compare them in it would take five times as long.
 */
export function inOrderSelect(tables: readonly string[]): string {
  const calls = tables.map((table) => `SELECT dt, call_id FROM ${table}`);
  return `SELECT bool_and(dt > dt_before OR (dt = dt_before AND call_id > call_before)) AS in_order
    FROM (SELECT *, lag(dt) OVER () AS dt_before, lag(call_id) OVER () AS call_before FROM (${calls.join(' UNION ALL ')}))`;
}
