import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult as KyselyResult,
  type SelectQueryNode,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely';
import { SqlError } from '../errors.ts';
import type { Parameter, QueryResult, QueryRunner } from './runner.ts';
import type { LakeSchema } from './schema.ts';

/**
 * A Kysely database of the published views that runs its queries on the given runner.
 * Only SELECT is possible; `LakeSchema` says which columns there are.
 */
export function createDb(runner: QueryRunner): Kysely<LakeSchema> {
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new RunnerDriver(runner),
    createQueryCompiler: () => new AthenaCompiler(),
    createIntrospector: () => {
      throw new SqlError('introspection_refused', 'sql: the catalog describes the views, not the engine');
    },
  };
  return new Kysely<LakeSchema>({ dialect });
}

/** SQLite's compiler has Athena's quoting and its `?`; only OFFSET stands before LIMIT in Athena. */
class AthenaCompiler extends SqliteQueryCompiler {
  protected override visitSelectQuery(node: SelectQueryNode): void {
    const { limit, offset, ...rest } = node;
    const swapped = { ...rest, ...(offset && { limit: offset }), ...(limit && { offset: limit }) };
    super.visitSelectQuery(swapped as unknown as SelectQueryNode);
  }
}

class RunnerDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(runner: QueryRunner) {
    this.#connection = {
      executeQuery: <R>(query: CompiledQuery) => execute<R>(runner, query),
      streamQuery: () => {
        throw new SqlError('stream_refused', 'sql: results are not streamed');
      },
    };
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    throw new SqlError(
      'transaction_refused',
      'sql: there is nothing to change, so there are no transactions',
    );
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

async function execute<R>(runner: QueryRunner, query: CompiledQuery): Promise<KyselyResult<R>> {
  if (query.query.kind !== 'SelectQueryNode')
    throw new SqlError('not_a_select', `sql: only SELECT is run, not ${query.query.kind}`);
  const result = await runner.run(query.sql, query.parameters.map(asParameter));
  return { rows: toObjects(result) as R[] };
}

function asParameter(value: unknown): Parameter {
  if (value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value))
    return value as Parameter;
  if (typeof value === 'object' && 'date' in value && typeof value.date === 'string')
    return { date: value.date };
  throw new SqlError('parameter_refused', `sql: a parameter of type ${typeof value} has no Athena type`);
}

function toObjects({ columns, rows }: QueryResult): Record<string, unknown>[] {
  const names = columns.map((column) => column.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new SqlError('duplicate_column', `sql: two result columns are named ${twice}`, { where: twice });
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
}
