import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsFrom } from '../../../etl/erase/index.ts';

describe('a long file in parts', () => {
  const SIZE = 16_384;

  async function partsOf(bytes: Buffer): Promise<string[]> {
    let at = 0;
    const fill = async (into: Uint8Array): Promise<number> => {
      const size = bytes.copy(into, 0, at, at + into.length);
      at += size;
      return size;
    };
    const parts: string[] = [];
    for await (const part of partsFrom(fill, Buffer.alloc(SIZE))) parts.push(Buffer.from(part).toString());
    return parts;
  }

  it('has every word whole in one of them, and none that is a piece of another', async () => {
    const word = fc.tuple(fc.integer({ min: 1, max: 160 }), fc.constantFrom('a', 'ü', '-.', 'x:%'));
    const text = fc.tuple(
      fc.array(word, { minLength: 200, maxLength: 400, size: 'max' }),
      fc.integer({ min: 0, max: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(text, async ([words, more]) => {
        const whole = words.map(([size, letters], n) => `${n}${letters.repeat(size)}${n}`);
        const bytes = Buffer.from(`${whole.join(' ')}${' '.repeat(more)}`);
        const found = (await partsOf(bytes)).flatMap((part) => part.split(' ')).filter((part) => part !== '');
        expect(new Set(found)).toEqual(new Set(whole));
      }),
    );
  });

  it.each([SIZE - 1, SIZE, SIZE + 1, 2 * SIZE - 4096, 2 * SIZE])(
    'of %i bytes loses nothing of its end',
    async (size) => {
      const parts = await partsOf(Buffer.from('the-end'.padStart(size, 'ab ')));
      expect(parts.at(-1)?.endsWith('the-end')).toBe(true);
    },
  );
});
