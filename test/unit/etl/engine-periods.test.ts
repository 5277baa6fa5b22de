import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { duckdbEngine, type PeriodWriter } from '../../../etl/index.ts';
import { type CallDocument, sealDocument } from '../../../pipeline/contract/index.ts';
import { temporaryFolder } from './builders.ts';
import { on } from './night-scene.ts';
import { readByHyparquet } from './read-parquet.ts';

it('keeps periods apart that begin at the same time', async () => {
  const folder = await temporaryFolder();
  const session = await duckdbEngine().open(folder);
  const add = async (writer: PeriodWriter, document: CallDocument): Promise<void> => {
    const line = sealDocument(document);
    const path = join(folder, `${document.call_id}.lines`);
    await writeFile(path, Buffer.concat([line, Buffer.from('\n')]));
    await writer.add({ path, documents: 1, longest: line.byteLength });
  };
  const callsOf = async (writer: PeriodWriter, name: string): Promise<unknown[]> => {
    const fileOf = (table: string): string => join(folder, `${name}.${table}.parquet`);
    await writer.write(fileOf);
    await writer.close();
    return (await readByHyparquet(fileOf('calls'))).map(({ call_id }) => call_id);
  };
  const [first, second] = await Promise.all([session.begin('UTC'), session.begin('UTC')]);
  await add(first, on('2026-08-01', 'a'));
  await add(second, on('2026-08-02', 'b'));
  expect(await callsOf(first, 'first')).toEqual(['a']);
  expect(await callsOf(second, 'second')).toEqual(['b']);
  await session.close();
});
