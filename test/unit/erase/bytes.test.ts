import { describe, expect, it } from 'vitest';
import { needles, TombstoneMaker, wholeWordsOf, wordsOf } from '../../../etl/erase/index.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import { ACME } from './scene.ts';

describe('words of a text', () => {
  it.each([
    ['{"call_id":"call-1"}', 'call-1'],
    ['raw/dt=2026-07-01/call-1.20260701T000000000Z-00000000.json', 'call-1'],
    ['call-1:service-quality:3:x', 'call-1'],
    ['raw/job%3A1.2026.json', 'job:1'],
    ['/in/a.call-1.json', 'call-1'],
  ])('of %s hold the id', (text, id) => {
    expect([...wordsOf(text)]).toContain(id);
  });

  it.each([['recall-1'], ['call-12'], ['xcall-1']])('of %s do not', (text) => {
    expect([...wordsOf(text)]).not.toContain('call-1');
  });

  it('do not hold a part of an id that is another call’s', () => {
    const isAnothers = (id: string) => id === 'call-1.5';
    expect([...wordsOf('x/call-1.5.json', isAnothers)]).not.toContain('call-1');
    expect([...wordsOf('x/call-1.6.json', isAnothers)]).toContain('call-1');
  });

  it('do not hold the end of an id that is another call’s', () => {
    expect([...wordsOf('x/a.call-1.json', (id) => id === 'a.call-1')]).not.toContain('call-1');
  });

  it('are few even of a word with thousands of separators', () => {
    expect([...wordsOf('a.'.repeat(5000))].length).toBeLessThan(20 * 5000);
  });

  it('hold the id also in the middle of a word of many pieces', () => {
    expect([...wordsOf(`${'a.'.repeat(500)}call-1${'.b'.repeat(500)}`)]).toContain('call-1');
  });

  it('are no longer than an id can be', () => {
    expect([...wordsOf('a'.repeat(400))]).toEqual([]);
    expect(Math.max(...[...wordsOf(`${'a'.repeat(300)}.`.repeat(9))].map((word) => word.length))).toBe(301);
  });

  it('are whole when only whole ones count', () => {
    expect([...wholeWordsOf('"call-1.5" x:y')]).toEqual(['call-1.5', 'x:y']);
  });
});

describe('a search of bytes', () => {
  const found = (texts: string[], bytes: Uint8Array): string[] => {
    const hits: string[] = [];
    needles(texts).scan(bytes, (needle, at) => hits.push(`${needle}@${at}`));
    return hits;
  };

  it('finds every one of many texts, at the very edges and one in another', () => {
    const bytes = Buffer.from('call-1-call-12\u0000umlaut-ä');
    expect(found(['call-1', 'call-12', 'umlaut-ä', 'nevermore'], bytes)).toEqual([
      'call-1@0',
      'call-1@7',
      'call-12@7',
      'umlaut-ä@15',
    ]);
  });

  it('agrees with a plain search over random bytes', () => {
    const bytes = Buffer.alloc(4000, 0);
    for (let at = 0, seed = 7; at < bytes.length; at += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      bytes[at] = 97 + ((seed >>> 16) % 3);
    }
    const texts = Array.from({ length: 40 }, (_, n) =>
      bytes.toString('latin1', n * 37, n * 37 + 6 + (n % 3)),
    );
    const plain = new Set(texts).values().flatMap((text) => {
      const hits: string[] = [];
      for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1))
        hits.push(`${text}@${at}`);
      return hits;
    });
    expect(found([...new Set(texts)], bytes).sort()).toEqual([...plain].sort());
  });
});

describe('a tombstone', () => {
  const maker = new TombstoneMaker(Buffer.alloc(32, 1));
  const record = {
    erasure_id: 'e',
    tenant_id: ACME,
    selector: 'call',
    selector_hash: null,
    at: '2026-07-03T02:00:00.000Z',
    tombstones: 1,
  } as const;

  it('differs by tenant, by kind and by key, and never holds the id', () => {
    const hashes = [
      maker.hash(ACME, { kind: 'call', value: 'call-1' }),
      maker.hash(parseTenantId('globex'), { kind: 'call', value: 'call-1' }),
      maker.hash(ACME, { kind: 'content', value: 'call-1' }),
      new TombstoneMaker(Buffer.alloc(32, 2)).hash(ACME, { kind: 'call', value: 'call-1' }),
    ];
    expect(new Set(hashes).size).toBe(4);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([{ at: '2026-07-04T02:00:00.000Z' }, { tombstones: 0 }, { selector: 'all' as const }])(
    'is of a record whose signature a change of %j breaks',
    (change) => {
      expect(maker.sign({ ...record, ...change })).not.toBe(maker.sign(record));
    },
  );
});
