import { describe, expect, it } from 'vitest';
import { currentFiles } from '../../../etl/index.ts';
import { ACME } from './builders.ts';
import { calls, lakeWith, night, on } from './night-scene.ts';

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
