import { type FindRelation, openEngine, openWorkDatabase } from '../../sql/duckdb/index.ts';
import type { Parameter } from '../../sql/query/index.ts';

/** Answers in the form of Trino's protocol, for the tools that judge an engine by what a real Trino says. */
export interface Answer {
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface Adapter {
  run(sql: string, parameters?: readonly Parameter[]): Promise<Answer>;
}

interface Tables {
  /** DuckDB's own SQL, which makes the relations of a test. */
  readonly sql: string;
  readonly find: FindRelation;
  /** Schemas in which statements may make more. */
  readonly schemas?: readonly [string, ...string[]];
}

/** The runner alone, without a tenant and a lake, over a database that statements may change. */
export async function open({ sql, find, schemas = ['work'] }: Tables = NOTHING): Promise<Adapter> {
  const engine = await openEngine({ timeoutSeconds: 10 });
  if (sql) await engine.prepare(sql);
  await engine.lock([]);
  const database = await openWorkDatabase(engine, { find, schemas });
  return {
    run: async (statement, parameters) => {
      const { columns, rows } = await database.run(statement, parameters);
      return { types: columns.map(({ type }) => type), rows };
    },
  };
}

const NOTHING: Tables = { sql: '', find: () => null };
