/** Lineage, by the runner's own analysis: from which columns the columns of a statement or a published view come, and what it reads. */
export type { How, Origin, Origins } from '../duckdb/index.ts';
export { type ColumnLineage, isConstant, lineageOf, lineageOfStatement } from './columns.ts';
export { type DeprecatedRead, deprecatedViewsRead, deprecationText } from './deprecations.ts';
export { relationsRead } from './relations.ts';
