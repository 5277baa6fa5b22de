/** The shape of every table, compiled from its definition into statements over sealed call documents, for any engine with a dialect. */
export { type Elements, pathSql, quoted, type ShapeDialect } from './dialect.ts';
export { DOCUMENT_TYPE, typeAt } from './document-type.ts';
export {
  aggregateSelect,
  documentsSelect,
  type Evaluations,
  evaluationsSelect,
  factSelect,
  onlyEvaluationsSelect,
} from './statements.ts';
export { SHAPE_VERSION } from './version.ts';
export { aheadOfUtc, type DayRange, prepareZone } from './zone.ts';
