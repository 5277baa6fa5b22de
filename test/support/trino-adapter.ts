import { type FindRelation, openEngine } from '../../sql/duckdb/index.ts';

/** Answers in the form of Trino's protocol, for the tools that judge an engine by what a real Trino says. */
export interface Answer {
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface Adapter {
  run(sql: string): Promise<Answer>;
}

/** The runner alone, without a tenant and a lake; `tables` makes the relations of a test, in DuckDB's own SQL. */
export async function open(
  tables: { readonly sql: string; readonly find: FindRelation } = { sql: '', find: () => null },
): Promise<Adapter> {
  const engine = await openEngine({ timeoutSeconds: 10 });
  if (tables.sql) await engine.prepare(tables.sql);
  await engine.lock([]);
  return {
    run: async (sql) => {
      const { columns, rows } = await engine.run(sql, tables.find, []);
      return { types: columns.map(({ type }) => type), rows };
    },
  };
}
