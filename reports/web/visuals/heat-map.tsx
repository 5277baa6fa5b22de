import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../../api/index.ts';
import type { HeatVisual, Visual } from '../../dashboards/index.ts';
import { useAnswer } from '../client.ts';
import { agentLabel, isNamesake, toldApart } from '../filters/labels.ts';
import { useFormats } from '../formats.ts';
import { Panel } from '../parts/panel.tsx';
import { dataPath, filterQuery } from '../view.ts';
import { listFailed } from './drill-down.ts';
import { type AgentRow, type Cell, type Column, type Grid, gridOf, lookOf } from './heat-grid.ts';
import { cellText, HeatLegend, HeatTip, type Tip } from './heat-tip.tsx';

type HeatProps = { readonly visual: Visual & HeatVisual; readonly search: URLSearchParams };

/** Agents by criterion: a table whose cells are coloured, so that it reads the same without colours. */
export function HeatMap({ visual, search }: HeatProps): JSX.Element {
  const query = filterQuery(search);
  const cells = useAnswer<Answer<'agent-criterion-outcomes'>>(dataPath(visual.dataset, query));
  const columns = useAnswer<Answer<'criterion-outcomes'>>(dataPath('criterion-outcomes', query));
  const agents = useAnswer<Answer<'agent-totals'>>(dataPath('agent-totals', query));
  const totals = useAnswer<Answer<'call-totals'>>(dataPath('call-totals', query));
  const answers = [cells, columns, agents] as const;
  const complete = cells.value && columns.value && agents.value;
  const joined = {
    value: complete
      ? gridOf(cells.value.rows, columns.value.rows, agents.value.rows, visual.faintBelow)
      : null,
    loading: answers.some(({ loading }) => loading),
    failure: answers.map(({ failure }) => failure).find((failure) => failure !== null) ?? null,
    retry: () => {
      for (const answer of answers) answer.retry();
    },
  };
  return (
    <Panel
      id={visual.id}
      title={visual.title}
      help={visual.help}
      answer={joined}
      isEmpty={(grid) => grid.agents.length === 0}
      empty="No scored calls in these days. Choose a longer period or fewer filters."
    >
      {(grid) => (
        <Matrix
          grid={grid}
          average={totals.value?.current?.average_score ?? null}
          visual={visual}
          search={search}
        />
      )}
    </Panel>
  );
}

/** Which form the criteria below belong to. */
function FormsRow({ forms }: Pick<Grid, 'forms'>): JSX.Element {
  return (
    <tr>
      <td colSpan={2} class="heat-agent" />
      {forms.map(({ id, columns }) => (
        <th key={id} scope="colgroup" colSpan={columns} class="heat-form">
          <span>{id}</span>
        </th>
      ))}
    </tr>
  );
}

/** The cell that the arrow keys have reached. */
interface Position {
  readonly row: number;
  readonly column: number;
}

function Matrix({ grid, average, visual, search }: HeatProps & { grid: Grid; average: number | null }) {
  const formats = useFormats();
  const [tip, setTip] = useState<Tip | null>(null);
  const [active, setActive] = useState<Position>({ row: 0, column: 0 });
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setTip(null);
    const next = moved(event.key, active, grid);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    const table = event.currentTarget as HTMLElement;
    table.querySelector<HTMLElement>(`[data-at="${next.row},${next.column}"]`)?.focus();
  };
  const cellProps = { visual, setTip };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="heat-scroll" aria-label={`${visual.title}, scrolls sideways`} tabIndex={0}>
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys move between its cells */}
        <table class="heat" role="grid" data-testid="heat-map" onKeyDown={move}>
          <thead>
            {grid.forms.length > 1 && <FormsRow forms={grid.forms} />}
            <tr>
              <th scope="col" class="heat-agent">
                Agent
              </th>
              <th scope="col" class="heat-score">
                Score
              </th>
              {grid.columns.map((column) => (
                <th scope="col" key={`${column.form_id} ${column.criterion_id}`} title={column.question}>
                  <span class="heat-question">{column.question}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.agents.map((agent, row) => (
              <tr key={agent.agent ?? ''}>
                <AgentHead agent={agent} namesake={isNamesake(named(agent), grid.agents.map(named))} />
                {grid.columns.map((column, index) => (
                  <CellButton
                    key={`${column.form_id} ${column.criterion_id}`}
                    {...cellProps}
                    cell={grid.cells[row]?.[index] ?? null}
                    column={column}
                    agent={agent}
                    at={{ row, column: index }}
                    focusable={active.row === row && active.column === index}
                    choose={() => {
                      setActive({ row, column: index });
                      const { form_id: formId, criterion_id: criterionId } = column;
                      listFailed(search, { formId, criterionId, agent: agent.agent });
                    }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" class="heat-agent">
                All agents
              </th>
              <td class="heat-score">{formats.number(average, 'percentage')}</td>
              {grid.columns.map((column) => (
                <AllAgents key={`${column.form_id} ${column.criterion_id}`} column={column} visual={visual} />
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
      <HeatLegend faintBelow={visual.faintBelow} />
      {tip && <HeatTip tip={tip} />}
    </>
  );
}

const named = ({ agent, agent_name }: AgentRow) => ({ id: agent, name: agent_name });

function AgentHead({ agent, namesake }: { agent: AgentRow; namesake: boolean }): JSX.Element {
  const formats = useFormats();
  return (
    <>
      <th scope="row" class="heat-agent">
        <span class="agent-name">{agentLabel(agent)}</span>
        <span class="muted">
          {namesake && `${toldApart(named(agent))} · `}
          {agent.agent !== null && agent.agent_team && (
            <>
              <bdi>{agent.agent_team}</bdi> ·{' '}
            </>
          )}
          {formats.number(agent.calls, 'integer')} {agent.calls === 1 ? 'call' : 'calls'}
        </span>
      </th>
      <td class="heat-score">{formats.number(agent.average_score, 'percentage')}</td>
    </>
  );
}

interface CellButtonProps {
  readonly visual: HeatVisual;
  readonly cell: Cell | null;
  readonly column: Column;
  readonly agent: AgentRow;
  readonly at: Position;
  readonly focusable: boolean;
  readonly choose: () => void;
  readonly setTip: (tip: Tip | null) => void;
}

function CellButton({
  visual,
  cell,
  column,
  agent,
  at,
  focusable,
  choose,
  setTip,
}: CellButtonProps): JSX.Element {
  const formats = useFormats();
  const look = lookOf(cell, visual);
  const text = cellText(look, formats);
  const tip = {
    agent: agentLabel(agent),
    question: column.question,
    cell,
    look,
  };
  const show = (event: Event) =>
    setTip({ ...tip, place: (event.currentTarget as Element).getBoundingClientRect() });
  const hide = () => setTip(null);
  const decided = cell === null ? 0 : (cell.pass ?? 0) + (cell.partial ?? 0) + (cell.fail ?? 0);
  return (
    <td class={typeof look === 'string' ? look : `step-${look.step}${look.faint ? ' faint' : ''}`}>
      <button
        type="button"
        tabIndex={focusable ? 0 : -1}
        data-at={`${at.row},${at.column}`}
        aria-label={`${tip.agent}, ${tip.question}: ${text.spoken}${decided > 0 ? `, ${cell?.pass ?? 0} of ${decided}` : ''}`}
        onClick={choose}
        onPointerEnter={show}
        onPointerLeave={hide}
        onFocus={show}
        onBlur={hide}
      >
        {text.written}
      </button>
    </td>
  );
}

function AllAgents({ column, visual }: { column: Column; visual: HeatVisual }): JSX.Element {
  const formats = useFormats();
  const text = cellText(lookOf(column, visual), formats);
  return <td aria-label={`All agents, ${column.question}: ${text.spoken}`}>{text.written}</td>;
}

function moved(key: string, { row, column }: Position, grid: Grid): Position | null {
  const [lastRow, lastColumn] = [grid.agents.length - 1, grid.columns.length - 1];
  const within = (next: Position) => ({
    row: Math.min(Math.max(next.row, 0), lastRow),
    column: Math.min(Math.max(next.column, 0), lastColumn),
  });
  if (key === 'ArrowDown') return within({ row: row + 1, column });
  if (key === 'ArrowUp') return within({ row: row - 1, column });
  if (key === 'ArrowRight') return within({ row, column: column + 1 });
  if (key === 'ArrowLeft') return within({ row, column: column - 1 });
  if (key === 'Home') return within({ row, column: 0 });
  return key === 'End' ? within({ row, column: lastColumn }) : null;
}
