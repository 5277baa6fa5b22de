import type { JSX } from 'preact';
import type { Answer } from '../../api/index.ts';
import { criterionAnchor } from '../call/criterion-anchor.ts';
import { NONE, useFormats } from '../formats.ts';
import { Link } from '../parts/link.tsx';
import { STATUS_WORDS, toneOf } from './score-words.ts';

type Row = Answer<'calls'>['rows'][number];

/** Address of a call's page; with a criterion, of the place on it where that one stands. */
export const callPath = (callId: string, criterion: string | null): string =>
  `/calls/${encodeURIComponent(callId)}${criterion === null ? '' : criterionAnchor(criterion)}`;

interface CallCellProps {
  readonly field: string;
  readonly row: Row;
  /** Of the call's page. */
  readonly href: string;
  /** What agents are called, by the value of the agent filter: a call may come with the id alone. */
  readonly names: ReadonlyMap<string | null, string | null>;
}

/** One cell of the call list. */
export function CallCell({ field, row, href, names }: CallCellProps): JSX.Element {
  const formats = useFormats();
  switch (field) {
    case 'started_at':
      return (
        <Link href={href} class="call-link">
          {formats.localTime(row.started_local)}
          <span class="muted call-issue">{row.issue ?? row.call_id}</span>
        </Link>
      );
    case 'agent_name':
      return <span>{row.agent_name ?? names.get(row.agent_id) ?? row.agent_id ?? 'Not known'}</span>;
    case 'channel':
      return <span>{row.channel === 'chat' ? 'Chat' : 'Voice'}</span>;
    case 'duration_seconds':
      return <span>{formats.number(row.duration_seconds, 'duration')}</span>;
    case 'percentage':
      return <Score row={row} />;
    case 'failed_count':
      return <Failed row={row} />;
    case 'evaluation_status':
      return <Status row={row} />;
    case 'band':
      return <span>{row.band ?? NONE}</span>;
    default:
      return <span>{row.queue ?? NONE}</span>;
  }
}

function Score({ row }: { row: Row }): JSX.Element {
  const formats = useFormats();
  return (
    <span class={`score ${toneOf(row.percentage)}`}>
      {formats.number(row.percentage, 'percentage')}
      {row.auto_failed && <span class="tag critical">auto-fail</span>}
    </span>
  );
}

function Failed({ row }: { row: Row }): JSX.Element {
  const formats = useFormats();
  if (row.failed_count === null) return <span>{NONE}</span>;
  return (
    <span>
      {formats.number(row.failed_count, 'integer')}
      <span class="muted"> of {formats.number(row.criteria_count, 'integer')}</span>
    </span>
  );
}

function Status({ row }: { row: Row }): JSX.Element {
  const formats = useFormats();
  const status = row.evaluation_status;
  const covered = formats.number(row.coverage, 'share');
  const why =
    status === 'unscored' ? row.unscored_reason : status === 'partial' ? `${covered} of the form` : null;
  return (
    <span class="status-cell">
      <span class={`tag status-${status}`}>{STATUS_WORDS[status] ?? status}</span>
      {why && <span class="muted small">{why}</span>}
    </span>
  );
}
