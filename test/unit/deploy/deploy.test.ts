import { describe, expect, test } from 'vitest';
import { TABLE_NAMES } from '../../../etl/tables/index.ts';
import { type Catalog, loadCatalog, type View, versionedName } from '../../../sql/catalog.ts';
import {
  ApplyBroken,
  applyViews,
  DriftFound,
  NameTaken,
  planViews,
  REGISTRY_VIEW,
  readDeployed,
  StatementTooLong,
  ViewRefused,
  type ViewTarget,
  type WantedView,
  wantedViews,
} from '../../../sql/deploy/index.ts';
import { type ViewEngine, viewEngine } from '../../support/view-engine.ts';

const wanted = (name: string, text: string, ...reads: string[]): WantedView => ({
  name,
  text,
  textSha256: `sha of ${text}`,
  reads,
});
const BASE = wanted('base_v1', 'SELECT 1 AS x');
const MIDDLE = wanted('middle_v1', 'SELECT x FROM base_v1', 'base_v1');
const TOP = wanted('top_v1', 'SELECT x FROM middle_v1', 'middle_v1');
const OTHER = wanted('other_v1', 'SELECT 2 AS y');
const ALL = [BASE, MIDDLE, TOP, OTHER];

const planned = async (target: ViewTarget, views: readonly WantedView[]) =>
  planViews(
    views,
    await readDeployed(
      target,
      'cci',
      views.map(({ name }) => name),
    ),
  );
const apply = async (target: ViewTarget, views: readonly WantedView[], overwriteDrift = false) =>
  (await applyViews(target, await planned(target, views), { overwriteDrift })).made;
const actions = async (target: ViewTarget, views: readonly WantedView[]) =>
  (await planned(target, views)).views.map(({ name, action }) => `${action} ${name}`);
const changes = ({ said }: ViewEngine) => said.filter((sql) => sql.startsWith('CREATE'));

async function appliedEngine(): Promise<ViewEngine> {
  const engine = viewEngine();
  await apply(engine, ALL);
  engine.said.length = 0;
  return engine;
}

describe('an apply', () => {
  test('makes each view after those that it reads, and a second one changes nothing', async () => {
    const engine = viewEngine();
    expect(await apply(engine, ALL)).toEqual(['base_v1', 'middle_v1', 'top_v1', 'other_v1']);
    expect(engine.stored.get('top_v1')).toBe(TOP.text);
    engine.said.length = 0;
    expect(await apply(engine, ALL)).toEqual([]);
    expect(changes(engine)).toEqual([]);
    expect(await actions(engine, ALL)).toEqual(ALL.map(({ name }) => `unchanged ${name}`));
  });

  test('asks the engine about all views before it changes the first', async () => {
    const engine = viewEngine((sql) => {
      if (sql.startsWith('EXPLAIN') && sql.includes('SELECT 2')) throw new Error('column y is odd');
    });
    await expect(apply(engine, ALL)).rejects.toMatchObject({
      constructor: ViewRefused,
      where: 'other_v1',
      hint: 'column y is odd',
    });
    expect(changes(engine)).toEqual([]);
  });

  test('explains a view over those that it reads as they will be', async () => {
    const engine = viewEngine();
    await apply(engine, ALL);
    expect(
      engine.said.find((sql) => sql.startsWith('EXPLAIN') && sql.includes('SELECT x FROM middle_v1')),
    ).toBe(
      'EXPLAIN WITH base_v1 AS (\nSELECT 1 AS x\n),\nmiddle_v1 AS (\nSELECT x FROM base_v1\n)\nSELECT * FROM (\nSELECT x FROM middle_v1\n) AS wanted',
    );
  });

  test('that was broken off is taken up, and what it had under way is no drift', async () => {
    let left = 4;
    const engine = viewEngine((sql) => {
      if (sql.startsWith('CREATE') && left-- === 0) throw new Error('gone');
    });
    await expect(apply(engine, ALL)).rejects.toThrow(ApplyBroken);
    expect(await actions(engine, ALL)).toEqual([
      'replace base_v1',
      'replace middle_v1',
      'replace top_v1',
      'create other_v1',
    ]);
    await apply(engine, ALL);
    expect(await apply(engine, ALL)).toEqual([]);
  });
});

describe('a plan', () => {
  test('never replaces what the engine did not list', async () => {
    const engine = viewEngine();
    const unseen = await planned(engine, [OTHER]);
    engine.stored.set('other_v1', 'SELECT 9 AS y');
    await expect(applyViews(engine, unseen)).rejects.toThrow(ApplyBroken);
    expect(engine.stored.get('other_v1')).toBe('SELECT 9 AS y');
  });

  test('asks for the schema as engines write it', async () => {
    const engine = viewEngine();
    await readDeployed(engine, "Cci'x", []);
    expect(engine.said[0]).toContain("table_schema = 'cci''x'");
  });

  test('replaces what is published with another text, and what reads it', async () => {
    const engine = await appliedEngine();
    const changed = ALL.map((view) => (view === BASE ? wanted('base_v1', 'SELECT 3 AS x') : view));
    const { views, steps } = await planned(engine, changed);
    expect(views.map(({ name, action, reason }) => [name, action, reason])).toEqual([
      ['base_v1', 'replace', 'is published with another text'],
      ['middle_v1', 'replace', 'reads base_v1'],
      ['top_v1', 'replace', 'reads middle_v1'],
      ['other_v1', 'unchanged', ''],
    ]);
    expect(steps.map(({ view }) => view.name)).toEqual(['base_v1', 'middle_v1', 'top_v1']);
  });

  test('makes a view again that was dropped', async () => {
    const engine = await appliedEngine();
    engine.stored.delete('top_v1');
    expect(await actions(engine, ALL)).toContain('create top_v1');
    expect(await apply(engine, ALL)).toEqual(['top_v1']);
  });

  test('finds a view that was changed by hand, and overwrites it only when told to', async () => {
    const engine = await appliedEngine();
    engine.stored.set('other_v1', 'SELECT 4 AS y');
    expect(await actions(engine, ALL)).toContain('drift other_v1');
    await expect(apply(engine, ALL)).rejects.toMatchObject({ constructor: DriftFound, views: ['other_v1'] });
    expect(changes(engine)).toEqual([]);
    expect(await apply(engine, ALL, true)).toEqual(['other_v1']);
    expect(engine.stored.get('other_v1')).toBe(OTHER.text);
    expect(await apply(engine, ALL)).toEqual([]);
  });

  test('takes a view that no apply made for drift, even with the text that is wanted', async () => {
    const engine = viewEngine();
    engine.stored.set('other_v1', OTHER.text);
    expect(await actions(engine, [OTHER])).toEqual(['drift other_v1']);
  });

  test('never touches a table that has the name of a view', async () => {
    const engine = viewEngine();
    engine.stored.set('other_v1', null);
    expect(await actions(engine, [OTHER])).toEqual(['taken other_v1']);
    await expect(apply(engine, [OTHER], true)).rejects.toThrow(NameTaken);
  });

  test('names what is not published any more, and an apply leaves it there and knows it on', async () => {
    const engine = await appliedEngine();
    const fewer = [BASE, MIDDLE, TOP];
    expect(await actions(engine, fewer)).toContain('orphan other_v1');
    await apply(engine, [...fewer, wanted('new_v1', 'SELECT 5 AS z')]);
    expect(engine.stored.has('other_v1')).toBe(true);
    expect(await actions(engine, fewer)).toContain('orphan other_v1');
    engine.stored.delete('other_v1');
    expect(await actions(engine, fewer)).not.toContain('orphan other_v1');
  });

  test('refuses a statement that is longer than Athena takes', () => {
    const long = wanted('long_v1', `SELECT '${'ä'.repeat(131_072)}' AS x`);
    const empty = { relations: new Map(), recorded: new Map() };
    expect(() => planViews([long], empty)).toThrow(StatementTooLong);
    expect(() =>
      planViews([wanted('short_v1', `SELECT '${'a'.repeat(131_072)}' AS x`)], empty),
    ).not.toThrow();
  });
});

describe('the published views', () => {
  const catalog = loadCatalog();
  const views = wantedViews(catalog);

  test('are wanted under both names, each after those that it reads', () => {
    const names = views.map(({ name }) => name);
    for (const view of catalog.views) expect(names).toContain(versionedName(view));
    for (const view of catalog.current) expect(names).toContain(view.name);
    for (const [index, { reads }] of views.entries())
      for (const name of reads) expect(names.slice(0, index)).toContain(name);
  });

  test('are named as no table, nor as the record of an apply', () => {
    for (const { name } of views) expect([...TABLE_NAMES, REGISTRY_VIEW]).not.toContain(name);
  });

  test('are explained and made within what Athena takes', () => {
    expect(planViews(views, { relations: new Map(), recorded: new Map() }).steps).toHaveLength(views.length);
  });

  test('have the plain name on the current version only', () => {
    const [old] = catalog.views;
    const next = { ...old, version: 2, sql: 'SELECT 1' } as View;
    const two: Catalog = {
      views: [old as View, next],
      current: [next],
      view: (name) => (name === old?.name ? next : undefined),
    };
    expect(wantedViews(two).map(({ name, reads }) => [name, ...reads])).toEqual([
      [`${old?.name}_v1`],
      [`${old?.name}_v2`],
      [old?.name, `${old?.name}_v2`],
    ]);
  });
});
