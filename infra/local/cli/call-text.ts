import type { CallDocument, CriterionResult, Evaluation, Turn } from '../../../pipeline/contract/index.ts';

/** A call as text for a terminal: facts, scores with evidence, transcript. Control characters do not get through. */
export function describeCall(call: CallDocument): string {
  const blocks = [facts(call), ...call.evaluations.map(evaluationText), transcriptText(call)];
  return `${blocks.join('\n\n')}\n`;
}

function facts(call: CallDocument): string {
  const agent = [call.agent?.name, call.agent?.id, call.agent?.team]
    .filter((part) => part != null)
    .join(', ');
  const roles = call.transcript?.speaker_roles;
  const lines: [string, string | null][] = [
    ['call', call.call_id],
    ['started', `${call.started_at} (${call.started_at_origin})`],
    ['duration', call.duration_seconds === null ? null : clock(call.duration_seconds * 1000)],
    [
      'channel',
      [call.channel, call.direction, call.queue, call.language].filter((part) => part !== null).join(', '),
    ],
    ['agent', agent === '' ? null : agent],
    ['customer', call.customer?.ref ?? null],
    ['source', `${call.source.provider}${call.source.pii_redacted ? ', redacted' : ', not redacted'}`],
    ['roles', roles === undefined ? null : `${roles.origin}, confidence ${roles.confidence}`],
    ['summary', call.ai_summary?.call_summary ?? call.ai_summary?.issue ?? null],
    ['unscored', call.unscored_reason],
  ];
  return lines
    .filter(([, value]) => value !== null)
    .map(([label, value]) => `${label.padEnd(9)} ${clean(value ?? '')}`)
    .join('\n');
}

function evaluationText(evaluation: Evaluation): string {
  const { form_id, form_version, attempt, percentage, band, auto_failed, status } = evaluation;
  const score = percentage === null ? 'no score' : `${percentage.toFixed(1)} %`;
  const marks = [band, auto_failed ? 'auto-failed' : null, status === 'scored' ? null : status];
  const head = [
    `${form_id} v${form_version}, attempt ${attempt}: ${score}`,
    ...marks.filter((mark) => mark !== null),
  ];
  return [clean(head.join(', ')), ...evaluation.criteria.map(criterionText)].join('\n');
}

function criterionText(criterion: CriterionResult): string {
  const points = criterion.score === null ? '' : ` ${criterion.score}/${criterion.max_score}`;
  const reason = criterion.reason === null ? '' : ` (${clean(criterion.reason)})`;
  const quotes = criterion.evidence
    .filter((evidence) => evidence.verified)
    .map((evidence) => `\n      turn ${evidence.turn}: “${clean(evidence.quote)}”`);
  return `  ${criterion.outcome.padEnd(14)} ${criterion.id}${points}${reason}${quotes.join('')}`;
}

function transcriptText(call: CallDocument): string {
  if (call.transcript === null) return 'no transcript';
  return call.transcript.turns.map(turnText).join('\n');
}

function turnText(turn: Turn): string {
  const time = turn.start_ms === null ? '' : clock(turn.start_ms);
  return `${String(turn.index).padStart(4)} ${time.padStart(7)} ${turn.speaker.padEnd(8)} ${clean(turn.text)}`;
}

function clock(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  return `${ms < 0 ? '-' : ''}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const clean = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '');
