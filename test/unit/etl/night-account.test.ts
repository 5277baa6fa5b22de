import { describe, expect, it } from 'vitest';
import { ACME, criterion, evaluation, refusedAtIngest } from './builders.ts';
import { calls, counts, days, lakeWith, NOW, night, on } from './night-scene.ts';

describe('the account of a night', () => {
  it('counts documents and rows by tenant and day', async () => {
    const scored = { evaluations: [evaluation({ criteria: [criterion('x'), criterion('y')] })] };
    const lake = await lakeWith(
      on('2026-07-01', 'a'),
      on('2026-07-02', 'b', 1, scored),
      on('2026-08-01', 'c', 1, { evaluations: [] }),
    );
    const account = await night(lake);
    expect(account).toMatchObject({
      documents_in: 3,
      landed: 3,
      superseded: 0,
      quarantined: 0,
      balanced: true,
      errors: [],
    });
    expect(account.rows).toMatchObject({ calls: 3, evaluations: 2, criterion_scores: 3, turns: 6 });
    expect(account.days.map(({ dt, rows }) => [dt, rows.calls, rows.criterion_scores])).toEqual([
      ['2026-07-01', 1, 1],
      ['2026-07-02', 1, 2],
      ['2026-08-01', 1, 0],
    ]);
    expect([account.started_at, account.finished_at]).toEqual([NOW, NOW]);
  });

  it('counts an older revision as superseded on its own day', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a', 1), on('2026-08-01', 'a', 2), on('2026-08-01', 'a', 3));
    expect(days(await night(lake))).toEqual([
      [ACME, '2026-07-01', 1, 0, 1, 0, true],
      [ACME, '2026-08-01', 2, 1, 1, 0, true],
    ]);
    expect(await calls(lake)).toEqual(['a3']);
  });

  it('counts what ingest quarantined, once, on its day of arrival', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    const refused = refusedAtIngest('in/bad.json', '2026-08-01');
    lake.pending.set(refused.quarantine_id, refused);
    const first = await night(lake);
    expect(days(first)).toEqual([[ACME, '2026-08-01', 2, 1, 0, 1, true]]);
    expect(lake.pending.get(refused.quarantine_id)?.counted).toBe(first.run_id);
    expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
  });

  it('counts again what is offered again after it was counted', async () => {
    const lake = await lakeWith();
    const refused = refusedAtIngest('in/bad.json', '2026-08-01');
    lake.pending.set(refused.quarantine_id, refused);
    await night(lake);
    lake.pending.set(refused.quarantine_id, refusedAtIngest('in/bad.json', '2026-08-01'));
    expect(days(await night(lake))).toEqual([[ACME, '2026-08-01', 1, 0, 0, 1, true]]);
  });

  it('does not count again what a night counted that was killed before it could mark it', async () => {
    const lake = await lakeWith();
    const refused = refusedAtIngest('in/bad.json', '2026-08-01');
    lake.pending.set(refused.quarantine_id, refused);
    const { markCounted } = lake.ports.quarantine;
    lake.ports.quarantine.markCounted = () => Promise.reject(new Error('killed'));
    const killed = await night(lake);
    expect(days(killed)).toEqual([[ACME, '2026-08-01', 1, 0, 0, 1, true]]);
    expect(killed.errors.map(({ code }) => code)).toEqual(['internal_error']);
    lake.ports.quarantine.markCounted = markCounted;
    expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
    expect(lake.pending.get(refused.quarantine_id)?.counted).toBe(killed.run_id);
    lake.pending.set(refused.quarantine_id, refusedAtIngest('in/bad.json', '2026-08-01'));
    expect(counts(await night(lake))).toEqual([1, 0, 0, 1, true]);
  });

  it('is balanced and empty when there is nothing at all', async () => {
    expect(await night(await lakeWith())).toMatchObject({
      documents_in: 0,
      balanced: true,
      days: [],
      errors: [],
    });
  });
});
