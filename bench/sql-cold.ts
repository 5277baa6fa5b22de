// Translates the one view that stdin describes, in a process that has translated nothing yet, and prints the milliseconds.
import { readFileSync } from 'node:fs';
import { type Relation, translate } from '../sql/duckdb/index.ts';

/** What a child of bench/sql.ts is told: a view's text, and the relations that it reads by name. */
export interface ColdTask {
  readonly sql: string;
  readonly relations: { readonly [name: string]: Relation };
}

const { sql, relations } = JSON.parse(readFileSync(0, 'utf8')) as ColdTask;
const begun = performance.now();
translate(sql, (parts) => relations[parts.at(-1) ?? ''] ?? null);
process.stdout.write(String(performance.now() - begun));
