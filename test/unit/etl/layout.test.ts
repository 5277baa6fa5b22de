import { describe, expect, it } from 'vitest';
import { currentFiles } from '../../../etl/index.ts';
import { ACME, criterion, evaluation, type Lake, turn } from './builders.ts';
import { calls, lakeWith, night, on } from './night-scene.ts';
import { readFooter } from './read-parquet.ts';

/** 400 days that end on 2026-08-02, the day before the night. */
const DAYS = Array.from({ length: 400 }, (_, n) =>
  new Date(Date.parse('2026-08-02') - n * 86_400_000).toISOString().slice(0, 10),
);

describe('400 days of a tenant', () => {
  it('are a file a closed month and a file a day of the running one, in every table', async () => {
    const lake = await lakeWith(...DAYS.map((dt, n) => on(dt, `call-${n}`)));
    await night(lake);
    const { files } = await currentFiles(lake.ports, ACME);
    const months = new Set(DAYS.map((dt) => dt.slice(0, 7))).size - 1;
    for (const table of ['calls', 'turns', 'criterion_scores', 'call_days'] as const)
      expect(files[table]).toHaveLength(months + 2);
    expect(await calls(lake)).toHaveLength(400);
  });
});

/** Of the row groups of a table's only file, which may hold a value of a column. */
async function groupsWith(lake: Lake, table: 'turns' | 'criterion_scores', column: string, value: unknown) {
  const { files } = await currentFiles(lake.ports, ACME);
  const { row_groups } = await readFooter(files[table][0] ?? '');
  return row_groups.map(({ columns }) => {
    const found = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === column);
    const { min_value: min, max_value: max } = found?.meta_data?.statistics ?? {};
    return (
      min !== undefined && max !== undefined && min <= (value as typeof min) && (value as typeof max) <= max
    );
  });
}

describe('a closed month of many rows', () => {
  it('is read a day without the other days', async () => {
    const said = Array.from({ length: 20_000 }, (_, n) => turn(n, 'Yes.'));
    const days = ['2026-07-01', '2026-07-09', '2026-07-20', '2026-07-31'];
    const lake = await lakeWith(
      ...days.map((dt) => on(dt, dt, 1, { transcript: { ...on(dt).transcript, turns: said } as never })),
    );
    await night(lake);
    expect(await groupsWith(lake, 'turns', 'dt', new Date('2026-07-01'))).toEqual([true, false, false]);
    expect(await groupsWith(lake, 'turns', 'dt', new Date('2026-07-20'))).toEqual([false, true, false]);
  });

  it('is read a criterion without most others, where one day has as many', async () => {
    const criteria = Array.from({ length: 10_000 }, (_, n) => criterion(`c${String(n).padStart(5, '0')}`));
    const evaluations = [evaluation({ criteria })];
    const lake = await lakeWith(
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => on('2026-07-09', id, 1, { evaluations })),
    );
    await night(lake);
    expect(await groupsWith(lake, 'criterion_scores', 'criterion_id', 'c00007')).toEqual([
      true,
      false,
      false,
    ]);
  });
});
