import type { Answer } from '../../api/index.ts';
import type { HeatVisual } from '../../dashboards/index.ts';
import { basis, measured } from './measure.ts';

export type Cell = Answer<'agent-criterion-outcomes'>['rows'][number];
export type Column = Answer<'criterion-outcomes'>['rows'][number];
export type AgentRow = Answer<'agent-totals'>['rows'][number];

/** The heat map as rows and columns; `cells[row][column]`, null where an agent has no answer to a criterion. */
export interface Grid {
  readonly agents: readonly AgentRow[];
  readonly columns: readonly Column[];
  /** Forms in the order of the columns, and how many columns each has. */
  readonly forms: readonly { readonly id: string; readonly columns: number }[];
  readonly cells: readonly (readonly (Cell | null)[])[];
}

/**
 * Lays cells out in the order of agents, and of criteria by form, the form with the most answers first; agents without
 * any cell are left out. Agents with fewer than `few` calls with a score come after the others: one bad call is not the
 * worst agent.
 */
export function gridOf(
  cells: readonly Cell[],
  criteria: readonly Column[],
  agents: readonly AgentRow[],
  few: number,
): Grid {
  const forms = formsOf(criteria);
  const columns = forms.flatMap(({ id }) => criteria.filter(({ form_id }) => form_id === id));
  const keyOf = (agent: string | null, form: string, criterion: string) =>
    JSON.stringify([agent, form, criterion]);
  const byKey = new Map(cells.map((cell) => [keyOf(cell.agent, cell.form_id, cell.criterion_id), cell]));
  const isFew = (agent: AgentRow) => Number(agent.calls_with_score < few);
  const rows = agents
    .toSorted((a, b) => isFew(a) - isFew(b))
    .map((agent) => ({
      agent,
      cells: columns.map(
        (column) => byKey.get(keyOf(agent.agent, column.form_id, column.criterion_id)) ?? null,
      ),
    }))
    .filter((row) => row.cells.some((cell) => cell !== null));
  return { agents: rows.map(({ agent }) => agent), columns, forms, cells: rows.map((row) => row.cells) };
}

const ANSWERED = ['pass', 'partial', 'fail'] as const;

function formsOf(criteria: readonly Column[]): Grid['forms'] {
  const forms = new Map<string, { columns: number; answers: number }>();
  for (const { form_id, ...counts } of criteria) {
    const { columns, answers } = forms.get(form_id) ?? { columns: 0, answers: 0 };
    forms.set(form_id, { columns: columns + 1, answers: answers + basis(ANSWERED, counts) });
  }
  return [...forms]
    .toSorted(([, a], [, b]) => b.answers - a.answers)
    .map(([id, { columns }]) => ({ id, columns }));
}

/** How a cell looks: a step of the colour scale from 0 (lowest share) to 6, or why it has no share. */
export type Look = { readonly step: number; readonly share: number; readonly faint: boolean } | NoShare;
type NoShare = 'undetermined' | 'not_applicable' | 'none';

/** Lower bounds of the steps of the colour scale, from step 1; below the first is step 0. */
export const STEPS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95] as const;

/** Decides how a cell looks; few answers are shown faint, and no answer is not 0. */
export function lookOf(cell: Cell | Column | null, { share, faintBelow }: HeatVisual): Look {
  if (cell === null) return 'none';
  const value = measured(share, cell);
  if (value === null) return (cell.undetermined ?? 0) > 0 ? 'undetermined' : 'not_applicable';
  const step = STEPS.filter((bound) => value >= bound).length;
  return { step, share: value, faint: basis(share.of, cell) < faintBelow };
}
