import { SEAL_RULES } from '../../../pipeline/contract/index.ts';

/** `,"seal":"`, 32 digits and `"}` at the end of a sealed line (pipeline/contract, seal); a test seals documents and asks SQL. */
const OPENING = ',"seal":"';
const DIGITS = 32;
const TAIL = OPENING.length + DIGITS + 2;

const sha256 = (bytes: string): string => `lower(to_hex(sha256(${bytes})))`;

/** How a sealed document begins: tenant, call id, revision and the day of its start. */
const HEAD =
  '^\\{"schema_version":1,"tenant_id":"([^"]*)","call_id":"([^"]*)","revision":"([^"]*)","started_at":"([0-9]{4}-[0-9]{2}-[0-9]{2})T';

/** SQL for one part of a line's head; NULL when the line does not begin as sealed documents do. */
export const headSql = (part: 'tenant' | 'call_id' | 'revision' | 'dt', line: string): string =>
  `regexp_extract(${line}, '${HEAD}', ${{ tenant: 1, call_id: 2, revision: 3, dt: 4 }[part]})`;

/**
 * SQL condition on a row of the raw documents: its line is the whole file, but for one line end. A file may be more than the
 * line that an engine makes of it: other lines, or what follows a U+0001. Whoever wants rows of such a file reads all of it.
 */
export const aloneSql = (row: string): string =>
  `(${row}."rest" IS NULL AND ${row}."$file_size" - length(to_utf8(${row}."line")) IN (0, 1))`;

/** SQL condition: the line ends in a seal, by the rules of today, over everything before it. Never NULL for a line. */
export function wholeSql(line: string): string {
  const body = `to_utf8(substr(${line}, 1, length(${line}) - ${TAIL}))`;
  const seal = `substr(${sha256(`to_utf8(${sha256(body)} || '${SEAL_RULES}')`)}, 1, ${DIGITS})`;
  return `(length(${line}) > ${TAIL} AND substr(${line}, -${TAIL}) = '${OPENING}' || ${seal} || '"}')`;
}
