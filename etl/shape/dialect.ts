import type { ColumnType, Dialect } from '../tables/index.ts';

/** The elements of a list in each row of a relation. */
export interface Elements {
  /** SQL of the relation, for FROM. */
  readonly relation: string;
  /** Columns of the relation to repeat beside each element, unquoted. */
  readonly carry: readonly string[];
  /** SQL of the list; NULL has no elements. */
  readonly list: string;
  /** Type of an element. One that is no row becomes the field `text` of one. */
  readonly element: ColumnType;
  /** Column that holds the element, beside `position` (integer, from 0). */
  readonly as: string;
}

/** What the compiler of the statements needs of an engine, besides what columns do. */
export interface ShapeDialect extends Dialect {
  /** Name of a type, for CAST. */
  type(type: ColumnType): string;
  /** A SELECT of the elements. */
  elements(request: Elements): string;
}

/** A quoted identifier; both engines quote alike. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** SQL of a dotted path such as `d.agent.id`. */
export const pathSql = (path: string): string => path.split('.').map(quoted).join('.');
