import type { Matcher, Rule } from '../contract/index.ts';
import { type Answer, type Answered, type Open, undetermined } from './answer.ts';
import { type Conversation, isSameLanguage } from './conversation.ts';
import { allSaid, areTurns, evidenceOf, firstSaid, isLater, type Occurrence, turnsFor } from './matching.ts';
import { windowInWords } from './window.ts';

/** Passages that are kept as evidence of something forbidden. */
const FORBIDDEN_QUOTES = 5;

/** Answers a rule question by what is said in the call. */
export function answerByRule(rule: Rule, conversation: Conversation): Answer {
  const { formLanguage, call } = conversation;
  if (formLanguage !== null && call.language !== null && !isSameLanguage(formLanguage, call.language))
    return undetermined(`the phrases are for ${formLanguage}, the call is in ${call.language}`);
  const confidence = confidenceIn(rule, conversation);
  if (rule.none_of !== null)
    return withConfidence(answerForbidden(rule, rule.none_of, conversation), confidence);
  return withConfidence(answerSought(rule, conversation), confidence);
}

function answerSought(rule: Rule, conversation: Conversation): Answer {
  const found: (Occurrence | null)[] = [];
  let open: Open | null = null;
  for (const matcher of rule.any_of ?? rule.all_of ?? rule.in_order ?? []) {
    const turns = turnsFor(conversation, matcher, rule);
    if (areTurns(turns)) found.push(firstSaid(matcher, turns));
    else open ??= turns;
  }
  const answer = rule.in_order === null ? answerSaid(rule, found) : answerOrder(rule, found);
  // What was not looked for cannot undo enough of any_of; everything else stays open.
  return open === null || (rule.any_of !== null && answer.yes === 1) ? answer : open;
}

/** Rules are certain of what they find; what they know of who said it is as sure as the guess of the roles. */
function confidenceIn(rule: Rule, { roles }: Conversation): number | null {
  if (roles?.origin !== 'rule') return null;
  const matchers = rule.any_of ?? rule.all_of ?? rule.none_of ?? rule.in_order ?? [];
  return matchers.some((matcher) => (matcher.said_by ?? rule.said_by) !== 'any') ? roles.confidence : null;
}

const withConfidence = (answer: Answer, confidence: number | null): Answer =>
  answer.type === 'answered' ? { ...answer, confidence } : answer;

function answerForbidden(rule: Rule, forbidden: readonly Matcher[], conversation: Conversation): Answer {
  const found: Occurrence[] = [];
  let open: Open | null = null;
  for (const matcher of forbidden) {
    const turns = turnsFor(conversation, matcher, rule);
    if (areTurns(turns)) found.push(...allSaid(matcher, turns, FORBIDDEN_QUOTES));
    else open ??= turns;
  }
  if (open !== null && found.length === 0) return open;
  const where = windowInWords(rule.within);
  const reason =
    found.length === 0 ? `nothing forbidden was said${where}` : `something forbidden was said${where}`;
  const inOrder = found.toSorted((left, right) => (isLater(left, right) ? -1 : 1)).slice(0, FORBIDDEN_QUOTES);
  return answered(found.length === 0 ? 1 : 0, reason, inOrder);
}

function answerSaid(rule: Rule, found: readonly (Occurrence | null)[]): Answered {
  const said = found.filter((occurrence) => occurrence !== null);
  const needed = rule.all_of === null ? (rule.at_least ?? 1) : rule.all_of.length;
  const what =
    needed > 1
      ? `${said.length} of ${needed} things said`
      : said.length > 0
        ? 'said'
        : 'none of the wordings said';
  return answered(shareOf(rule, said.length, needed), `${what}${windowInWords(rule.within)}`, said);
}

function answerOrder(rule: Rule, found: readonly (Occurrence | null)[]): Answered {
  const said = found.filter((occurrence) => occurrence !== null);
  const inPlace = leadingInOrder(found);
  const missing = found.length - said.length;
  const trouble = missing > 0 ? `${missing} of ${found.length} not said` : 'said in another order';
  const reason = inPlace === found.length ? 'said in the order asked for' : trouble;
  return answered(shareOf(rule, inPlace, found.length), `${reason}${windowInWords(rule.within)}`, said);
}

/** How many, from the first on, were said, each after the one before. */
function leadingInOrder(found: readonly (Occurrence | null)[]): number {
  for (const [i, occurrence] of found.entries()) {
    const before = found[i - 1];
    if (occurrence === null || (before && !isLater(before, occurrence))) return i;
  }
  return found.length;
}

function shareOf(rule: Rule, reached: number, needed: number): number {
  if (reached >= needed) return 1;
  return rule.partial_credit ? reached / needed : 0;
}

const answered = (yes: number, reason: string, said: readonly Occurrence[]): Answered => ({
  type: 'answered',
  yes,
  reason,
  evidence: said.map(evidenceOf),
  confidence: null,
});
