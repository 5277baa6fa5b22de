import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { Connections } from '../../../etl/engines/duckdb/connections.ts';
import { duckdbDialect } from '../../../etl/engines/duckdb/dialect.ts';
import { comesIn, HeldLines, orderOfDocuments } from '../../../etl/engines/duckdb/held-lines.ts';
import { parquetOptions } from '../../../etl/engines/duckdb/parquet-options.ts';
import { FACT_TABLE_NAMES, FACT_TABLES } from '../../../etl/tables/index.ts';
import { sealDocument } from '../../../pipeline/contract/index.ts';
import { writeLineFile } from '../../support/line-file.ts';
import { evaluation, temporaryFolder, turn } from './builders.ts';
import { on } from './night-scene.ts';
import { readFooter } from './read-parquet.ts';

/** A day, a call and the places that its turns say. */
type Call = readonly [dt: string, id: string, ...places: number[]];

/** Tables that need no sorting by their own order, and by that of the calls, when these calls come in these files. */
async function unsorted(
  files: readonly (readonly Call[])[],
  evaluations = 1,
): Promise<Record<'sort' | 'byCall', readonly string[]>> {
  const folder = await temporaryFolder();
  const connections = await Connections.to(await DuckDBInstance.create(':memory:', { threads: '1' }));
  const held = await Promise.all(
    files.map((calls, part) => {
      const lines = calls.map(([dt, id, ...places]) => {
        const document = on(dt, id);
        const turns = places.map((place) => turn(place, 'word'));
        return sealDocument({
          ...document,
          evaluations: Array.from({ length: evaluations }, (_, n) => evaluation({ attempt: n + 1 })),
          transcript: document.transcript && { ...document.transcript, turns },
        });
      });
      const own = (table: string): string => `"${table}"`;
      const file = writeLineFile(join(folder, `${part}.lines`), lines);
      return HeldLines.read(file, { connections, dialect: duckdbDialect('UTC'), own, part });
    }),
  );
  const given = await connections.use((connection) => orderOfDocuments(connection, held));
  connections.close();
  const comingIn = (order: 'sort' | 'byCall'): string[] =>
    FACT_TABLE_NAMES.filter((name) => given && comesIn(name, FACT_TABLES[name][order], given)).toSorted();
  return { sort: comingIn('sort'), byCall: comingIn('byCall') };
}

/** All tables by call but reviews, which say no place. */
const BY_CALL = [
  'action_items',
  'calls',
  'criterion_scores',
  'entities',
  'evaluations',
  'key_phrases',
  'turns',
];

const NOTHING = { sort: [] as string[], byCall: [] as string[] };
const WITHOUT_TURNS = { sort: ['key_phrases'], byCall: BY_CALL.filter((name) => name !== 'turns') };

const [FIRST, SECOND] = ['2026-08-01', '2026-08-02'] as const;

it.each([
  [
    'come by day and call',
    [
      [
        [FIRST, 'a', 0, 1],
        [FIRST, 'b', 0],
        [SECOND, 'a', 0],
      ],
    ],
    { sort: ['key_phrases', 'turns'], byCall: BY_CALL },
  ],
  [
    'go on in another file',
    [
      [
        [FIRST, 'a', 0],
        [FIRST, 'b', 0],
      ],
      [
        [FIRST, 'c', 0],
        [FIRST, 'd', 0],
      ],
    ],
    { sort: ['key_phrases', 'turns'], byCall: BY_CALL },
  ],
  [
    'have no turns',
    [
      [
        [FIRST, 'a'],
        [FIRST, 'b'],
      ],
    ],
    { sort: ['key_phrases', 'turns'], byCall: BY_CALL },
  ],
  ['come with turns of other places', [[[FIRST, 'a', 1, 0]]], WITHOUT_TURNS],
  ['come with turns that leave a place out', [[[FIRST, 'a', 0, 2]]], WITHOUT_TURNS],
  [
    'come by call but not by day',
    [
      [
        [SECOND, 'a', 0],
        [FIRST, 'b', 0],
      ],
    ],
    NOTHING,
  ],
  [
    'come by day but not by call',
    [
      [
        [FIRST, 'b', 0],
        [FIRST, 'a', 0],
      ],
    ],
    NOTHING,
  ],
  ['begin anew in another file', [[[FIRST, 'b', 0]], [[FIRST, 'a', 0]]], NOTHING],
] as [string, Call[][], typeof NOTHING][])(
  'what needs no sorting when calls %s',
  async (_, files, tables) => {
    expect(await unsorted(files)).toEqual(tables);
  },
);

it('what needs no sorting when a call has several evaluations', async () => {
  const { byCall } = await unsorted([[[FIRST, 'a', 0]]], 2);
  expect(byCall).toEqual(BY_CALL.filter((name) => !['evaluations', 'criterion_scores'].includes(name)));
});

it('nothing that is held needs no sorting', async () => {
  expect(await unsorted([])).toEqual(NOTHING);
});

it.each([1, 40, 400, 4_000])('ids of %i calls are coded in a file, since they repeat', async (calls) => {
  const file = join(await temporaryFolder(), 'turns.parquet');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT 'call-' || (range // 5) AS call_id FROM range(${5 * calls}))
    TO '${file}' ${parquetOptions('snappy', calls)}`);
  connection.closeSync();
  instance.closeSync();
  const [group] = (await readFooter(file)).row_groups;
  expect(group?.columns[0]?.meta_data?.encodings).toEqual(['PLAIN_DICTIONARY']);
});
