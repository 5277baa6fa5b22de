import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openSession } from '../../sql/duckdb/index.ts';
import { writeLake } from '../support/lake-files.ts';

/** The statement of docs/sql.md. */
const [, AS_OF = ''] =
  /```sql\n(SELECT call_id, form_id, attempt[\s\S]*?)```/.exec(
    readFileSync(new URL('../../docs/sql.md', import.meta.url), 'utf8'),
  ) ?? [];

const scoring = (call_id: string, attempt: number, scored_at: string, percentage: number) => ({
  call_id,
  evaluation_id: `${call_id}-${attempt}`,
  form_id: 'service',
  form_version: 1,
  attempt,
  is_latest: true,
  is_current: true,
  scored_at,
  scorer: 'rules',
  status: 'scored',
  percentage,
  auto_failed: false,
  criteria_count: 1,
  failed_count: 0,
  undetermined_count: 0,
  channel: 'voice',
  dt: '2026-07-01',
  call_date: '2026-07-01',
});

test('the documented statement shows the scores that stood at a time', async () => {
  const lake = await writeLake({
    evaluations: [
      scoring('a', 1, '2026-07-02 00:00:00.000', 40),
      scoring('a', 2, '2026-08-02 00:00:00.000', 90),
      scoring('b', 1, '2026-07-31 23:59:59.999', 70),
      scoring('c', 1, '2026-08-01 00:00:00.000', 10),
    ],
  });
  const session = await openSession(lake);
  try {
    const { rows } = await session.run(`${AS_OF} ORDER BY call_id`);
    expect(rows).toEqual([
      ['a', 'service', 1, 40],
      ['b', 'service', 1, 70],
    ]);
  } finally {
    session.close();
    lake.remove();
  }
});
