import type { JSX } from 'preact';
import type { CriterionResult, SectionResult } from '../../../pipeline/contract/index.ts';
import type { CallAnswer } from '../../api/index.ts';
import { useFormats } from '../formats.ts';
import { Icon } from '../parts/icons.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';

interface ScoreSheetProps {
  readonly evaluation: CallAnswer['evaluation'];
  readonly selected: string | null;
  /** Goes to the words, in the turn of that index, that a criterion rests on. */
  readonly select: (criterion: string, turn: number) => void;
}

/** The form as it was filled in: sections, criteria, reasons and evidence. */
export function ScoreSheet({ evaluation, selected, select }: ScoreSheetProps): JSX.Element | null {
  if (evaluation === null) return null;
  return (
    <section class="panel score-sheet" aria-labelledby="score-sheet-title">
      <div class="panel-head">
        <h2 id="score-sheet-title">Score by criterion</h2>
      </div>
      {sectionsOf(evaluation).map(({ section, criteria }) => (
        <Section
          key={section?.id ?? ''}
          section={section}
          criteria={criteria}
          selected={selected}
          select={select}
        />
      ))}
    </section>
  );
}

interface SectionProps extends Omit<ScoreSheetProps, 'evaluation'> {
  readonly section: SectionResult | null;
  readonly criteria: readonly CriterionResult[];
}

function Section({ section, criteria, selected, select }: SectionProps): JSX.Element {
  const formats = useFormats();
  return (
    <div class="form-section">
      {section && (
        <h3>
          <span>{section.title}</span>
          {section.auto_failed && <span class="tag critical">auto-fail</span>}
          <b>{formats.number(section.percentage, 'percentage')}</b>
        </h3>
      )}
      <ul class="criteria">
        {criteria.map((criterion) => (
          <Criterion
            key={criterion.id}
            criterion={criterion}
            selected={selected === criterion.id}
            select={select}
          />
        ))}
      </ul>
    </div>
  );
}

/** Quotes that are listed of a criterion; all of them are marked in the transcript. */
const QUOTES = 3;

interface CriterionProps {
  readonly criterion: CriterionResult;
  readonly selected: boolean;
  /** Goes to the words, in the turn of that index, that a criterion rests on. */
  readonly select: (criterion: string, turn: number) => void;
}

function Criterion({ criterion, selected, select }: CriterionProps): JSX.Element {
  const formats = useFormats();
  const { id, question, outcome, reason, weight, critical, evidence, score, max_score: max } = criterion;
  const found = evidence.filter(({ verified }) => verified).slice(0, QUOTES);
  const lost = evidence.filter(({ verified }) => !verified);
  return (
    <li class={selected ? 'criterion selected' : 'criterion'} data-criterion={id} tabIndex={-1}>
      <div class="criterion-head">
        <OutcomeBadge outcome={outcome} />
        <span class="criterion-question">{question}</span>
      </div>
      <p class="criterion-facts">
        {reason && <span>{sentence(reason)} </span>}
        <span class="muted">
          {score !== null && max !== 1 && `${formats.number(score, 'integer')} of ${max} points · `}
          weight {weight}
          {critical !== 'none' && ` · critical: a fail fails the ${critical}`}
        </span>
      </p>
      {found.map(({ turn, offset, quote, start_ms: start }) => (
        <button key={`${turn} ${offset}`} type="button" class="quote" onClick={() => select(id, turn)}>
          <Icon name="quote" />
          <span>{quote}</span>
          {start !== null && <time>{formats.clock(start)}</time>}
        </button>
      ))}
      {lost.map(({ turn, quote }) => (
        <p key={`${turn} ${quote}`} class="quote lost">
          <span>{quote}</span>
          <span class="muted"> (not found in the transcript)</span>
        </p>
      ))}
    </li>
  );
}

/** Criteria under their sections, in the order of the form; those without a section come first. */
function sectionsOf({ criteria, sections }: NonNullable<CallAnswer['evaluation']>) {
  const known = new Set(sections.map(({ id }) => id));
  const loose = criteria.filter(({ section }) => section === null || !known.has(section));
  const grouped = sections.map((section) => ({
    section,
    criteria: criteria.filter((criterion) => criterion.section === section.id),
  }));
  const all = [{ section: null, criteria: loose }, ...grouped];
  return all.filter((group) => group.criteria.length > 0);
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`;
