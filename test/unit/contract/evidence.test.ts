import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Evaluation,
  type Evidence,
  heldAgainst,
  SPEAKERS,
  type Turn,
} from '../../../pipeline/contract/index.ts';
import { quoting } from '../land/scene.ts';

type Said = readonly [Turn['speaker'], string];

const turnsOf = (said: readonly Said[]): Turn[] =>
  said.map(([speaker, text], index) => ({
    index,
    speaker,
    start_ms: index * 1000,
    end_ms: index * 1000 + 900,
    text,
    sentiment: null,
  }));
const found = (turn: number, offset: number, quote: string): Evidence => ({
  turn,
  start_ms: turn * 1000,
  offset,
  quote,
  verified: true,
});
const lost = ({ turn, quote }: Evidence): Evidence => ({
  turn,
  start_ms: turn * 1000,
  offset: null,
  quote,
  verified: false,
});
const evidenceIn = (evaluations: readonly Evaluation[]): Evidence[] =>
  evaluations.flatMap(({ criteria }) => criteria.flatMap(({ evidence }) => evidence));

const before: Said[] = [
  ['AGENT', 'Hello, how can I help?'],
  ['CUSTOMER', 'Thank you.'],
  ['AGENT', 'Thank you.'],
];
const help = found(0, 7, 'how can I help');
const thanks = found(2, 0, 'Thank you');

describe('evidence of an earlier transcript', () => {
  const held = (evidence: Evidence, now: readonly Said[]): Evidence | undefined =>
    evidenceIn(heldAgainst([quoting(evidence)], turnsOf(before), turnsOf(now)))[0];

  it.each<[string, Evidence, Said[], Evidence]>([
    ['stays where it stands', help, before, help],
    ['moves within its turn', help, [['AGENT', 'So, how can I help?']], found(0, 4, 'how can I help')],
    ['moves with its turn', help, [['OTHER', 'Welcome.'], ...before], found(1, 7, 'how can I help')],
    ['is lost with its words', help, [['AGENT', 'Hello, how may I help you?']], lost(help)],
    ['is lost with the transcript', help, [], { ...lost(help), start_ms: null }],
    [
      'is not what the other says there now',
      thanks,
      [['OTHER', 'Welcome.'], ...before],
      found(3, 0, 'Thank you'),
    ],
    ['stays when the roles are corrected', help, [['CUSTOMER', 'Hello, how can I help?']], help],
    [
      'is lost where several turns say it and its own does not',
      thanks,
      [...before.slice(0, 2), ['CUSTOMER', 'Bye.'], ['AGENT', 'Thank you.'], ['AGENT', 'Thank you.']],
      lost(thanks),
    ],
    [
      'that was not found is looked for where it says only',
      lost(help),
      [['OTHER', ''], ...before],
      lost(help),
    ],
    ['that was not found is found when it stands there now', lost(help), before, help],
  ])('%s', (_, evidence, now, expected) => expect(held(evidence, now)).toEqual(expected));

  it('is verified where it stands and nowhere else, and nothing else of an evaluation changes', () => {
    const said = fc.array(fc.tuple(fc.constantFrom(...SPEAKERS), fc.stringMatching(/^[ab👋]{0,4}$/u)), {
      maxLength: 5,
    });
    const claim = fc.record({
      turn: fc.nat(5),
      start_ms: fc.constant(null),
      offset: fc.option(fc.nat(4)),
      quote: fc.stringMatching(/^[ab👋]{0,2}$/u),
      verified: fc.boolean(),
    });
    fc.assert(
      fc.property(said, said, claim, (one, other, evidence) => {
        const [was, now] = [turnsOf(one), turnsOf(other)];
        const evaluation = quoting(evidence);
        const held = heldAgainst([evaluation], was, now);
        for (const { turn, start_ms, offset, quote, verified } of evidenceIn(held)) {
          const points = [...(now[turn]?.text ?? '')];
          expect(verified).toBe(offset !== null);
          expect(quote).toBe(evidence.quote);
          expect(start_ms).toBe(now[turn]?.start_ms ?? null);
          if (offset !== null) expect(points.slice(offset, offset + [...quote].length).join('')).toBe(quote);
        }
        expect(heldAgainst(held, now, now)).toEqual(held);
        const bare = (all: readonly Evaluation[]) =>
          all.map(({ criteria, ...rest }) => [rest, criteria.map(({ evidence: _, ...said }) => said)]);
        expect(bare(held)).toEqual(bare([evaluation]));
      }),
    );
  });
});
