import {
  type Dialect,
  HandleEmptyInListsPlugin,
  Kysely,
  replaceWithNoncontingentExpression,
  SqliteAdapter,
} from 'kysely';
import type { ReadonlyKysely } from 'kysely/readonly';
import { SqlError } from '../errors.ts';
import { LakeQueryCompiler } from './compiler.ts';
import { RunnerDriver } from './driver.ts';
import type { QueryRunner } from './runner.ts';
import type { LakeSchema } from './schema.ts';

/**
 * A Kysely dialect that writes the SQL of Athena and Trino and runs it on the given runner. Only SELECT is possible. A query
 * that is given a signal is stopped at the engine when it is aborted, whatever `inflightQueryAbortStrategy` says; `stream`
 * gives rows in the portions in which the engine hands them out.
 */
export function lakeDialect(runner: QueryRunner): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new RunnerDriver(runner),
    createQueryCompiler: () => new LakeQueryCompiler(),
    createIntrospector: () => {
      throw new SqlError('introspection_refused', 'sql: the catalog describes the views, not the engine');
    },
  };
}

/** The published views as Kysely knows them: what does not read, or reads a column that is not there, does not compile. */
export type LakeDb = ReadonlyKysely<LakeSchema>;

/**
 * Typed access to the published views over a dialect of this layer, or over a runner. `IN` of an empty list holds for no row;
 * written as it is, it would be an error of Athena.
 */
export function createDb(on: Dialect | QueryRunner): LakeDb {
  // Kysely's own way to the type: what it leaves out is there, and refused by the driver.
  return new Kysely<LakeSchema>({
    dialect: 'run' in on ? lakeDialect(on) : on,
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  }) as never;
}
