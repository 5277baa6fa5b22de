import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type CallDocument,
  callDocumentSchema,
  parseJson,
  type RawCallKey,
  readCallDocument,
  SEAL_RULES,
  sealDocument,
  sealedHead,
  sealedLine,
} from '../../../pipeline/contract/index.ts';
import { arbitraryCall } from '../../support/arbitrary-calls.ts';
import { call, evaluation, GLOBEX, revision, turn } from '../etl/builders.ts';

const keyOf = (document: CallDocument): RawCallKey => ({
  tenantId: document.tenant_id,
  dt: document.started_at.slice(0, 10),
  callId: document.call_id,
  revision: document.revision,
});

const DOCUMENT = call({ queue: 'ünïcode 😀' });
const LINE = sealDocument(DOCUMENT);
const HEAD = sealedHead(keyOf(DOCUMENT));
const whole = (bytes: Uint8Array): boolean => sealedLine(bytes, HEAD) !== null;

/** The body under a seal that was made by other rules, or for another body. */
const sealedBy = (rules: string, body: string): Buffer =>
  Buffer.from(`${body},"seal":"${hash('sha256', hash('sha256', body) + rules).slice(0, 32)}"}`);
const BODY = LINE.toString().slice(0, -',"seal":""}'.length - 32);

describe('a sealed document', () => {
  it('is one line of JSON that ends in its seal', () => {
    const text = LINE.toString();
    expect(text).not.toContain('\n');
    expect(text).toMatch(/,"seal":"[0-9a-f]{32}"\}$/);
    expect(LINE).toEqual(sealedBy(SEAL_RULES, BODY));
  });

  it('is taken as it is, with and without a line end', () => {
    expect(sealedLine(LINE, HEAD)).toEqual(LINE);
    expect(sealedLine(Buffer.concat([LINE, Buffer.from('\n')]), HEAD)).toEqual(LINE);
  });

  it('is found in the middle of other memory', () => {
    const memory = Buffer.concat([Buffer.from('xx'), LINE, Buffer.from('\nyy')]);
    expect(sealedLine(memory.subarray(2, 2 + LINE.byteLength), HEAD)).toEqual(LINE);
    expect(sealedLine(memory.subarray(2, 3 + LINE.byteLength), HEAD)).toEqual(LINE);
    expect(sealedLine(memory.subarray(1, 2 + LINE.byteLength), HEAD)).toBeNull();
  });

  it('sealed again is the same, to the byte', () => {
    expect(sealDocument(readCallDocument(parseJson(LINE), keyOf(DOCUMENT)))).toEqual(LINE);
  });

  it('comes back as the document that it was, whatever that holds', () => {
    fc.assert(
      fc.property(arbitraryCall, (document) => {
        const line = sealDocument(document);
        const key = keyOf({ ...document, started_at: new Date(document.started_at).toISOString() });
        expect(sealedLine(line, sealedHead(key))).toEqual(line);
        const read = readCallDocument(parseJson(line), key);
        expect(read).toEqual(JSON.parse(JSON.stringify(canonical(document))));
        expect(sealDocument(read)).toEqual(line);
      }),
    );
  });

  it('has its instants in one spelling, and its keys in the order of the schema', () => {
    const { started_at, ...rest } = call({
      started_at: '2026-07-01T23:30:00Z',
      processed_at: '2026-07-02T10:00:00.1239999Z',
      evaluations: [evaluation({ scored_at: '2026-07-02T10:00:00.5Z' })],
    });
    const text = sealDocument({ ...rest, started_at }).toString();
    expect(text.match(/"(started_at|processed_at|scored_at)":"[^"]*"/g)).toEqual([
      '"started_at":"2026-07-01T23:30:00.000Z"',
      '"processed_at":"2026-07-02T10:00:00.123Z"',
      '"scored_at":"2026-07-02T10:00:00.500Z"',
    ]);
    expect(Object.keys(JSON.parse(text))).toEqual([...Object.keys(callDocumentSchema.shape), 'seal']);
  });

  it('holds nothing that the schema does not know', () => {
    const text = sealDocument({ ...DOCUMENT, seal: 'x', more: 1 } as CallDocument).toString();
    expect(text).toBe(LINE.toString());
  });
});

describe('a line that was touched is not taken for sealed:', () => {
  it('every bit of it flipped', () => {
    const bytes = Buffer.from(LINE);
    for (let at = 0; at < bytes.byteLength; at += 1)
      for (let bit = 1; bit < 256; bit *= 2) {
        bytes.writeUInt8(bytes.readUInt8(at) ^ bit, at);
        if (whole(bytes)) expect.fail(`byte ${at} with bit ${bit} flipped`);
        bytes.writeUInt8(bytes.readUInt8(at) ^ bit, at);
      }
    expect(whole(bytes)).toBe(true);
  });

  it('cut off after every byte', () => {
    for (let length = 0; length < LINE.byteLength; length += 1)
      if (whole(LINE.subarray(0, length))) expect.fail(`after ${length} bytes`);
  });

  it('with a byte added at its end, or put in anywhere', () => {
    for (let byte = 0; byte < 256; byte += 1)
      expect(whole(Buffer.concat([LINE, Buffer.from([byte])])), String(byte)).toBe(byte === 0x0a);
    for (let at = 0; at < LINE.byteLength; at += 1)
      if (whole(Buffer.concat([LINE.subarray(0, at), Buffer.from(' '), LINE.subarray(at)])))
        expect.fail(`at ${at}`);
  });

  it.each<[string, Buffer]>([
    ['two line ends', Buffer.from(`${LINE}\n\n`)],
    ['the line end of Windows', Buffer.from(`${LINE}\r\n`)],
    ['a byte order mark', Buffer.from(`\ufeff${LINE}`)],
    ['twice', Buffer.from(`${LINE}${LINE}`)],
    ['twice, on two lines', Buffer.from(`${LINE}\n${LINE}\n`)],
    [
      'its seal in capitals',
      Buffer.from(LINE.toString().replace(/[0-9a-f]{32}"\}$/, (s) => s.toUpperCase())),
    ],
    ['no seal', Buffer.from(`${BODY}}`)],
    ['nothing but a seal', Buffer.from(`,"seal":"${'0'.repeat(32)}"}`)],
    ['nothing', Buffer.alloc(0)],
    ['only a line end', Buffer.from('\n')],
    ['older rules', sealedBy('0', BODY)],
    ['no rules', sealedBy('', BODY)],
    ['the seal of another body', Buffer.from(LINE.toString().replace('"Ann"', '"Anna"'))],
  ])('%s', (_, bytes) => {
    expect(whole(bytes)).toBe(false);
  });

  it.each<[string, Partial<RawCallKey>]>([
    ['of another tenant', { tenantId: GLOBEX }],
    ['of another call', { callId: 'call-2' }],
    ['of a call whose id begins alike', { callId: 'call-' }],
    ['of another revision', { revision: revision(2) }],
    ['of another day', { dt: '2026-07-02' }],
  ])('it lies under the key %s', (_, change) => {
    expect(sealedLine(LINE, sealedHead({ ...keyOf(DOCUMENT), ...change }))).toBeNull();
  });
});

describe('what cannot be sealed', () => {
  const say = (text: string): CallDocument =>
    call({ transcript: { ...call().transcript, turns: [turn(0, text)] } as CallDocument['transcript'] });

  it.each(['a\ud800b', '\udc00', '\ud83d', '\ude00\ud83d', '\\\ud800', '\\\\\udfff'])(
    'is half a character: %j',
    (text) => {
      expect(() => sealDocument(say(text))).toThrow(expect.objectContaining({ code: 'invalid_unicode' }));
    },
  );

  it.each(['\\ud800', '\\\\udc00', '😀', '\uffff', '\ud7ff\ue000'])(
    'is not what only looks so: %j',
    (text) => {
      const document = say(text);
      expect(readCallDocument(parseJson(sealDocument(document)), keyOf(document))).toEqual(document);
    },
  );

  it.each<[string, object, string]>([
    ['instants that are none', { started_at: 'yesterday' }, 'started_at'],
    ['instants with an offset', { processed_at: '2026-07-02T10:00:00+02:00' }, 'processed_at'],
    ['missing lists', { evaluations: undefined }, 'evaluations'],
    ['missing fields', { agent: { id: 'a' } }, 'agent.name, agent.team, agent.origin'],
    ['other types', { duration_seconds: '61.5' }, 'duration_seconds'],
    ['other tenants ids', { tenant_id: 'A' }, 'tenant_id'],
  ])('is a document with %s, and the error names the place', (_, change, where) => {
    const document = { ...DOCUMENT, ...change } as CallDocument;
    expect(() => sealDocument(document)).toThrow(expect.objectContaining({ code: 'bad_document', where }));
  });
});

/**
 * What the rules of today check. When this fails, the schema has changed, and lines that were sealed before were not checked
 * by what it says now. Raise SEAL_RULES (pipeline/contract/seal.ts) and write both new values here; documents sealed by
 * older rules are then read by the long way, which must know how to bring them up to date. Do the same when a check changes
 * that a schema cannot say, such as refuseDuplicates or canonical instants. Only when nothing but zod's way of writing
 * schemas has changed may the hash be replaced alone.
 */
const CHECKED = { rules: '2', schema: '96077bcc633c6145' };

it('a change of the schema comes with new rules', () => {
  const schema = JSON.stringify(z.toJSONSchema(callDocumentSchema, { io: 'input' }));
  expect({ rules: SEAL_RULES, schema: hash('sha256', schema).slice(0, 16) }).toEqual(CHECKED);
});

/** The document as it is sealed: its instants cut to milliseconds, in one spelling. */
function canonical(document: CallDocument): CallDocument {
  const instant = (text: string) => new Date(text).toISOString();
  return {
    ...document,
    started_at: instant(document.started_at),
    processed_at: instant(document.processed_at),
    evaluations: document.evaluations.map((one) => ({ ...one, scored_at: instant(one.scored_at) })),
    reviews: document.reviews.map((one) => ({ ...one, reviewed_at: instant(one.reviewed_at) })),
  };
}
