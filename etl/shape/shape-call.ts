import type { CallDocument, Evaluation, Evidence } from '../../pipeline/contract/index.ts';
import {
  type CallRow,
  type CriterionScoreRow,
  type EvaluationRow,
  TABLE_NAMES,
  TABLES,
  type TurnRow,
} from '../tables/index.ts';
import { checkRow } from './check-row.ts';
import { type Standing, standings } from './standing.ts';
import { localTime, utcTimestamp } from './zone.ts';

/** The rows of one call. */
export interface ShapedCall {
  readonly calls: CallRow[];
  readonly evaluations: EvaluationRow[];
  readonly criterion_scores: CriterionScoreRow[];
  readonly turns: TurnRow[];
}

const callKeys = (document: CallDocument, timeZone: string) => ({
  call_id: document.call_id,
  dt: document.started_at.slice(0, 10),
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

function evaluationRow(
  document: CallDocument,
  keys: CallKeys,
  evaluation: Evaluation,
  standing: Standing,
): EvaluationRow {
  return {
    ...keys,
    ...evaluationKeys(evaluation, standing),
    ...handlingOf(document),
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
  };
}

const evidenceFields = ({ turn, start_ms, offset, quote, verified }: Evidence) => ({
  turn,
  start_ms,
  offset,
  quote,
  verified,
});

function criterionRows(
  document: CallDocument,
  keys: CallKeys,
  evaluation: Evaluation,
  standing: Standing,
): CriterionScoreRow[] {
  const shared = { ...keys, ...evaluationKeys(evaluation, standing), ...handlingOf(document) };
  return evaluation.criteria.map((criterion, criterion_index) => {
    const proof = criterion.evidence.find(({ verified }) => verified);
    return {
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
      evidence_quote: proof?.quote ?? null,
      evidence_turn: proof?.turn ?? null,
      evidence: criterion.evidence.map(evidenceFields),
    };
  });
}

/** Words of a text, by white space as Unicode knows it. */
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

/**
 * Flattens a call document into the rows of the curated tables.
 * @param timeZone IANA name of the tenant's zone, for `call_date` and `started_local`
 * @throws {DocumentRefused} when an evaluation, a criterion or a turn stands twice, or a value does not fit its column
 */
export function shapeCall(document: CallDocument, timeZone: string): ShapedCall {
  const keys = callKeys(document, timeZone);
  const ranked = standings(document);
  const shaped: ShapedCall = {
    calls: [callRow(document, keys, timeZone)],
    evaluations: ranked.map(([evaluation, standing]) => evaluationRow(document, keys, evaluation, standing)),
    criterion_scores: ranked.flatMap(([evaluation, standing]) =>
      criterionRows(document, keys, evaluation, standing),
    ),
    turns: turnRows(document, keys),
  };
  for (const name of TABLE_NAMES) for (const row of shaped[name]) checkRow(TABLES[name], row);
  return shaped;
}
