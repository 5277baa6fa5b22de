import { TABLE_NAMES, TABLES } from '../etl/tables/index.ts';
import type { Catalog, View } from './catalog.ts';
import type { Check } from './checks.ts';

/** A table, or the current version of a view. */
interface Keyed {
  readonly name: string;
  readonly invariants: View['invariants'];
  readonly grain: string;
  /** Columns that identify a row, the tenant among them. */
  readonly key: readonly string[];
  readonly owner: string;
  readonly isTable: boolean;
}

/** Who looks after the tables, and so after what is derived from them. */
const OWNER = 'qa-analytics';

const ADVICE = {
  foreignTable:
    "Take the tenant's dashboard and exports offline first: they may show another company's calls. Then look at which files carry it (cci sql) and have the tables made anew with cci replay --since DAY.",
  foreignView:
    'Do not use this view: it joins without the tenant, or loses it. Its SQL has to be mended in a new version.',
  twiceTable:
    'Sums count these rows twice. Run cci replay --since DAY (the first day of these rows); the tables are then made anew from the raw documents.',
  twiceView:
    'Sums over this view count these rows twice. When the same check of the tables that it reads passes, its SQL is wrong and has to be mended in a new version.',
  promise: (view: string) =>
    `Do not use figures of ${view} until it is known why. When the checks of the tables that it reads pass, its SQL is wrong and has to be mended in a new version.`,
} as const;

const relations = (catalog: Catalog): readonly Keyed[] => [
  ...TABLE_NAMES.map((name) => ({
    name,
    grain: TABLES[name].grain,
    key: ['tenant_id', ...TABLES[name].key],
    owner: OWNER,
    invariants: [],
    isTable: true,
  })),
  ...catalog.current.map((view) => ({ ...view, isTable: false })),
];

/** The checks that follow from what the catalog says: of every table and current view, its tenant, its grain and its promises. */
export function derivedChecks(catalog: Catalog): Check[] {
  const all = relations(catalog);
  const names = all.map(({ name }) => name);
  return all.flatMap((relation) => [
    foreignRows(relation),
    duplicates(relation),
    ...relation.invariants.map((_, index) => promiseOf(relation, index, names)),
  ]);
}

const derived = (name: string, { owner, name: of }: Keyed) =>
  ({ name, severity: 'error', owner, of, reads: [of], columns: [], cases: [] }) as const;

const foreignRows = (relation: Keyed): Check => ({
  ...derived(`foreign_rows_in_${relation.name}`, relation),
  promise: `every row of ${relation.name} is of the tenant who asks`,
  advice: relation.isTable ? ADVICE.foreignTable : ADVICE.foreignView,
  sql: `SELECT tenant_id, count(*) AS rows_found\nFROM ${relation.name}\nWHERE tenant_id IS DISTINCT FROM ?\nGROUP BY tenant_id\n`,
  parameters: ['tenant_id'],
});

const duplicates = (relation: Keyed): Check => {
  const key = relation.key.join(', ');
  return {
    ...derived(`duplicates_in_${relation.name}`, relation),
    promise: `${relation.name} has ${relation.grain}`,
    advice: relation.isTable ? ADVICE.twiceTable : ADVICE.twiceView,
    sql: `SELECT ${key}, count(*) AS rows_found\nFROM ${relation.name}\nGROUP BY ${key}\nHAVING count(*) > 1\n`,
    parameters: [],
  };
};

function promiseOf(view: Keyed, index: number, names: readonly string[]): Check {
  const { promise = '', violations = '' } = view.invariants[index] ?? {};
  return {
    ...derived(`${view.name}_promise_${index + 1}`, view),
    reads: names.filter((name) => new RegExp(`\\b${name}\\b`).test(violations)),
    promise: `${view.name}: ${promise}`,
    advice: ADVICE.promise(view.name),
    sql: `${violations.trim()}\n`,
    parameters: [],
  };
}
