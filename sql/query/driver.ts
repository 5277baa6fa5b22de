import type {
  AbortableOperationOptions,
  Compilable,
  CompiledQuery,
  DatabaseConnection,
  Driver,
  QueryResult as KyselyResult,
} from 'kysely';
import { SqlError } from '../errors.ts';
import { asParameter } from './literal.ts';
import type { Parameter, QueryResult, QueryRunner, RunOptions } from './runner.ts';

/** Runs compiled queries on a runner; only SELECT, and nothing to commit. */
export class RunnerDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(runner: QueryRunner) {
    this.#connection = new RunnerConnection(runner);
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

class RunnerConnection implements DatabaseConnection {
  readonly #runner: QueryRunner;

  constructor(runner: QueryRunner) {
    this.#runner = runner;
  }

  async executeQuery<R>(query: CompiledQuery, options?: AbortableOperationOptions): Promise<KyselyResult<R>> {
    const signal = options?.signal;
    try {
      return rowObjects<R>(await this.#runner.run(query.sql, parametersOf(query), optionsOf(signal)));
    } catch (error) {
      // Kysely has given the signal's reason to its caller by now, and would print whatever comes after it.
      if (signal?.aborted) return { rows: [] };
      throw error;
    }
  }

  async *streamQuery<R>(
    query: CompiledQuery,
    _chunkSize: number,
    options?: AbortableOperationOptions,
  ): AsyncIterableIterator<KyselyResult<R>> {
    const signal = options?.signal;
    const [sql, parameters, asked] = [query.sql, parametersOf(query), optionsOf(signal)];
    try {
      if (!this.#runner.pages) yield rowObjects(await this.#runner.run(sql, parameters, asked));
      else for await (const page of this.#runner.pages(sql, parameters, asked)) yield rowObjects(page);
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  /** The signal that Kysely calls this for has reached the runner, which stops the query at the engine. */
  async cancelQuery(): Promise<void> {}
}

const optionsOf = (signal: AbortSignal | undefined): RunOptions => (signal ? { signal } : {});

/** The text and the parameters of a typed query, for what a runner gives in other forms than rows. */
export function statementOf(query: Compilable): { readonly sql: string; readonly parameters: Parameter[] } {
  const compiled = query.compile();
  return { sql: compiled.sql, parameters: parametersOf(compiled) };
}

function parametersOf({ query, parameters }: CompiledQuery): Parameter[] {
  if (query.kind !== 'SelectQueryNode')
    throw new SqlError('not_a_select', `sql: only SELECT is run, not ${query.kind}`);
  return parameters.map(asParameter);
}

function rowObjects<R>({ columns, rows }: QueryResult): KyselyResult<R> {
  const names = columns.map((column) => column.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new SqlError('duplicate_column', `sql: two result columns are named ${twice}`, { where: twice });
  const objects = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
  return { rows: objects as R[] };
}
