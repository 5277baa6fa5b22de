import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTranscript, rebase } from '../../../pipeline/transcripts/index.ts';

const message = fc.record({
  role: fc.constantFrom('AGENT', 'CUSTOMER', 'SYSTEM'),
  /** Seconds, so that several often share one. */
  second: fc.nat(20),
  ms: fc.nat(999),
  text: fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed()),
});

const chatOf = (
  messages: readonly { role: string; second: number; ms: number; text: string }[],
  start: number,
) => ({
  Channel: 'CHAT',
  JobStatus: 'COMPLETED',
  Participants: [],
  Transcript: messages.map(({ role, second, ms, text }, index) => ({
    AbsoluteTime: new Date(start + second * 1000 + ms).toISOString(),
    Content: text,
    Id: `m${index}`,
    ParticipantRole: role,
    Type: 'MESSAGE',
  })),
});

it('a chat lands with exactly its messages, roles and instants, in the order of its seconds', () => {
  const start = Date.UTC(2026, 0, 5, 10);
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1 }),
      fc.integer({ min: -100_000, max: 100_000 }),
      (messages, shift) => {
        const bytes = new TextEncoder().encode(JSON.stringify(chatOf(messages, start)));
        const sidecarStart = start + shift;
        const parsed = rebase(readTranscript(bytes), new Date(sidecarStart).toISOString());
        const expected = messages
          .toSorted((a, b) => a.second - b.second)
          .map(({ role, second, ms, text }, index) => ({
            index,
            speaker: role === 'SYSTEM' ? 'OTHER' : role,
            start_ms: second * 1000 + ms - shift,
            end_ms: second * 1000 + ms - shift,
            text,
            sentiment: null,
          }));
        expect(parsed.transcript?.turns).toEqual(expected);
      },
    ),
  );
});
