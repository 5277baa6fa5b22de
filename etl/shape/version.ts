import { createHash } from 'node:crypto';
import { AGGREGATE_TABLE_NAMES, FACT_TABLE_NAMES, PERIOD_TABLES, type Table } from '../tables/index.ts';
import type { ShapeDialect } from './dialect.ts';
import { aggregateSelect, documentsSelect, factSelect } from './statements.ts';

/** Raised by hand when a dialect gives other rows than before, or a refused document is read now, though the statements did not change. */
const RULES = 2;

/** Writes every construct by its name: what the statements mean, whichever engine runs them. */
const NAMES: ShapeDialect = {
  instant: (text) => `instant(${text})`,
  day: (text) => `day(${text})`,
  wallClock: (instant) => `wall_clock(${instant})`,
  size: (list) => `size(${list})`,
  sizeWhere: (list, condition) => `size_where(${list}, ${condition})`,
  firstWhere: (list, condition, field) => `first_where(${list}, ${condition}, ${field})`,
  words: (text) => `words(${text})`,
  type: (type) => JSON.stringify(type),
  elements: ({ relation, carry, list, element, as }) =>
    `elements(${relation}, ${carry.join(' ')}, ${list}, ${JSON.stringify(element)}, ${as})`,
};

const columnsOf = (table: Table) =>
  Object.entries(table.columns).map(([name, { type, nullable }]) => [name, type, nullable ?? false]);

const meaning = JSON.stringify([
  Object.values(PERIOD_TABLES).map((table: Table) => [table.name, table.key, table.sort, columnsOf(table)]),
  documentsSelect(NAMES, 'source'),
  FACT_TABLE_NAMES.map((name) => factSelect(name, NAMES, 'documents')),
  AGGREGATE_TABLE_NAMES.map((name) => aggregateSelect(name, NAMES, 'facts')),
]);

/** What a curated file depends on besides its documents: the rules of shaping and the definition of the tables. */
export const SHAPE_VERSION = `${RULES}-${createHash('sha256').update(meaning).digest('hex').slice(0, 8)}`;
