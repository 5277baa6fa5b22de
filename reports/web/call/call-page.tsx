import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CallAnswer } from '../../api/index.ts';
import { LAST_VIEW, useAnswer } from '../client.ts';
import { useFormats } from '../formats.ts';
import { Failure } from '../parts/failure.tsx';
import { Icon } from '../parts/icons.tsx';
import { Link } from '../parts/link.tsx';
import { criterionIn } from './criterion-anchor.ts';
import { Facts } from './facts.tsx';
import { ScoreSheet } from './score-sheet.tsx';
import { Summary } from './summary.tsx';
import { TalkBar } from './talk-bar.tsx';
import { Transcript } from './transcript.tsx';

/** One call: what was said, how it was scored, and on which words the score rests. */
export function CallPage({ id }: { id: string }): JSX.Element {
  const { value, failure, retry } = useAnswer<CallAnswer>(`/api/calls/${encodeURIComponent(id)}`);
  useEffect(() => {
    document.title = `Call ${id}`;
  }, [id]);
  return (
    <div class="call-page">
      <Link href={`/${sessionStorage.getItem(LAST_VIEW) ?? ''}`} class="way-back">
        <Icon name="back" />
        Dashboard
      </Link>
      {failure?.code === 'call_unknown' && (
        <p class="empty" data-testid="call-unknown">
          There is no call {id}.
        </p>
      )}
      {failure && failure.code !== 'call_unknown' && <Failure failure={failure} retry={retry} />}
      {!failure && value === null && <div class="skeleton tall" />}
      {value !== null && <Call call={value} />}
    </div>
  );
}

function Call({ call }: { call: CallAnswer }): JSX.Element {
  const formats = useFormats();
  const [selected, setSelected] = useState<string | null>(null);
  const select = (criterion: string, turn: number) => {
    setSelected(criterion);
    const index = call.evaluation?.criteria.findIndex(({ id }) => id === criterion);
    jumpTo(`[data-turn="${turn}"] [data-evidence~="${index}"]`);
  };
  const pick = (criterion: string) => {
    setSelected(criterion);
    jumpTo(`[data-criterion="${CSS.escape(criterion)}"]`);
  };
  useEffect(() => {
    const asked = criterionIn(location.hash);
    if (asked !== null) pick(asked);
  }, [call.call_id]);
  return (
    <>
      <header class="call-head">
        <div>
          <h1>{call.ai_summary?.issue ?? `Call ${call.call_id}`}</h1>
          <p class="muted">
            {call.agent?.name ?? call.agent?.id ?? 'Agent not known'} · {formats.instant(call.started_at)}
          </p>
        </div>
      </header>
      <div class="call-columns">
        <div class="call-side">
          <Summary call={call} pick={pick} />
          <ScoreSheet evaluation={call.evaluation} selected={selected} select={select} />
        </div>
        <div class="call-main">
          <Facts call={call} />
          <section class="panel transcript-panel" aria-labelledby="transcript-title">
            <div class="panel-head">
              <h2 id="transcript-title">{call.channel === 'chat' ? 'Messages' : 'Transcript'}</h2>
            </div>
            <TalkBar call={call} />
            <Transcript call={call} selected={selected} pick={pick} />
          </section>
        </div>
      </div>
    </>
  );
}

/** Brings the first match into view and moves the focus there, so that a reader's voice follows. */
function jumpTo(selector: string): void {
  const target = document.querySelector<HTMLElement>(selector);
  if (!target) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  target.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'center' });
  target.focus({ preventScroll: true });
}
