// Measures how long the translation of each view takes: `npm run bench:sql -- --help`, docs/performance.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { TABLE_NAMES } from '../etl/tables/index.ts';
import { type Catalog, loadCatalog, type View, versionedName } from '../sql/catalog.ts';
import { type FindRelation, lakeRelations, translate } from '../sql/duckdb/index.ts';
import type { ColdTask } from './sql-cold.ts';
import {
  plainTranslations,
  type Translation,
  tooSlow,
  translationOf,
  withTranslations,
} from './sql-report.ts';

const USAGE = `npm run bench:sql -- [options]
  --runs N      translations of each view, of which the median and the most are taken (default 50)
  --views A,B   only these views
  --json        print the results as JSON, and nothing else, on stdout
  --write FILE  replace the table in this Markdown file
It ends with 1 when the median of a view is over the limit.
`;

const COLD = fileURLToPath(new URL('./sql-cold.ts', import.meta.url));

function timed(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

/** The time of a view's translation in a process of its own, which has translated nothing before. */
function coldOf(view: View, find: FindRelation): number {
  const names = [...view.dependsOn, ...TABLE_NAMES];
  const task: ColdTask = {
    sql: view.sql,
    relations: Object.fromEntries(
      names.flatMap((name) => {
        const relation = find([name]);
        return relation ? [[name, relation]] : [];
      }),
    ),
  };
  return Number(execFileSync(process.execPath, [COLD], { input: JSON.stringify(task), encoding: 'utf8' }));
}

/** Views take turns, so that what the machine does besides hits all of them. */
function measure(views: readonly View[], find: FindRelation, runs: number): Translation[] {
  const cold = views.map((view) => coldOf(view, find));
  const warm = views.map((): number[] => []);
  for (let run = 0; run < runs; run += 1)
    for (const [index, view] of views.entries()) warm[index]?.push(timed(() => translate(view.sql, find)));
  return views.map((view, index) =>
    translationOf(versionedName(view), view.sql, cold[index] ?? 0, warm[index] ?? []),
  );
}

/** @throws {RangeError} when a view is not in the catalog */
function chosen(catalog: Catalog, names: string | undefined): readonly View[] {
  if (names === undefined) return catalog.views;
  return names.split(',').map((name) => {
    const view = catalog.view(name);
    if (!view) throw new RangeError(`bench: no view is called ${name}`);
    return view;
  });
}

function main(): void {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      views: { type: 'string' },
      json: { type: 'boolean' },
      write: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  const runs = Number(values.runs ?? 50);
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError('bench: --runs is a number from 1');
  const catalog = loadCatalog();
  const translations = measure(chosen(catalog, values.views), lakeRelations(catalog), runs);
  process.stdout.write(
    values.json ? `${JSON.stringify(translations, null, 2)}\n` : plainTranslations(translations),
  );
  if (values.write !== undefined) {
    const day = new Date().toISOString().slice(0, 10);
    writeFileSync(values.write, withTranslations(readFileSync(values.write, 'utf8'), translations, day));
  }
  if (tooSlow(translations).length > 0) process.exitCode = 1;
}

main();
