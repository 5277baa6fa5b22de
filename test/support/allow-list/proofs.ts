import { TABLE_NAMES } from '../../../etl/tables/index.ts';
import { loadCatalog } from '../../../sql/catalog.ts';
import { type FindRelation, lakeRelations, openEngine } from '../../../sql/duckdb/index.ts';
import { LAKE, tableSql } from '../../../sql/duckdb/lake.ts';
import { parse, type Syntax } from '../../../sql/duckdb/parser.ts';
import { BATTERY_ROWS } from '../../sql/battery.ts';
import { writeLake } from '../lake-files.ts';
import { comparable, type TrinoAnswer } from '../trino.ts';
import type { ValueClass } from './value-classes.ts';
import { type Uses, Witness } from './witness.ts';

/** An answer of a real Trino. */
export interface Recorded {
  readonly sql: string;
  readonly trino: TrinoAnswer;
  readonly version: string;
}

/** What stands behind a use. */
export interface Proof {
  /** Recorded answers that this engine gives too. */
  answers: number;
  readonly values: Set<ValueClass>;
}

export interface Proofs {
  readonly uses: ReadonlyMap<string, Proof>;
  /** Kinds of nodes of the grammar, and in how many statements with such an answer they stand. */
  readonly constructs: ReadonlyMap<string, number>;
  /** Types of results, without their parameters. */
  readonly types: ReadonlyMap<string, number>;
  readonly answers: number;
  readonly rejections: number;
}

/** Runs every recorded statement again and notes what those that are answered alike are made of. */
export async function prove(recorded: readonly Recorded[]): Promise<Proofs> {
  const witness = new Witness();
  const lake = await writeLake(BATTERY_ROWS);
  const engine = await openEngine();
  const known = lakeRelations(loadCatalog());
  const find: FindRelation = Object.assign((parts: readonly string[]) => known(parts), {
    schema: known.schema,
    names: known.names,
    watch: witness.watch,
  }) as FindRelation;
  const uses = new Map<string, Proof>();
  const constructs = new Map<string, number>();
  const types = new Map<string, number>();
  let [answers, rejections] = [0, 0];
  try {
    await engine.prepare(`CREATE SCHEMA ${LAKE}`);
    for (const table of TABLE_NAMES) await engine.prepare(tableSql(table, lake.tenantId, lake.files[table]));
    for (const one of recorded) {
      if ('error' in one.trino) {
        rejections += 1;
        continue;
      }
      const seen = (await agrees(one, true)) ?? (await agrees(one, false));
      if (!seen) continue;
      answers += 1;
      for (const [use, values] of seen) {
        const proof = uses.get(use) ?? { answers: 0, values: new Set() };
        proof.answers += 1;
        for (const value of values) proof.values.add(value);
        uses.set(use, proof);
      }
      for (const kind of kindsOf(parse(one.sql))) constructs.set(kind, (constructs.get(kind) ?? 0) + 1);
      for (const type of typesOf(one.trino)) types.set(type, (types.get(type) ?? 0) + 1);
    }
  } finally {
    engine.close();
    lake.remove();
  }
  return { uses, constructs, types, answers, rejections };

  /** What the statement used; null when it is not answered as Trino did, as can be when its values are looked at. */
  async function agrees({ sql, trino }: Recorded, looking: boolean): Promise<Uses | null> {
    witness.looks = looking;
    witness.taken();
    try {
      const { columns, rows } = await engine.run(sql, find, []);
      const same =
        'types' in trino &&
        comparable(sql, { types: columns.map(({ type }) => type), rows }) === comparable(sql, trino);
      return same ? witness.taken() : null;
    } catch {
      return null;
    }
  }
}

const TYPE = /timestamp\(\d+\) with time zone|timestamp\(\d+\)|INTERVAL [A-Z ]+|[a-z]+/g;

/** The types in an answer, those within others too; names of fields stand before a type and are left out. */
function typesOf(trino: TrinoAnswer): Set<string> {
  const texts = 'types' in trino ? trino.types : [];
  const named = texts.map((text) => text.replaceAll(/(?<=[(,] ?)(?:"[^"]*"|[a-z_]\w*) (?=[a-z])/g, ''));
  return new Set(named.flatMap((text) => [...text.matchAll(TYPE)].map(([type]) => type)));
}

function kindsOf(node: Syntax): Set<string> {
  const kinds = new Set([node.kind, ...node.tokens.map((token) => `${node.kind} ${token}`)]);
  for (const part of node.nodes) for (const kind of kindsOf(part)) kinds.add(kind);
  return kinds;
}
