import type { Condition } from '../contract/index.ts';
import { notApplicable, type Open, undetermined } from './answer.ts';
import { type Conversation, isSameLanguage } from './conversation.ts';
import { areTurns, firstSaid, turnsFor } from './matching.ts';

/**
 * Why a question is not asked of this call; null when it is. One condition that does not hold settles it, even where another
 * cannot be told.
 */
export function openBecause(condition: Condition | null, conversation: Conversation): Open | null {
  if (condition === null) return null;
  const obstacles = [
    known(condition.channel, conversation.call.channel, 'channel', (left, right) => left === right),
    known(condition.direction, conversation.call.direction, 'direction', (left, right) => left === right),
    known(condition.language, conversation.call.language, 'language', isSameLanguage),
    saidBecause(condition, conversation),
  ].filter((obstacle) => obstacle !== null);
  return obstacles.find(({ type }) => type === 'not_applicable') ?? obstacles[0] ?? null;
}

function known<T extends string>(
  asked: T | null,
  actual: T | null,
  what: string,
  agrees: (asked: T, actual: T) => boolean,
): Open | null {
  if (asked === null) return null;
  if (actual === null)
    return undetermined(`asked only for ${what} ${asked}, and the call's ${what} is unknown`);
  return agrees(asked, actual) ? null : notApplicable(`asked only for ${what} ${asked}`);
}

function saidBecause({ said }: Condition, conversation: Conversation): Open | null {
  if (said === null) return null;
  let open: Open | null = null;
  for (const matcher of said.any_of) {
    const turns = turnsFor(conversation, matcher, said);
    if (!areTurns(turns)) open ??= turns;
    else if (firstSaid(matcher, turns) !== null) return null;
  }
  return open ?? notApplicable('what the question is about did not come up');
}
