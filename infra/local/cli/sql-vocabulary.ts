import { TABLES, type TableName } from '../../../etl/tables/index.ts';
import { type AthenaSession, allowedSql, translate } from '../../../sql/duckdb/index.ts';
import type { Column, Vocabulary } from '../shell/index.ts';

/** Columns that come from a file's folder. */
const PARTITION = [
  ['tenant_id', 'Tenant.'],
  ['period', 'Period whose files hold the row; a condition on it saves reading the others.'],
] as const;

/** What an analyst's statement may name: the tables, the published views, their columns, the functions that run. */
export function lakeVocabulary({ catalog, find }: Pick<AthenaSession, 'catalog' | 'find'>): Vocabulary {
  const documented = (name: string): ReadonlyMap<string, string> => {
    const view = catalog.view(name);
    if (view) return new Map(view.columns.map((column) => [column.name, column.doc]));
    const columns = Object.entries(TABLES[name as TableName]?.columns ?? {});
    return new Map([...PARTITION, ...columns.map(([column, { doc }]) => [column, doc] as const)]);
  };
  return {
    tables: Object.entries(TABLES).map(([name, { grain }]) => ({ name, grain })),
    views: catalog.current
      .filter(({ layer }) => layer === 'marts')
      .map(({ name, grain }) => ({ name, grain }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    functions: [
      ...new Set(
        allowedSql().flatMap(({ signatures }) =>
          signatures.map((text) => /^[a-z_0-9]+/.exec(text)?.[0] ?? '').filter((name) => name !== ''),
        ),
      ),
    ],
    columnsOf(name) {
      if (!/^\w+$/.test(name) || find([name]) === null) return null;
      const docs = documented(name);
      return translate(`SELECT * FROM "${name}"`, find).columns.map(
        (column): Column => ({ name: column.name, type: column.type, doc: docs.get(column.name) ?? '' }),
      );
    },
  };
}
