import type { JSX } from 'preact';
import type { CallAnswer } from '../../api/index.ts';
import { useFormats } from '../formats.ts';
import { STATUS_WORDS, toneOf } from '../visuals/score-words.ts';

/** The score of the call as a whole, or why there is none. */
export function Summary({ call }: { call: CallAnswer }): JSX.Element {
  const formats = useFormats();
  const { evaluation } = call;
  const percentage = evaluation?.percentage ?? null;
  const status = evaluation?.status ?? 'unscored';
  return (
    <section class={`panel call-score ${toneOf(percentage)}`} aria-label="Score" data-testid="call-score">
      <p class="call-percentage" data-value={percentage ?? ''}>
        {formats.number(percentage, 'percentage')}
      </p>
      <div class="call-score-facts">
        <p class="tags">
          {evaluation?.band && <span class="tag">{evaluation.band}</span>}
          <span class={`tag status-${status}`}>{STATUS_WORDS[status]}</span>
          {evaluation?.auto_failed && <span class="tag critical">auto-fail</span>}
        </p>
        {percentage === null && (
          <p data-testid="unscored-reason">
            No score: {call.unscored_reason ?? 'no criterion applied or could be determined'}.
          </p>
        )}
        {evaluation && (
          <p class="muted small">
            Form {evaluation.form_id}, version {evaluation.form_version}
            {evaluation.attempt > 1 && `, attempt ${evaluation.attempt}`}
            {evaluation.coverage !== null &&
              ` · ${formats.number(evaluation.coverage, 'share')} of the weight determined`}
          </p>
        )}
      </div>
    </section>
  );
}
