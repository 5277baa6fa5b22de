import { describe, expect, it } from 'vitest';
import { answer, call, transcript } from './calls.ts';

const GREETED = call(
  transcript([
    ['OTHER', 'This call is recorded.', 0, 2000],
    ['CUSTOMER', 'Hi, my card is lost.', 2000, 5000],
    ['AGENT', 'Good morning! Date of birth?', 5000, 8000],
    ['CUSTOMER', 'First of May.', 8000, 9000],
    ['AGENT', 'Thanks. Your balance is 5 euros. Goodbye.', 9000, 20_000],
  ]),
);
const NO_ROLES = call(
  transcript([['OTHER', 'good morning']], { speaker_roles: { origin: 'none', confidence: 0 } }),
);

describe('what is said', () => {
  it('passes with one of any_of, and quotes each wording it found', () => {
    const result = answer({ rule: { any_of: ['good evening', 'good morning', 'thanks'] } }, GREETED);
    expect(result).toMatchObject({
      outcome: 'pass',
      score: 1,
      confidence: null,
      quotes: ['Good morning', 'Thanks'],
    });
    expect(result.evidence[0]).toEqual({
      turn: 2,
      start_ms: 5000,
      offset: 0,
      quote: 'Good morning',
      verified: true,
    });
  });

  it('fails without', () => {
    expect(answer({ rule: { any_of: ['good evening'] } }, GREETED)).toMatchObject({
      outcome: 'fail',
      score: 0,
      quotes: [],
    });
  });

  it('counts only from who must say it', () => {
    expect(answer({ rule: { any_of: ['hi'] } }, GREETED).outcome).toBe('fail');
    expect(answer({ rule: { said_by: 'customer', any_of: ['hi'] } }, GREETED).outcome).toBe('pass');
    expect(answer({ rule: { said_by: 'any', any_of: ['recorded'] } }, GREETED).outcome).toBe('pass');
    expect(answer({ rule: { any_of: [{ said_by: 'customer', phrases: ['hi'] }] } }, GREETED).outcome).toBe(
      'pass',
    );
  });

  it.each([
    [2, 'pass', 1],
    [3, 'fail', 0],
  ])('needs at_least %i different ones', (at_least, outcome, score) => {
    const rule = { any_of: ['good morning', 'thanks', 'good evening'], at_least };
    expect(answer({ rule }, GREETED)).toMatchObject({ outcome, score });
  });

  it('needs all of all_of, and may give partial credit', () => {
    const all_of = ['good morning', 'thanks', 'goodbye', 'have a nice day'];
    expect(answer({ rule: { all_of } }, GREETED)).toMatchObject({ outcome: 'fail', score: 0 });
    expect(answer({ max_score: 4, rule: { all_of, partial_credit: true } }, GREETED)).toMatchObject({
      outcome: 'partial',
      score: 3,
    });
    expect(answer({ rule: { all_of: all_of.slice(0, 3) } }, GREETED).outcome).toBe('pass');
  });

  it('must not be any of none_of, and quotes what was', () => {
    expect(answer({ rule: { none_of: ['guarantee'] } }, GREETED)).toMatchObject({
      outcome: 'pass',
      quotes: [],
    });
    expect(
      answer({ rule: { none_of: ['balance', { patterns: ['good\\w+'] }, 'thanks'] } }, GREETED),
    ).toMatchObject({
      outcome: 'fail',
      quotes: ['Thanks', 'balance', 'Goodbye'],
    });
  });

  it('loses the points when polarity is negative', () => {
    const bad = { polarity: 'negative', max_score: 2 };
    expect(answer({ ...bad, rule: { any_of: ['balance'] } }, GREETED)).toMatchObject({
      outcome: 'fail',
      score: 0,
    });
    expect(answer({ ...bad, rule: { any_of: ['guarantee'] } }, GREETED)).toMatchObject({
      outcome: 'pass',
      score: 2,
    });
  });

  it('may match a pattern, with any apostrophe, dash and space', () => {
    const on = call(transcript([['AGENT', 'I’ll re–send\u00a0it']]));
    expect(answer({ rule: { any_of: [{ patterns: ["i'll re-send it"] }] } }, on).quotes).toEqual([
      'I’ll re–send\u00a0it',
    ]);
  });
});

describe('an order', () => {
  const verified = { phrases: ['date of birth', 'postcode'] };
  const disclosed = { phrases: ['your balance'] };

  it('is kept when the first time of each comes after the first time of the one before', () => {
    expect(answer({ rule: { in_order: [verified, disclosed] } }, GREETED)).toMatchObject({
      outcome: 'pass',
      quotes: ['Date of birth', 'Your balance'],
    });
  });

  it('is broken when something was said too early, even if it is said again later', () => {
    const on = call(
      transcript([
        ['AGENT', 'Your balance is 5. Date of birth?'],
        ['AGENT', 'So your balance is 5.'],
      ]),
    );
    expect(answer({ rule: { in_order: [verified, disclosed] } }, on).outcome).toBe('fail');
  });

  it('holds within one turn, too', () => {
    const rule = { in_order: ['thanks', 'goodbye'] };
    expect(answer({ rule }, GREETED).outcome).toBe('pass');
    expect(answer({ rule: { in_order: ['goodbye', 'thanks'] } }, GREETED).outcome).toBe('fail');
  });

  it('fails when something is not said, with partial credit for the leading ones', () => {
    const in_order = ['good morning', 'date of birth', 'have a nice day', 'goodbye'];
    expect(answer({ rule: { in_order } }, GREETED).outcome).toBe('fail');
    expect(answer({ rule: { in_order, partial_credit: true } }, GREETED).score).toBe(0.5);
  });
});

describe('a window', () => {
  const said = (phrase: string, within: object, said_by = 'agent') =>
    answer({ rule: { said_by, any_of: [phrase], within } }, GREETED).outcome;

  it('of turns counts the turns of the call, or those of the speaker', () => {
    expect(said('good morning', { first_turns: 2 })).toBe('fail');
    expect(said('good morning', { first_turns: 3 })).toBe('pass');
    expect(said('good morning', { first_turns: 1, of: 'speaker' })).toBe('pass');
    expect(said('good morning', { last_turns: 1, of: 'speaker' })).toBe('fail');
    expect(said('good morning', { last_turns: 2, of: 'speaker' })).toBe('pass');
    expect(said('goodbye', { last_turns: 1 })).toBe('pass');
  });

  it('of seconds counts from the first turn, back from the last, and takes in turns that reach into it', () => {
    expect(said('good morning', { first_seconds: 5 })).toBe('fail');
    expect(said('good morning', { first_seconds: 5.001 })).toBe('pass');
    expect(said('good morning', { first_seconds: 1, of: 'speaker' })).toBe('pass');
    expect(said('good morning', { last_seconds: 12 })).toBe('fail');
    expect(said('good morning', { last_seconds: 12.001 })).toBe('pass');
    expect(said('thanks', { last_seconds: 1 })).toBe('pass');
  });

  it('of seconds begins with the first message of a chat, even before the call was said to start', () => {
    const chat = call(
      transcript([
        ['AGENT', 'hello', -9000],
        ['AGENT', 'bye', -1000],
      ]),
      { channel: 'chat' },
    );
    const within = { first_seconds: 5 };
    expect(answer({ rule: { any_of: ['hello'], within } }, chat).outcome).toBe('pass');
    expect(answer({ rule: { any_of: ['bye'], within } }, chat).outcome).toBe('fail');
  });

  it('of seconds cannot be told without times; one of turns can', () => {
    const untimed = call(transcript([['AGENT', 'hello']]));
    expect(answer({ rule: { any_of: ['hello'], within: { first_seconds: 9 } } }, untimed)).toMatchObject({
      outcome: 'undetermined',
      score: null,
      reason: 'the transcript has no times',
    });
    expect(answer({ rule: { any_of: ['hello'], within: { first_turns: 1 } } }, untimed).outcome).toBe('pass');
  });
});

describe('a rule is undetermined, never failed,', () => {
  const agentRule = { rule: { any_of: ['good morning'] } };
  const forbidden = { rule: { none_of: ['good morning'] } };

  it.each([
    ['without roles', NO_ROLES, 'the transcript does not tell who speaks'],
    [
      'without a word of the agent',
      call(transcript([['CUSTOMER', 'hello?']])),
      'the agent says nothing in this transcript',
    ],
    ['without turns', call(transcript([])), 'no turns'],
    ['without a transcript', call(null), 'no transcript'],
  ])('%s', (_, on, reason) => {
    expect(answer(agentRule, on)).toMatchObject({ outcome: 'undetermined', score: null, reason, quotes: [] });
    expect(answer(forbidden, on)).toMatchObject({ outcome: 'undetermined', score: null, reason });
  });

  it('but is answered without roles when anyone may say it', () => {
    expect(answer({ rule: { said_by: 'any', any_of: ['good morning'] } }, NO_ROLES).outcome).toBe('pass');
  });

  it('unless what is known decides it', () => {
    const lines = call(transcript([['CUSTOMER', 'good morning']]));
    const customer = { said_by: 'customer', phrases: ['good morning'] };
    const agent = { said_by: 'agent', phrases: ['hello'] };
    expect(answer({ rule: { any_of: [agent, customer] } }, lines).outcome).toBe('pass');
    expect(answer({ rule: { all_of: [agent, customer] } }, lines).outcome).toBe('undetermined');
    expect(answer({ rule: { none_of: [agent, customer] } }, lines).outcome).toBe('fail');
  });

  it('for a call in another language than its phrases', () => {
    const german = call(GREETED.transcript, { language: 'de-DE' });
    expect(answer(agentRule, german, { language: 'en' })).toMatchObject({
      outcome: 'undetermined',
      reason: 'the phrases are for en, the call is in de-DE',
    });
    expect(
      answer(agentRule, call(GREETED.transcript, { language: 'en-US' }), { language: 'en' }).outcome,
    ).toBe('pass');
    expect(answer(agentRule, german).outcome).toBe('pass');
  });

  it('and where the roles were guessed, is as sure as the guess', () => {
    const guessed = call(
      transcript([['AGENT', 'good morning']], { speaker_roles: { origin: 'rule', confidence: 0.7 } }),
    );
    expect(answer(agentRule, guessed).confidence).toBe(0.7);
    expect(answer({ rule: { said_by: 'any', any_of: ['x'] } }, guessed).confidence).toBeNull();
  });
});

describe('a question with a condition', () => {
  const asked = (applies_when: object, on = GREETED, more: object = {}) =>
    answer({ rule: { any_of: ['good morning'] }, applies_when, ...more }, on);

  it('is not applicable where the condition does not hold, even when it is required', () => {
    expect(asked({ channel: 'chat' }, GREETED, { required: true })).toMatchObject({
      outcome: 'not_applicable',
      score: null,
      reason: 'asked only for channel chat',
    });
    expect(asked({ channel: 'voice' }).outcome).toBe('pass');
  });

  it('is undetermined where the call does not tell, unless another condition settles it', () => {
    expect(asked({ direction: 'outbound' })).toMatchObject({ outcome: 'undetermined' });
    expect(asked({ direction: 'outbound', channel: 'chat' }).outcome).toBe('not_applicable');
    expect(asked({ direction: 'outbound', language: 'de' }, { ...GREETED, language: 'en' }).outcome).toBe(
      'not_applicable',
    );
    expect(asked({ direction: 'outbound' }, { ...GREETED, direction: 'inbound' }).outcome).toBe(
      'not_applicable',
    );
    expect(asked({ language: 'en' }, { ...GREETED, language: 'en-GB' }).outcome).toBe('pass');
  });

  it('may depend on what was said', () => {
    expect(asked({ said: { any_of: ['lost'] } }).outcome).toBe('pass');
    expect(asked({ said: { said_by: 'agent', any_of: ['lost'] } })).toMatchObject({
      outcome: 'not_applicable',
      reason: 'what the question is about did not come up',
    });
    expect(asked({ said: { any_of: ['lost'], within: { last_turns: 2 } } }).outcome).toBe('not_applicable');
    expect(asked({ said: { said_by: 'customer', any_of: ['lost'] } }, NO_ROLES).outcome).toBe('undetermined');
  });
});
