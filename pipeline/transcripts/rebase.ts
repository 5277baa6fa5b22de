import type { ParsedTranscript } from '../contract/index.ts';
import { BadStart } from './errors.ts';
import { parseInstant } from './time.ts';

/**
 * Makes a chat's turns count from another start, such as a sidecar's: their instants stay what the file says, so
 * offsets may become negative. Voice calls come back as they are (their times are offsets into the recording already),
 * and so do chats whose file gives no instants.
 * @throws {BadStart} when `startedAt` is not an ISO 8601 time with Z or an offset
 */
export function rebase(parsed: ParsedTranscript, startedAt: string): ParsedTranscript {
  const start = parseInstant(startedAt);
  if (start === null) throw new BadStart();
  const { facts, transcript } = parsed;
  if (parsed.channel !== 'chat' || !transcript || facts.started_at === null) return parsed;
  const shift = Date.parse(facts.started_at) - start;
  return {
    ...parsed,
    facts: { ...facts, started_at: new Date(start).toISOString() },
    transcript: {
      ...transcript,
      turns: transcript.turns.map((turn) => ({
        ...turn,
        start_ms: turn.start_ms === null ? null : turn.start_ms + shift,
        end_ms: turn.end_ms === null ? null : turn.end_ms + shift,
      })),
    },
  };
}
