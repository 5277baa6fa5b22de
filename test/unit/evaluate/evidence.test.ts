import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluationSchema, verifyEvidence } from '../../../pipeline/contract/index.ts';
import { call, form, scored, transcript } from './calls.ts';

const { turns } = transcript([
  ['AGENT', '👋🏽 Hi Zoë', 100],
  ['CUSTOMER', 'no, no', 900],
]);
const claim = (turn: number, quote: string, offset: number | null) => ({
  turn,
  start_ms: null,
  offset,
  quote,
  verified: true,
});

describe('evidence', () => {
  it('is verified where it stands, counted in code points', () => {
    expect(verifyEvidence(turns, claim(0, 'Hi Zoë', 3))).toEqual({ ...claim(0, 'Hi Zoë', 3), start_ms: 100 });
  });

  it.each([
    ['counted in UTF-16 units', claim(0, 'Hi Zoë', 5)],
    ['beyond the end', claim(0, 'Zoë', 40)],
    ['in another case', claim(0, 'hi zoë', 3)],
    ['without its accent', claim(0, 'Zoe', null)],
    ['in another turn', claim(1, 'Hi', null)],
    ['in a turn that is not there', claim(7, 'Hi', null)],
    ['of nothing', claim(0, '', 0)],
  ])('is not verified %s', (_, evidence) => {
    expect(verifyEvidence(turns, evidence)).toMatchObject({ verified: false, offset: null });
  });

  it('without an offset gets that of its first place in the turn', () => {
    expect(verifyEvidence(turns, claim(1, 'no', null))).toMatchObject({
      verified: true,
      offset: 0,
      start_ms: 900,
    });
  });

  it('of rules and metrics is always verified, whatever the text is made of', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const criteria = [
      {
        rule: { said_by: 'any', any_of: ['a', 'é', 'no no', '1', { patterns: ['\\w+', '.{2,4}', '[^a]'] }] },
      },
      { rule: { said_by: 'any', none_of: [{ phrases: ['b'], patterns: ['\\p{L}\\p{M}*', '\\s.'] }] } },
      { metric: { measure: 'longest_monologue_seconds', said_by: 'any', max: 1 } },
    ];
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (texts, needle) => {
        const lines = texts.map(
          (line, i) => ['AGENT', `${line}${needle}a é`, i * 5000, i * 5000 + 900] as const,
        );
        const phrases = needle === '' ? [] : [{ rule: { said_by: 'any', any_of: [`${needle}a é`] } }];
        const evaluation = scored(form([...criteria, ...phrases]), call(transcript(lines)));
        const evidence = evaluation.criteria.flatMap((criterion) => criterion.evidence);
        expect(evidence.length).toBeGreaterThan(0);
        expect(evidence.filter(({ verified }) => !verified)).toEqual([]);
        expect(evaluationSchema.safeParse(evaluation).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
