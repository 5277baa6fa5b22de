import type { QueryResult, QueryRunner } from '../../query/index.ts';
import { type FindRelation, type Given, type Relation, refuse, unsupported } from '../analysis/context.ts';
import { unquote } from '../analysis/literals.ts';
import { identifierOf } from '../analysis/scope.ts';
import type { Engine, Runnable } from '../engine.ts';
import { parse, type Syntax } from '../parser.ts';
import { isQuery, statementOf, type Translated, translateQuery } from '../translate.ts';
import { BIGINT, duckType } from '../types/type.ts';
import { insertSql } from './insert.ts';
import { type Names, STORE, WorkRelations } from './relations.ts';
import { checkColumns, storedColumns, type WorkColumn } from './storable.ts';
import { declaredColumns, partitionsOf } from './tables.ts';

/** A database in memory whose owner may change it: statements make tables and views, and fill them. */
export type WorkDatabase = QueryRunner;

export interface WorkOptions extends Names {
  /** Relations that are there before, and that no statement changes. */
  readonly find?: FindRelation;
}

/**
 * Opens a database over an engine of its own. What it makes is seen by no other engine and gone with it; a session that
 * is fenced to a tenant never has one.
 * Besides queries it runs CREATE VIEW, CREATE TABLE, CREATE TABLE AS, INSERT INTO … SELECT, DROP, PREPARE, EXECUTE,
 * EXECUTE IMMEDIATE and DEALLOCATE, with Trino's checks of names and types.
 */
export async function openWorkDatabase(engine: Engine, options: WorkOptions): Promise<WorkDatabase> {
  await engine.prepare(`CREATE SCHEMA ${STORE}`);
  const relations = new WorkRelations(options, options.find ?? (() => null));
  const work: Work = { engine, relations, prepared: new Map() };
  return { run: async (sql, parameters = []) => perform(work, statementOf(parse(sql)), parameters) };
}

interface Work {
  readonly engine: Engine;
  readonly relations: WorkRelations;
  /** Prepared statements by name, which Trino compares as it is written. */
  readonly prepared: Map<string, Syntax>;
}

type Perform = (work: Work, node: Syntax, parameters: readonly Given[]) => Promise<QueryResult>;

/** Statements that may be given parameters. */
const WITH_PARAMETERS: { readonly [kind: string]: Perform } = {
  InsertInto: insert,
  CreateTableAsSelect: createTableAs,
};

const WITHOUT_PARAMETERS: { readonly [kind: string]: (work: Work, node: Syntax) => Promise<QueryResult> } = {
  CreateView: createView,
  CreateTable: createTable,
  DropTable: (work, node) => drop(work, node, 'table'),
  DropView: (work, node) => drop(work, node, 'view'),
  Prepare: prepare,
  Execute: execute,
  ExecuteImmediate: executeImmediate,
  Deallocate: deallocate,
};

/** Statements about others, which are not executed themselves. */
const ABOUT_STATEMENTS = ['Prepare', 'Execute', 'ExecuteImmediate', 'Deallocate'];

const perform: Perform = async (work, node, parameters) => {
  if (isQuery(node)) return work.engine.runTranslated(translateQuery(node, work.relations.find, parameters));
  const given = WITH_PARAMETERS[node.kind];
  if (given) return given(work, node, parameters);
  const plain = WITHOUT_PARAMETERS[node.kind];
  if (!plain) throw unsupported(node, `${node.tokens[0] ?? node.kind} statements`);
  if (parameters.length > 0) throw refuse(node, 'invalid_parameter_usage', 'it takes no parameters');
  return plain(work, node);
};

/** What a statement that only changes something answers. */
const DONE: QueryResult = { columns: [], rows: [] };
const rowsChanged = (duckdbSql: string): Runnable => ({
  duckdbSql,
  columns: [{ name: 'rows', type: 'bigint', trinoType: BIGINT }],
});
const NO_ROWS: QueryResult = { columns: [{ name: 'rows', type: 'bigint' }], rows: [[0]] };

function part(node: Syntax, index: number): Syntax {
  const found = node.nodes.at(index);
  if (!found) throw unsupported(node, `this ${node.tokens[0] ?? node.kind}`);
  return found;
}

async function createView({ relations }: Work, node: Syntax): Promise<QueryResult> {
  const [name, query] = [part(node, 0), part(node, -1)];
  const before = relations.made(name);
  const replaces = node.tokens.includes('REPLACE') && before?.kind !== 'table';
  if (!replaces || !before) relations.checkFree(name);
  const { fields } = translateQuery(query, relations.find);
  relations.addView(name, query, checkColumns(fields, query));
  return DONE;
}

const mayExist = ({ tokens }: Syntax): boolean => tokens.join(' ').includes('IF NOT EXISTS');

async function createTable(work: Work, node: Syntax): Promise<QueryResult> {
  const name = part(node, 0);
  if (mayExist(node) && work.relations.made(name)) return DONE;
  const columns = storedColumns(declaredColumns(node), node);
  const list = columns.map(({ type }, index) => `c${index + 1} ${duckType(type)}`).join(', ');
  await made(work, name, columns, node, ({ sql }) => rowsChanged(`CREATE TABLE ${sql} (${list})`));
  return DONE;
}

async function createTableAs(work: Work, node: Syntax, parameters: readonly Given[]): Promise<QueryResult> {
  const name = part(node, 0);
  if (mayExist(node) && work.relations.made(name)) return NO_ROWS;
  const query = translateQuery(queryOf(node), work.relations.find, parameters);
  const columns = storedColumns(renamed(query, node), node);
  const limit = node.tokens.join(' ').endsWith('WITH NO DATA') ? ' LIMIT 0' : '';
  return made(work, name, columns, node, ({ sql }) =>
    rowsChanged(`CREATE TABLE ${sql} AS SELECT * FROM (${query.duckdbSql}) AS q${limit}`),
  );
}

const queryOf = (node: Syntax): Syntax => node.nodes.find(isQuery) ?? part(node, -1);

/** The query's columns under the names that CREATE TABLE t (a, b) AS gives them. */
function renamed({ fields }: Translated, node: Syntax): Translated['fields'] {
  const names = node.nodes.find(({ kind }) => kind === 'ColumnListCreate')?.nodes;
  if (names && names.length !== fields.length)
    throw refuse(node, 'mismatched_column_aliases', `${names.length} names for ${fields.length} columns`);
  return fields.map((field, index) => {
    const name = names?.[index];
    return name ? { ...field, name: identifierOf(name.nodes[0] ?? name) } : field;
  });
}

/** Makes a table, which is there only if the statement did not fail. */
async function made(
  { engine, relations }: Work,
  name: Syntax,
  columns: readonly WorkColumn[],
  node: Syntax,
  statement: (table: Relation) => Runnable,
): Promise<QueryResult> {
  relations.checkFree(name);
  const partitions = partitionsOf(node, columns);
  const table = relations.addTable(name, columns, partitions);
  try {
    return await engine.runTranslated(statement(table));
  } catch (error) {
    relations.remove(name);
    throw error;
  }
}

async function insert(
  { engine, relations }: Work,
  node: Syntax,
  parameters: readonly Given[],
): Promise<QueryResult> {
  const name = part(node, 0);
  const table = relations.must(name, 'table');
  if (table.kind !== 'table') throw unsupported(node, 'INSERT into a view');
  const query = translateQuery(queryOf(node), relations.find, parameters);
  return engine.runTranslated(rowsChanged(insertSql(node, table.relation, query)));
}

async function drop({ engine, relations }: Work, node: Syntax, kind: 'table' | 'view'): Promise<QueryResult> {
  const name = part(node, 0);
  if (node.tokens.includes('EXISTS') && !relations.made(name)) return DONE;
  const found = relations.must(name, kind);
  if (found.kind === 'table')
    await engine.runTranslated({ duckdbSql: `DROP TABLE ${found.relation.sql}`, columns: [] });
  relations.remove(name);
  return DONE;
}

async function prepare({ prepared }: Work, node: Syntax): Promise<QueryResult> {
  const [name, statement] = [part(node, 0), part(node, 1)];
  if (!isQuery(statement) && !WITH_PARAMETERS[statement.kind])
    throw unsupported(statement, `PREPARE of ${statement.tokens[0] ?? statement.kind}`);
  prepared.set(name.text, statement);
  return DONE;
}

async function execute(work: Work, node: Syntax): Promise<QueryResult> {
  const name = part(node, 0);
  const statement = work.prepared.get(name.text);
  if (!statement) throw refuse(name, 'not_found', `there is no prepared statement ${name.text}`);
  return perform(work, statement, node.nodes.slice(1));
}

async function executeImmediate(work: Work, node: Syntax): Promise<QueryResult> {
  const statement = statementOf(parse(unquote(part(node, 0))));
  if (ABOUT_STATEMENTS.includes(statement.kind))
    throw refuse(node, 'not_supported', `EXECUTE IMMEDIATE of ${statement.tokens[0]}`);
  return perform(work, statement, node.nodes.slice(1));
}

async function deallocate({ prepared }: Work, node: Syntax): Promise<QueryResult> {
  const name = part(node, 0);
  if (!prepared.delete(name.text))
    throw refuse(name, 'not_found', `there is no prepared statement ${name.text}`);
  return DONE;
}
