import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIN_INTERRUPTION_MS, type Speaker } from '../../../pipeline/contract/index.ts';
import { measureTalk } from '../../../pipeline/transcripts/index.ts';

const said = { origin: 'source', confidence: 1 } as const;
const nobody = { origin: 'none', confidence: 0 } as const;
const turn = (speaker: Speaker, start_ms: number | null, end_ms: number | null) => ({
  speaker,
  start_ms,
  end_ms,
});

describe('measureTalk', () => {
  it('counts overlaps of one role once and silence from the first turn to the last end', () => {
    const turns = [
      turn('AGENT', 1000, 4000),
      turn('AGENT', 3000, 5000),
      turn('CUSTOMER', 7000, 9000),
      turn('OTHER', 9500, 9600),
    ];
    expect(measureTalk(turns, 'voice', said)).toEqual({
      talk_time_ms: { AGENT: 4000, CUSTOMER: 2000, OTHER: 100 },
      silence_ms: 2500,
      interruptions: 0,
    });
  });

  it('is null for chats, without turns and without times; without roles only silence is left', () => {
    const nothing = { talk_time_ms: null, silence_ms: null, interruptions: null };
    expect(measureTalk([turn('AGENT', 0, 0)], 'chat', said)).toEqual(nothing);
    expect(measureTalk([], 'voice', said)).toEqual(nothing);
    expect(measureTalk([turn('AGENT', 0, 10), turn('CUSTOMER', null, null)], 'voice', said)).toEqual(nothing);
    expect(measureTalk([turn('OTHER', 0, 10), turn('OTHER', 30, 40)], 'voice', nobody)).toEqual({
      ...nothing,
      silence_ms: 20,
    });
  });

  const overlap = MIN_INTERRUPTION_MS;
  it.each([
    ['takes the floor', [turn('AGENT', 0, 5000), turn('CUSTOMER', 5000 - overlap, 5001)], 1],
    ['overlaps too little', [turn('AGENT', 0, 5000), turn('CUSTOMER', 5001 - overlap, 8000)], 0],
    ['is an acknowledgement', [turn('AGENT', 0, 5000), turn('CUSTOMER', 2000, 5000)], 0],
    ['begins together', [turn('AGENT', 0, 5000), turn('CUSTOMER', 0, 9000)], 0],
    ['is the same role', [turn('AGENT', 0, 5000), turn('AGENT', 2000, 9000)], 0],
    ['is by a machine', [turn('AGENT', 0, 5000), turn('OTHER', 2000, 9000)], 0],
    ['runs into a machine', [turn('OTHER', 0, 5000), turn('AGENT', 2000, 9000)], 0],
    [
      'runs into two turns at once',
      [turn('AGENT', 0, 5000), turn('AGENT', 1000, 6000), turn('CUSTOMER', 2000, 9000)],
      1,
    ],
    ['goes both ways', [turn('AGENT', 0, 5000), turn('CUSTOMER', 2000, 9000), turn('AGENT', 6000, 12000)], 2],
  ])('counts a turn that %s', (_, turns, count) => {
    expect(measureTalk(turns, 'voice', said).interruptions).toBe(count);
    expect(measureTalk(turns.toReversed(), 'voice', said).interruptions).toBe(count);
  });

  const turns = fc.array(
    fc
      .tuple(fc.constantFrom<Speaker>('AGENT', 'CUSTOMER', 'OTHER'), fc.nat(200), fc.nat(50))
      .map(([speaker, start, length]) => turn(speaker, start * 100, (start + length) * 100)),
    { minLength: 1, maxLength: 30 },
  );

  it('never gives a role more talk than the span, and parts the span into speech and silence', () => {
    fc.assert(
      fc.property(turns, (some) => {
        const span =
          Math.max(...some.map((one) => one.end_ms ?? 0)) - Math.min(...some.map((one) => one.start_ms ?? 0));
        const { talk_time_ms, silence_ms, interruptions } = measureTalk(some, 'voice', said);
        const asOne = measureTalk(
          some.map((one) => ({ ...one, speaker: 'AGENT' as const })),
          'voice',
          said,
        );
        for (const role of ['AGENT', 'CUSTOMER', 'OTHER'] as const)
          expect(talk_time_ms?.[role]).toBeLessThanOrEqual(span);
        expect((silence_ms ?? 0) + (asOne.talk_time_ms?.AGENT ?? 0)).toBe(span);
        expect(interruptions).toBeLessThanOrEqual(some.length - 1);
        expect(asOne.interruptions).toBe(0);
      }),
    );
  });

  it('does not depend on the order of turns', () => {
    fc.assert(
      fc.property(turns, (some) => {
        expect(measureTalk(some.toReversed(), 'voice', said)).toEqual(measureTalk(some, 'voice', said));
      }),
    );
  });

  it('finds the same interruptions as comparing every turn with every other', () => {
    fc.assert(
      fc.property(turns, (some) => {
        const cutOff = (one: (typeof some)[number]) =>
          some.some(
            (heard) =>
              heard.speaker !== 'OTHER' &&
              heard.speaker !== one.speaker &&
              Number(heard.start_ms) < Number(one.start_ms) &&
              Number(heard.end_ms) - Number(one.start_ms) >= MIN_INTERRUPTION_MS &&
              Number(one.end_ms) > Number(heard.end_ms),
          );
        const expected = some.filter((one) => one.speaker !== 'OTHER' && cutOff(one)).length;
        expect(measureTalk(some, 'voice', said).interruptions).toBe(expected);
      }),
    );
  });

  it('measures fifty thousand turns that all overlap', () => {
    const many = Array.from({ length: 50_000 }, (_, i) =>
      turn(i % 2 === 0 ? 'AGENT' : 'CUSTOMER', i, 1_000_000 + i),
    );
    expect(measureTalk(many, 'voice', said)).toMatchObject({ interruptions: 49_999, silence_ms: 0 });
  });
});
