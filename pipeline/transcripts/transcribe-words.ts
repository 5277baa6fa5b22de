import type { Utterance } from './roles.ts';

/** A word with its times, its punctuation attached. */
export interface Word {
  /** Channel or speaker label; null when the file tells no speakers apart. */
  readonly label: string | null;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Pause, in milliseconds, at which one channel's speech is cut into turns; also without any speaker. */
export const CHANNEL_PAUSE_MS = 1000;

/** The same for diarized speech: longer, since a change of speaker cuts it as well. */
export const SPEAKER_PAUSE_MS = 2000;

/** Languages that Transcribe writes without spaces between words. */
const UNSPACED = /^(zh|ja|th|lo|km|my)\b/i;

/** Turns of channels that were recorded apart: each is cut at pauses and where another channel speaks in between. */
export function channelTurns(words: readonly Word[], language: string | null): Utterance[] {
  const sorted = words.toSorted((a, b) => a.start - b.start);
  const turns: Word[][] = [];
  const open = new Map<string | null, Word[]>();
  let latest: Word | undefined;
  for (const word of sorted) {
    const turn = open.get(word.label);
    const previous = turn?.at(-1);
    // A word of another channel that began after this channel's last one ended stands in the gap.
    const heard = latest && latest.label !== word.label && previous && latest.start >= previous.end;
    if (turn && previous && !heard && word.start - previous.end < CHANNEL_PAUSE_MS) turn.push(word);
    else {
      const next = [word];
      turns.push(next);
      open.set(word.label, next);
    }
    latest = word;
  }
  return turns.map((turn) => utterance(turn, language));
}

/** Turns of one recording in which speakers were told apart, or not: runs of one label, cut at pauses. */
export function runTurns(words: readonly Word[], pauseMs: number, language: string | null): Utterance[] {
  const turns: Word[][] = [];
  for (const word of words.toSorted((a, b) => a.start - b.start)) {
    const turn = turns.at(-1);
    const previous = turn?.at(-1);
    if (turn && previous && previous.label === word.label && word.start - previous.end < pauseMs)
      turn.push(word);
    else turns.push([word]);
  }
  return turns.map((turn) => utterance(turn, language));
}

function utterance(words: readonly Word[], language: string | null): Utterance {
  const [first] = words;
  if (!first) throw new RangeError('a turn has at least one word');
  return {
    label: first.label,
    start_ms: first.start,
    end_ms: words.reduce((last, { end }) => Math.max(last, end), first.end),
    text: words.map(({ text }) => text).join(UNSPACED.test(language ?? '') ? '' : ' '),
    sentiment: null,
  };
}
