import type {
  ActionItemRow,
  CallRow,
  CriterionScoreRow,
  EntityRow,
  EvaluationRow,
  KeyPhraseRow,
  ReviewRow,
  TurnRow,
} from '../../etl/tables/index.ts';
import type { CallDocument, CriterionResult, Evaluation } from '../../pipeline/contract/index.ts';
import { localTime, utcTimestamp } from './reference-clock.ts';

export { referenceAggregates } from './reference-aggregates.ts';

/** The rows of one or more calls, by fact table; in the order of the documents. */
export interface ReferenceRows {
  readonly calls: CallRow[];
  readonly evaluations: EvaluationRow[];
  readonly criterion_scores: CriterionScoreRow[];
  readonly turns: TurnRow[];
  readonly entities: EntityRow[];
  readonly key_phrases: KeyPhraseRow[];
  readonly action_items: ActionItemRow[];
  readonly reviews: ReviewRow[];
}

const callKeys = (document: CallDocument, timeZone: string) => ({
  call_id: document.call_id,
  dt: utcTimestamp(document.started_at).slice(0, 10),
  call_date: localTime(document.started_at, timeZone).call_date,
});
type CallKeys = ReturnType<typeof callKeys>;

const handlingOf = ({ agent, queue, channel }: CallDocument) => ({
  agent_id: agent?.id ?? null,
  agent_name: agent?.name ?? null,
  agent_team: agent?.team ?? null,
  queue,
  channel,
});
type HandledKeys = CallKeys & ReturnType<typeof handlingOf>;

const measuresOf = ({ transcript, sentiment }: CallDocument) => ({
  turn_count: transcript?.turns.length ?? null,
  speaker_roles_origin: transcript?.speaker_roles.origin ?? null,
  speaker_roles_confidence: transcript?.speaker_roles.confidence ?? null,
  talk_time_agent_ms: transcript?.talk_time_ms?.AGENT ?? null,
  talk_time_customer_ms: transcript?.talk_time_ms?.CUSTOMER ?? null,
  silence_ms: transcript?.silence_ms ?? null,
  interruptions: transcript?.interruptions ?? null,
  sentiment: sentiment?.overall ?? null,
  sentiment_agent: sentiment?.agent ?? null,
  sentiment_customer: sentiment?.customer ?? null,
});

const summaryOf = ({ ai_summary, categories, topics }: CallDocument) => ({
  tone_score: ai_summary?.tone_score ?? null,
  categories: [...categories],
  topics: [...topics],
  issue: ai_summary?.issue ?? null,
  resolution: ai_summary?.resolution ?? null,
  outcome: ai_summary?.outcome ?? null,
  call_summary: ai_summary?.call_summary ?? null,
});

const callRow = (document: CallDocument, keys: CallKeys, timeZone: string): CallRow => ({
  ...keys,
  revision: document.revision,
  started_at: utcTimestamp(document.started_at),
  started_at_origin: document.started_at_origin,
  started_local: localTime(document.started_at, timeZone).started_local,
  processed_at: utcTimestamp(document.processed_at),
  duration_seconds: document.duration_seconds,
  direction: document.direction,
  language: document.language,
  ...handlingOf(document),
  customer_ref: document.customer?.ref ?? null,
  source_kind: document.source.kind,
  source_provider: document.source.provider,
  source_uri: document.source.uri,
  content_sha256: document.source.content_sha256,
  pii_redacted: document.source.pii_redacted,
  ...measuresOf(document),
  ...summaryOf(document),
  evaluation_count: document.evaluations.length,
  unscored_reason: document.unscored_reason,
});

interface Standing {
  readonly is_latest: boolean;
  readonly is_current: boolean;
}

/**
 * Every evaluation with its standing, in the document's order. The last one, by the time of scoring and then by position,
 * is latest among those of its form and current among all of the call; so the current one is always a latest one.
 */
function standings({ evaluations }: CallDocument): (readonly [Evaluation, Standing])[] {
  let current: Evaluation | undefined;
  const latest = new Map<string, Evaluation>();
  const later = (a: Evaluation, b: Evaluation | undefined) =>
    b === undefined || Date.parse(a.scored_at) >= Date.parse(b.scored_at);
  for (const evaluation of evaluations) {
    if (later(evaluation, current)) current = evaluation;
    if (later(evaluation, latest.get(evaluation.form_id))) latest.set(evaluation.form_id, evaluation);
  }
  return evaluations.map((evaluation) => [
    evaluation,
    { is_latest: latest.get(evaluation.form_id) === evaluation, is_current: current === evaluation },
  ]);
}

const evaluationKeys = (evaluation: Evaluation, standing: Standing) => ({
  evaluation_id: evaluation.evaluation_id,
  form_id: evaluation.form_id,
  form_version: evaluation.form_version,
  attempt: evaluation.attempt,
  ...standing,
  scored_at: utcTimestamp(evaluation.scored_at),
});

const countOutcome = ({ criteria }: Evaluation, outcome: string): number =>
  criteria.filter((criterion) => criterion.outcome === outcome).length;

const evaluationRow = (keys: HandledKeys, evaluation: Evaluation, standing: Standing): EvaluationRow => ({
  ...keys,
  ...evaluationKeys(evaluation, standing),
  scorer: evaluation.scorer,
  model: evaluation.model,
  status: evaluation.status,
  total_score: evaluation.total_score,
  max_score: evaluation.max_score,
  percentage: evaluation.percentage,
  coverage: evaluation.coverage,
  auto_failed: evaluation.auto_failed,
  band: evaluation.band,
  criteria_count: evaluation.criteria.length,
  failed_count: countOutcome(evaluation, 'fail'),
  undetermined_count: countOutcome(evaluation, 'undetermined'),
});

function evidenceOf({ evidence }: CriterionResult) {
  const proof = evidence.find(({ verified }) => verified);
  return {
    evidence_quote: proof?.quote ?? null,
    evidence_turn: proof?.turn ?? null,
    evidence: evidence.map(({ turn, start_ms, offset, quote, verified }) => ({
      turn,
      start_ms,
      offset,
      quote,
      verified,
    })),
  };
}

function criterionRows(keys: HandledKeys, evaluation: Evaluation, standing: Standing): CriterionScoreRow[] {
  const shared = { ...keys, ...evaluationKeys(evaluation, standing) };
  return evaluation.criteria.map((criterion, criterion_index) => ({
    ...shared,
    section_id: criterion.section,
    criterion_id: criterion.id,
    criterion_index,
    question: criterion.question,
    kind: criterion.kind,
    weight: criterion.weight,
    required: criterion.required,
    critical: criterion.critical,
    outcome: criterion.outcome,
    score: criterion.score,
    max_score: criterion.max_score,
    reason: criterion.reason,
    confidence: criterion.confidence,
    ...evidenceOf(criterion),
  }));
}

/** Words of a text, by white space as Unicode and `\s` know it. */
const wordCount = (text: string): number => text.match(/\S+/g)?.length ?? 0;

function turnRows({ transcript }: CallDocument, keys: CallKeys): TurnRow[] {
  return (transcript?.turns ?? []).map(({ index, speaker, start_ms, end_ms, text, sentiment }) => ({
    ...keys,
    turn_index: index,
    speaker,
    start_ms,
    end_ms,
    text,
    word_count: wordCount(text),
    sentiment,
  }));
}

/** Everything but `call`-scoped and evaluation rows: the small lists of a document. */
const listRows = ({ entities, key_phrases, ai_summary, reviews }: CallDocument, keys: HandledKeys) => ({
  entities: entities.map(
    ({ type, text, score }, entity_index): EntityRow => ({
      ...keys,
      entity_index,
      entity_type: type,
      text,
      confidence: score,
    }),
  ),
  key_phrases: key_phrases.map(
    ({ text, score }, phrase_index): KeyPhraseRow => ({ ...keys, phrase_index, text, confidence: score }),
  ),
  action_items: (ai_summary?.action_items ?? []).map(
    (text, item_index): ActionItemRow => ({ ...keys, item_index, text }),
  ),
  reviews: reviews.map(
    (review): ReviewRow => ({ ...keys, ...review, reviewed_at: utcTimestamp(review.reviewed_at) }),
  ),
});

/**
 * The rows of a call document, worked out value by value from the columns' documentation and apart from the statements that
 * the engines run, so that the two can be held against each other.
 * @param timeZone IANA name of the tenant's zone, for `call_date` and `started_local`
 */
export function referenceRows(document: CallDocument, timeZone: string): ReferenceRows {
  const keys = callKeys(document, timeZone);
  const handled = { ...keys, ...handlingOf(document) };
  const ranked = standings(document);
  return {
    calls: [callRow(document, keys, timeZone)],
    evaluations: ranked.map(([evaluation, standing]) => evaluationRow(handled, evaluation, standing)),
    criterion_scores: ranked.flatMap(([evaluation, standing]) =>
      criterionRows(handled, evaluation, standing),
    ),
    turns: turnRows(document, keys),
    ...listRows(document, handled),
  };
}
