import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interruptingOf } from '../../../pipeline/contract/index.ts';
import { measureTalk } from '../../../pipeline/transcripts/index.ts';
import { answer, call, transcript } from './calls.ts';

const LINES = [
  ['AGENT', 'one', 0, 10_000],
  ['AGENT', 'two', 12_000, 20_000],
  ['CUSTOMER', 'three', 20_000, 30_000],
  ['AGENT', 'four', 24_000, 34_000],
  ['CUSTOMER', 'five', 44_000, 50_000],
] as const;
const measured = (lines: typeof LINES) => {
  const plain = transcript(lines);
  return transcript(lines, measureTalk(plain.turns, 'voice', plain.speaker_roles));
};
const VOICE = call(measured(LINES), { duration_seconds: 60 });
const CHAT = call(
  transcript([
    ['AGENT', 'hello', 0],
    ['CUSTOMER', 'hi', 10_000],
    ['CUSTOMER', 'anyone?', 40_000],
    ['OTHER', 'please wait', 50_000],
    ['AGENT', 'yes', 70_000],
    ['CUSTOMER', 'great', 80_000],
    ['AGENT', 'bye', 100_000],
    ['CUSTOMER', 'bye', 110_000],
  ]),
  { channel: 'chat', duration_seconds: 110 },
);

describe('a measure', () => {
  it.each([
    ['silence_seconds', 12],
    ['silence_share', 0.24],
    ['agent_talk_share', 28 / 44],
    ['longest_monologue_seconds', 20],
    ['interruptions', 1],
    ['agent_interruptions', 1],
    ['duration_seconds', 60],
  ])('of a call: %s is %d', (measure, value) => {
    expect(answer({ metric: { measure, min: value, max: value } }, VOICE).outcome).toBe('pass');
    expect(answer({ metric: { measure, max: value - 0.01 } }, VOICE).outcome).toBe('fail');
  });

  it.each([
    ['first_response_seconds', 60],
    ['longest_response_seconds', 60],
    ['average_response_seconds', 40],
    ['duration_seconds', 110],
  ])('of a chat: %s is %d', (measure, value) => {
    expect(answer({ metric: { measure, min: value, max: value } }, CHAT).outcome).toBe('pass');
    expect(answer({ metric: { measure, max: value - 0.01 } }, CHAT).outcome).toBe('fail');
  });

  it('of a monologue may be of the customer, and shows where', () => {
    const metric = { measure: 'longest_monologue_seconds', said_by: 'customer', max: 10 };
    expect(answer({ metric }, VOICE)).toMatchObject({ outcome: 'pass', quotes: ['three'] });
  });

  it('of interruptions by either side adds up to the count of both', () => {
    const turn = fc
      .tuple(fc.constantFrom('AGENT' as const, 'CUSTOMER' as const), fc.nat(40), fc.nat(12))
      .map(([speaker, start, length]) => [speaker, 'x', start * 500, (start + length) * 500] as const);
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), (lines) => {
        const { turns, speaker_roles } = transcript(lines);
        const of = (speaker: string) =>
          turns
            .filter((each) => each.speaker === speaker)
            .map(({ start_ms, end_ms }) => ({ start: start_ms ?? 0, end: end_ms ?? 0 }))
            .toSorted((left, right) => left.start - right.start);
        const [agent, customer] = [of('AGENT'), of('CUSTOMER')];
        expect(interruptingOf(agent, customer).length + interruptingOf(customer, agent).length).toBe(
          measureTalk(turns, 'voice', speaker_roles).interruptions,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('gives partial credit on the line from full_at to zero_at, and none beyond', () => {
    const earned = (full_at: number, zero_at: number) =>
      answer({ max_score: 10, metric: { measure: 'duration_seconds', full_at, zero_at } }, VOICE).score;
    expect(earned(60, 90)).toBe(10);
    expect(earned(30, 90)).toBe(5);
    expect(earned(30, 60)).toBe(0);
    expect(earned(10, 20)).toBe(0);
    expect(earned(80, 40)).toBe(5);
    expect(earned(20, 10)).toBe(10);
  });

  it('loses the points when polarity is negative', () => {
    const metric = { measure: 'silence_share', min: 0.2 };
    expect(answer({ polarity: 'negative', text: 'Too much silence?', metric }, VOICE).outcome).toBe('fail');
  });

  it('says what was measured', () => {
    const said = (metric: object) => answer({ metric }, VOICE).reason;
    expect(said({ measure: 'agent_talk_share', min: 0.2, max: 0.7 })).toBe(
      "agent's share of the talk: 63.6 %; 20 % to 70 % wanted",
    );
    expect(said({ measure: 'duration_seconds', full_at: 30, zero_at: 90 })).toBe(
      'length of the call: 60 s; full score at 30 s, none at 90 s',
    );
    expect(said({ measure: 'interruptions', max: 2 })).toMatch(/^interruptions: \d; at most 2 wanted$/);
  });
});

describe('a measure that the channel does not have', () => {
  const talk = { metric: { measure: 'silence_share', max: 0.3 } };

  it('is not applicable', () => {
    expect(answer(talk, CHAT)).toMatchObject({ outcome: 'not_applicable', score: null });
    expect(answer({ metric: { measure: 'first_response_seconds', max: 9 } }, VOICE).outcome).toBe(
      'not_applicable',
    );
  });

  it('is undetermined where the form allows no "not applicable"', () => {
    expect(answer({ ...talk, required: true }, CHAT)).toMatchObject({ outcome: 'undetermined', score: null });
  });
});

describe('a measure that cannot be taken is undetermined', () => {
  const untimed = call(
    transcript([
      ['AGENT', 'a'],
      ['CUSTOMER', 'b'],
    ]),
  );
  const untimedChat = call(untimed.transcript, { channel: 'chat' });
  const noRoles = call(
    transcript([['OTHER', 'a', 0, 9]], { speaker_roles: { origin: 'none', confidence: 0 }, silence_ms: 0 }),
  );

  it.each([
    ['silence_seconds', untimed, 'the transcript has no times'],
    ['silence_share', untimed, 'the transcript has no times'],
    ['agent_talk_share', untimed, 'the transcript has no times'],
    ['interruptions', untimed, 'the transcript has no times'],
    ['agent_interruptions', untimed, 'the transcript has no times'],
    ['longest_monologue_seconds', untimed, 'the transcript has no times'],
    ['first_response_seconds', untimedChat, 'the transcript has no times'],
    ['agent_talk_share', noRoles, 'the transcript does not tell who speaks'],
    ['interruptions', noRoles, 'the transcript does not tell who speaks'],
    ['agent_interruptions', noRoles, 'the transcript does not tell who speaks'],
    ['longest_monologue_seconds', noRoles, 'the transcript does not tell who speaks'],
    ['duration_seconds', untimed, 'the duration of the call is unknown'],
    ['silence_seconds', call(transcript([])), 'no turns'],
    ['silence_seconds', call(null), 'no transcript'],
    [
      'average_response_seconds',
      call(
        transcript([
          ['AGENT', 'a', 0],
          ['CUSTOMER', 'b', 9],
        ]),
        { channel: 'chat' },
      ),
      'the agent never replies to a message of the customer',
    ],
  ])('%s: %#', (measure, on, reason) => {
    expect(answer({ metric: { measure, max: 1 } }, on)).toMatchObject({
      outcome: 'undetermined',
      score: null,
      reason,
    });
  });

  it('but silence is measured without roles', () => {
    expect(answer({ metric: { measure: 'silence_seconds', max: 1 } }, noRoles).outcome).toBe('pass');
  });
});
