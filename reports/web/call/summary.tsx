import type { JSX } from 'preact';
import type { CriterionResult } from '../../../pipeline/contract/index.ts';
import type { CallAnswer } from '../../api/index.ts';
import { useFormats } from '../formats.ts';
import { STATUS_WORDS, toneOf } from '../visuals/score-words.ts';

interface SummaryProps {
  readonly call: CallAnswer;
  /** Goes to a criterion below. */
  readonly pick: (criterion: string) => void;
}

/** The score of the call as a whole, or why there is none, and what failed. */
export function Summary({ call, pick }: SummaryProps): JSX.Element {
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
      {evaluation && <Failures criteria={evaluation.criteria} pick={pick} />}
    </section>
  );
}

/** What failed, the critical first: the way from a low score to the words that it rests on. */
function Failures(props: { criteria: readonly CriterionResult[]; pick: SummaryProps['pick'] }) {
  const rank = ({ critical }: CriterionResult) => ['form', 'section', 'none'].indexOf(critical);
  const failed = props.criteria.filter(({ outcome }) => outcome === 'fail');
  if (failed.length === 0) return null;
  return (
    <div class="call-failures">
      <h2>Failed</h2>
      <ul data-testid="call-failures">
        {failed
          .toSorted((a, b) => rank(a) - rank(b))
          .map(({ id, question, critical }) => (
            <li key={id}>
              <button type="button" onClick={() => props.pick(id)}>
                {question}
                {critical !== 'none' && (
                  <span class="tag critical">
                    {critical === 'form' ? 'fails the form' : 'fails its section'}
                  </span>
                )}
              </button>
            </li>
          ))}
      </ul>
    </div>
  );
}
