import { type FindRelation, type Relation, refuse, unsupported } from '../analysis/context.ts';
import { namesOf } from '../analysis/scope.ts';
import type { Position, Syntax } from '../parser.ts';
import { translateQuery } from '../translate.ts';
import { sameType } from '../types/type.ts';
import type { WorkColumn } from './storable.ts';

/** DuckDB schema of the tables that statements make. */
export const STORE = 'work';

interface Table {
  readonly kind: 'table';
  readonly relation: Relation;
}
interface View {
  readonly kind: 'view';
  readonly query: Syntax;
  readonly columns: readonly WorkColumn[];
}
type Made = Table | View;

/** Where names without a schema or catalog are looked for. */
export interface Names {
  /** Catalog that a name of three parts may begin with. */
  readonly catalog?: string;
  /** Schemas in which tables and views may be made; names without one mean the first. */
  readonly schemas: readonly [string, ...string[]];
}

/** The tables and views that statements made, beside the relations that were there before. */
export class WorkRelations {
  readonly #made = new Map<string, Made>();
  readonly #names: Names;
  readonly #given: FindRelation;
  readonly #unfolding = new Set<string>();
  #tables = 0;

  constructor(names: Names, given: FindRelation) {
    this.#names = names;
    this.#given = given;
  }

  /** Finds what was made, then what was there before. */
  readonly find: FindRelation = (parts) => {
    const key = this.#keyOf(parts);
    const made = key === null ? undefined : this.#made.get(key);
    if (key === null || !made) return this.#given(parts);
    return made.kind === 'table' ? made.relation : this.#unfolded(key, made);
  };

  /** What was made under a name of a statement. */
  made(node: Syntax): Made | null {
    return this.#made.get(this.#ownKey(node)) ?? null;
  }

  /** @throws {SqlRefused} when the name is of no relation, or of one that was not made here */
  must(node: Syntax, kind: Made['kind']): Made {
    const made = this.made(node);
    if (made?.kind === kind) return made;
    const name = namesOf(node).join('.');
    if (made) throw refuse(node, 'generic_user_error', `'${name}' is a ${made.kind}, not a ${kind}`);
    if (this.#given(namesOf(node))) throw unsupported(node, `changing '${name}', which was not made here,`);
    throw refuse(node, 'table_not_found', `${kind} '${name}' does not exist`);
  }

  /** @throws {SqlRefused} when the name is taken */
  checkFree(node: Syntax): void {
    if (this.made(node) || this.#given(namesOf(node)))
      throw refuse(node, 'table_already_exists', `'${namesOf(node).join('.')}' already exists`);
  }

  addTable(node: Syntax, columns: readonly WorkColumn[], partitionedBy: readonly string[]): Relation {
    this.#tables += 1;
    const relation = { sql: `${STORE}.t${this.#tables}`, fields: columns, partitionedBy };
    this.#made.set(this.#ownKey(node), { kind: 'table', relation });
    return relation;
  }

  addView(node: Syntax, query: Syntax, columns: readonly WorkColumn[]): void {
    this.#made.set(this.#ownKey(node), { kind: 'view', query, columns });
  }

  remove(node: Syntax): void {
    this.#made.delete(this.#ownKey(node));
  }

  /** A view means what its query means when it is asked, and is void when that has other columns by then. */
  #unfolded(key: string, { query, columns }: View): Relation {
    if (this.#unfolding.has(key)) throw refuse(query, 'view_is_recursive', `the view '${key}' asks itself`);
    this.#unfolding.add(key);
    try {
      const { duckdbSql, fields } = translateQuery(query, this.find);
      const same =
        fields.length === columns.length &&
        fields.every(
          ({ name, type }, index) => name === columns[index]?.name && sameType(type, columns[index].type),
        );
      if (!same)
        throw refuse(query, 'view_is_stale', `the view '${key}' has other columns than it was made with`);
      return { sql: `(${duckdbSql})`, fields: fields as Relation['fields'] };
    } finally {
      this.#unfolding.delete(key);
    }
  }

  #ownKey(node: Syntax): string {
    const key = this.#keyOf(namesOf(node));
    if (key === null) throw schemaNotFound(node);
    return key;
  }

  /** Schema and name; null when it is of another catalog or schema. */
  #keyOf(parts: readonly string[]): string | null {
    const { catalog, schemas } = this.#names;
    const [name, schema = schemas[0], inCatalog = catalog, ...more] = [...parts].reverse();
    return name === undefined || more.length > 0 || inCatalog !== catalog || !schemas.includes(schema)
      ? null
      : `${schema}.${name}`;
  }
}

const schemaNotFound = (node: Syntax & Position) =>
  refuse(node, 'schema_not_found', `there is no schema for '${namesOf(node).join('.')}'`);
