import { describe, expect, it } from 'vitest';
import { quality } from '../../../reports/dashboards/index.ts';
import { agentLabel, isNamesake, toldApart } from '../../../reports/web/filters/labels.ts';
import { gridOf, lookOf } from '../../../reports/web/visuals/heat-grid.ts';

describe('an agent', () => {
  it('who goes by the name alone is told apart from a namesake with an id', () => {
    const all = [
      { id: 'a1', name: 'Ada' },
      { id: 'Ada', name: 'Ada' },
    ];
    expect(all.map((each) => isNamesake(each, all))).toEqual([true, true]);
    expect(all.map(toldApart)).toEqual(['a1', 'no id']);
    expect(agentLabel({ agent: 'a1', agent_name: null })).toBe('a1');
    expect(agentLabel({ agent: null, agent_name: null })).toBe('Not known');
  });
});

describe('the heat map', () => {
  const [heat] = quality.visuals.filter((visual) => visual.kind === 'heat');
  const counts = { pass: 0, partial: 0, fail: 0, not_applicable: 0, undetermined: 0 };
  const cell = (agent: string | null, criterion_id: string, changes: Partial<typeof counts> = {}) => ({
    ...{ agent, form_id: 'f', criterion_id },
    ...counts,
    ...changes,
  });
  const column = (criterion_id: string) => ({
    ...{ form_id: 'f', criterion_id, question: criterion_id, criterion_index: 0, critical: 'none' },
    ...counts,
  });
  const agent = (id: string | null) => ({
    ...{ agent: id, agent_name: id, agent_team: null, calls: 1 },
    ...{ calls_with_score: 1, average_score: 1, auto_failed: 0 },
  });

  it('lays cells out by agent and criterion, unknown agents too', () => {
    const cells = [cell(null, 'b', { pass: 1 }), cell('a1', 'a', { fail: 1 })];
    const grid = gridOf(cells, [column('a'), column('b')], [agent('a1'), agent('idle'), agent(null)], 1);
    expect(grid.agents.map(({ agent }) => agent)).toEqual(['a1', null]);
    expect(grid.cells.map((row) => row.map((each) => each?.criterion_id ?? null))).toEqual([
      ['a', null],
      [null, 'b'],
    ]);
  });

  it('puts agents of few scored calls below the others, each part in its order', () => {
    const names = ['one call', 'worst', 'best', 'two calls'];
    const agents = names.map((name) => ({ ...agent(name), calls_with_score: name.includes('call') ? 2 : 5 }));
    const cells = names.map((name) => cell(name, 'a', { pass: 1 }));
    const grid = gridOf(cells, [column('a')], agents, 5);
    expect(grid.agents.map((each) => each.agent)).toEqual(['worst', 'best', 'one call', 'two calls']);
  });

  it('puts the form with the most answers first', () => {
    const [small, large] = [column('a'), { ...column('b'), form_id: 'large', pass: 9 }];
    const grid = gridOf(
      [cell('a1', 'a', { fail: 1 })],
      [small, large, { ...small, criterion_id: 'c' }],
      [agent('a1')],
      1,
    );
    expect(grid.forms).toEqual([
      { id: 'large', columns: 1 },
      { id: 'f', columns: 2 },
    ]);
    expect(grid.columns.map(({ criterion_id }) => criterion_id)).toEqual(['b', 'a', 'c']);
    expect(grid.cells[0]?.[1]?.fail).toBe(1);
  });

  it('tells undetermined, not applicable, no answer and 0 apart', () => {
    if (heat === undefined) throw new Error('the dashboard has a heat map');
    expect(lookOf(cell('a', 'c', { undetermined: 2, not_applicable: 1 }), heat)).toBe('undetermined');
    expect(lookOf(cell('a', 'c', { not_applicable: 1 }), heat)).toBe('not_applicable');
    expect(lookOf(null, heat)).toBe('none');
    expect(lookOf(cell('a', 'c', { fail: 9 }), heat)).toEqual({ step: 0, share: 0, faint: false });
  });

  it('shows few answers faint', () => {
    if (heat === undefined) throw new Error('the dashboard has a heat map');
    expect(lookOf(cell('a', 'c', { pass: 4 }), heat)).toMatchObject({ faint: true, step: 6 });
    expect(lookOf(cell('a', 'c', { pass: 5 }), heat)).toMatchObject({ faint: false });
  });
});
