/** The engine for what is too much for one machine: the shape's statements in Trino's SQL, for Athena or any Trino. */

export * from '../statements/index.ts';
export {
  type AthenaPlace,
  athenaCatalog,
  type LakeCatalog,
  type TrinoPlace,
  trinoCatalog,
} from './catalog.ts';
export { athenaDialect, trinoType } from './dialect.ts';
export * from './external-tables.ts';
export { PERIODS_AT_ONCE } from './periods.ts';
export { DAYS_AT_ONCE, type RawFolders, STRAYS_AT_ONCE } from './raw-readings.ts';
export type { TenantRun } from './statements.ts';
export { CURRENT_VIEW, currentSelect, lakeStatements, tableSelect } from './views.ts';
export * from './write-tenant.ts';
