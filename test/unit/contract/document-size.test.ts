import { describe, expect, it } from 'vitest';
import { lineOf, refusalOf } from '../../../etl/run/join/sealed-line.ts';
import {
  type CallDocument,
  MAX_JSON_BYTES,
  parseJson,
  parseRawCallKey,
  readCallDocument,
  sealDocument,
} from '../../../pipeline/contract/index.ts';
import { readTranscript } from '../../../pipeline/transcripts/index.ts';
import { call, keyOf, turn } from '../etl/builders.ts';

const EMPTY = sealDocument(saying('')).byteLength;
const ROOM = MAX_JSON_BYTES - EMPTY - 1;

/** A call in which one turn says a text. */
function saying(text: string): CallDocument {
  const base = call();
  return { ...base, transcript: base.transcript && { ...base.transcript, turns: [turn(0, text)] } };
}

const refusal = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return refusalOf(error);
  }
};

const tooLarge = (where: string) => ({
  code: 'too_large',
  message: 'contract: its call document is above 67108863 bytes',
  where,
  hint: 'Split the call: each part of it a file and a call id of its own.',
});

describe('what is written is held to the limit of what is read:', () => {
  it('the largest document that is sealed can be read back with its line end, a byte more is refused', () => {
    const line = sealDocument(saying('x'.repeat(ROOM)));
    expect(line.byteLength + 1).toBe(MAX_JSON_BYTES);
    expect(parseJson(Buffer.concat([line, Buffer.from('\n')]))).toBeTypeOf('object');
    expect(refusal(() => sealDocument(saying('x'.repeat(ROOM + 1))))?.code).toBe('too_large');
  });

  it('characters that take several bytes count as such', () => {
    expect(refusal(() => sealDocument(saying('ü'.repeat(ROOM / 2 + 1))))).toEqual(tooLarge('$'));
  });

  it('what is too large whatever its characters are is refused before it is copied', () => {
    const { transcript } = saying('');
    const text = 'x'.repeat(1_000_000);
    const turns = Array.from({ length: 100 }, (_, n) => turn(n, text));
    Object.defineProperty(turns, 80, {
      get: () => {
        throw new Error('read further than it needs to be');
      },
    });
    const document = { ...call(), transcript: transcript && { ...transcript, turns } };
    expect(refusal(() => sealDocument(document))).toEqual(tooLarge('transcript'));
  });
});

describe('a version-0 result of which a document would be too large', () => {
  const result = (criteria: number) => ({
    tenant_id: key.tenantId,
    call_id: 'many',
    call_date: '2026-03-02',
    qa_evaluation: { criteria: new Array(criteria).fill({}) },
  });
  const key = parseRawCallKey(keyOf(call({ call_id: 'many', started_at: '2026-03-02T00:00:00.000Z' })));
  const bytes = (criteria: number) => Buffer.from(JSON.stringify(result(criteria)));

  it.each([
    ['is refused where it is offered', () => readTranscript(bytes(400_000))],
    ['is refused where it is read back', () => readCallDocument(result(400_000), key)],
    ['is quarantined by the night', () => lineOf(bytes(400_000), key)],
  ])('%s', (_, act) => {
    expect(refusal(act)).toEqual(tooLarge('qa_evaluation.criteria'));
  });

  it('is refused by the night where only its upcast shows it', () => {
    const long = { ...result(0), qa_evaluation: { criteria: [{ id: 'x'.repeat(MAX_JSON_BYTES / 2) }] } };
    expect(refusal(() => lineOf(Buffer.from(JSON.stringify(long)), key))).toEqual(tooLarge('evaluations'));
  });

  it('is read with as many criteria as anyone has', () => {
    expect(readCallDocument(result(10_000), key).evaluations[0]?.criteria).toHaveLength(10_000);
  });
});
