import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { duckdbDialect } from '../../../etl/engines/duckdb/dialect.ts';
import { HeldLines, tablesInOrder } from '../../../etl/engines/duckdb/held-lines.ts';
import { parquetOptions } from '../../../etl/engines/duckdb/parquet-options.ts';
import { sealDocument } from '../../../pipeline/contract/index.ts';
import { writeLineFile } from '../../support/line-file.ts';
import { temporaryFolder, turn } from './builders.ts';
import { on } from './night-scene.ts';
import { readFooter } from './read-parquet.ts';

/** A day, a call and the places that its turns say. */
type Call = readonly [dt: string, id: string, ...places: number[]];

/** Tables that need no sorting when these calls come in these files. */
async function unsorted(...files: readonly (readonly Call[])[]): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const held = await Promise.all(
    files.map((calls, part) => {
      const lines = calls.map(([dt, id, ...places]) => {
        const document = on(dt, id);
        const turns = places.map((place) => turn(place, 'word'));
        return sealDocument({
          ...document,
          transcript: document.transcript && { ...document.transcript, turns },
        });
      });
      const own = (table: string): string => `"${table}"`;
      const file = writeLineFile(join(folder, `${part}.lines`), lines);
      return HeldLines.read(file, { instance, dialect: duckdbDialect('UTC'), own, part });
    }),
  );
  const found = await tablesInOrder(connection, held);
  connection.closeSync();
  instance.closeSync();
  return found;
}

const [FIRST, SECOND] = ['2026-08-01', '2026-08-02'];

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
    ['turns', 'key_phrases'],
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
    ['turns', 'key_phrases'],
  ],
  [
    'have no turns',
    [
      [
        [FIRST, 'a'],
        [FIRST, 'b'],
      ],
    ],
    ['turns', 'key_phrases'],
  ],
  ['come with turns of other places', [[[FIRST, 'a', 1, 0]]], ['key_phrases']],
  ['come with turns that leave a place out', [[[FIRST, 'a', 0, 2]]], ['key_phrases']],
  [
    'come by call but not by day',
    [
      [
        [SECOND, 'a', 0],
        [FIRST, 'b', 0],
      ],
    ],
    [],
  ],
  [
    'come by day but not by call',
    [
      [
        [FIRST, 'b', 0],
        [FIRST, 'a', 0],
      ],
    ],
    [],
  ],
  ['begin anew in another file', [[[FIRST, 'b', 0]], [[FIRST, 'a', 0]]], []],
] as [string, Call[][], string[]][])('what needs no sorting when calls %s', async (_, files, tables) => {
  expect((await unsorted(...files)).toSorted()).toEqual(tables.toSorted());
});

it('nothing that is held needs no sorting', async () => {
  expect(await unsorted()).toEqual([]);
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
