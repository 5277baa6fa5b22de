import type { JSX } from 'preact';
import type { CriterionResult, Speaker, Turn } from '../../../pipeline/contract/index.ts';
import type { CallAnswer } from '../../api/index.ts';
import { useFormats } from '../formats.ts';
import { criterionAnchor } from './criterion-anchor.ts';
import { type Segment, segmentsOf } from './evidence.ts';

const SPEAKER_NAMES: { readonly [S in Speaker]: string } = {
  AGENT: 'Agent',
  CUSTOMER: 'Customer',
  OTHER: 'Speaker',
};

interface TranscriptProps {
  readonly call: CallAnswer;
  readonly selected: string | null;
  readonly pick: (criterion: string) => void;
}

/** The conversation, with the words marked that a score rests on. */
export function Transcript({ call, selected, pick }: TranscriptProps): JSX.Element {
  const { transcript, evaluation } = call;
  if (transcript === null) return <p class="empty">This call came without a transcript.</p>;
  if (transcript.turns.length === 0) return <p class="empty">Nobody says anything in this call.</p>;
  const { origin, confidence } = transcript.speaker_roles;
  return (
    <>
      {origin === 'rule' && <RolesNote confidence={confidence} />}
      <ol class="turns" data-testid="transcript">
        {transcript.turns.map((turn) => (
          <TurnItem
            key={turn.index}
            turn={turn}
            criteria={evaluation?.criteria ?? []}
            selected={selected}
            pick={pick}
          />
        ))}
      </ol>
    </>
  );
}

function RolesNote({ confidence }: { confidence: number }): JSX.Element {
  const formats = useFormats();
  return (
    <p class="roles-note muted small">
      Who is agent and who is customer was told by rule ({formats.number(confidence, 'share')} sure): the
      source does not say.
    </p>
  );
}

interface TurnItemProps extends Omit<TranscriptProps, 'call'> {
  readonly turn: Turn;
  readonly criteria: readonly CriterionResult[];
}

function TurnItem({ turn, criteria, selected, pick }: TurnItemProps): JSX.Element {
  const formats = useFormats();
  return (
    <li class={`turn ${turn.speaker.toLowerCase()}`} data-turn={turn.index}>
      <p class="turn-head">
        <span class="speaker">{SPEAKER_NAMES[turn.speaker]}</span>
        {turn.start_ms !== null && <time>{formats.clock(turn.start_ms)}</time>}
        {turn.sentiment === 'NEGATIVE' && <span class="muted">negative</span>}
      </p>
      <p class="turn-text">
        {segmentsOf(turn, criteria).map((segment, index) => (
          <Marked key={index} segment={segment} criteria={criteria} selected={selected} pick={pick} />
        ))}
      </p>
    </li>
  );
}

interface MarkedProps extends Omit<TurnItemProps, 'turn'> {
  readonly segment: Segment;
}

function Marked({ segment, criteria, selected, pick }: MarkedProps): JSX.Element {
  const [first] = segment.criteria;
  if (first === undefined) return <>{segment.text}</>;
  const marked = criteria.filter(({ id }) => segment.criteria.includes(id));
  const failed = marked.some(({ outcome }) => outcome === 'fail');
  const chosen = selected !== null && segment.criteria.includes(selected);
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    pick(first);
  };
  return (
    <mark class={`${failed ? 'failed' : 'passed'}${chosen ? ' selected' : ''}`}>
      <a
        href={criterionAnchor(first)}
        data-evidence={marked.map((each) => criteria.indexOf(each)).join(' ')}
        title={marked.map(({ question }) => question).join('\n')}
        onClick={follow}
      >
        {segment.text}
      </a>
    </mark>
  );
}
