import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listOf, recordOf, shapeFault } from '../../../pipeline/contract/index.ts';

/** An element that fails in each way that a schema has: by its type, by a check, by a rule over several keys. */
const part = () =>
  z
    .object({ n: z.number().min(0).max(9), text: z.string().min(1).nullish(), more: z.unknown().optional() })
    .superRefine(({ n, text }, context) => {
      if (n === 7 && text === undefined)
        context.addIssue({ code: 'custom', message: 'a seven without text' });
    });

const arbitraryPart = fc.oneof(
  { weight: 8, arbitrary: fc.record({ n: fc.integer({ min: 0, max: 9 }) }) },
  fc.record(
    {
      n: fc.oneof(fc.integer({ min: -1, max: 10 }), fc.string()),
      text: fc.constantFrom('', 'a', null, 1),
      more: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);

/** What a schema makes of a value: the value, or the first place that does not fit. */
function outcome(schema: z.ZodType, value: unknown): unknown {
  const checked = schema.safeParse(value);
  return checked.success ? checked.data : shapeFault(checked.error).message;
}

/** How often an element was looked at. */
function counted() {
  const seen: unknown[] = [];
  const element = z.custom<number>((value) => seen.push(value) > 0 && typeof value === 'number');
  return { seen, element };
}

describe('a list of input', () => {
  it('takes what a list of Zod takes, and names the same first fault', () => {
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.array(arbitraryPart, { maxLength: 6 }) },
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(value, (given) => {
        expect(outcome(listOf(part()), given)).toEqual(outcome(z.array(part()), given));
        expect(outcome(listOf(listOf(part())).min(1), [[], given])).toEqual(
          outcome(z.array(z.array(part())).min(1), [[], given]),
        );
      }),
    );
  });

  it('says to others what it is', () => {
    expect(z.toJSONSchema(listOf(z.string()).max(3))).toEqual(z.toJSONSchema(z.array(z.string()).max(3)));
  });

  it('looks at nothing after the first element that is wrong', () => {
    const { seen, element } = counted();
    const wrong = Array.from({ length: 1000 }, () => 'wrong');
    const checked = listOf(listOf(element)).safeParse([[1, 2], [3, ...wrong], wrong]);
    expect(checked.error?.issues.map(({ path }) => path)).toEqual([[1, 1]]);
    expect(seen).toEqual([1, 2, 3, 'wrong']);
  });

  it('tells one fault when none of a million breaks more than a rule', () => {
    const late = z
      .object({})
      .superRefine((_, context) => context.addIssue({ code: 'custom', message: 'late' }));
    const checked = listOf(late).safeParse(new Array(1_000_000).fill({}));
    expect(checked.error?.issues).toHaveLength(1);
  });

  it('is shown to no rule of the whole when it was read in part', () => {
    const shown: unknown[] = [];
    const whole = z.object({ parts: listOf(part()) }).superRefine((value) => void shown.push(value));
    const checked = whole.safeParse({ parts: [{ n: 1, text: '' }, { n: 1 }] });
    expect(checked.error?.issues.map(({ path }) => path)).toEqual([['parts', 0, 'text']]);
    expect(shown).toEqual([]);
  });
});

describe('a record of input', () => {
  it('takes what a record of Zod takes, and names the same first fault', () => {
    const name = fc.oneof(fc.constantFrom('a', '__proto__', 'constructor', '1'), fc.string());
    const value = fc.oneof({ weight: 9, arbitrary: fc.dictionary(name, arbitraryPart) }, fc.jsonValue());
    fc.assert(
      fc.property(value, (given) => {
        expect(outcome(recordOf(part()), given)).toEqual(outcome(z.record(z.string(), part()), given));
      }),
    );
  });

  it('looks at nothing after the first value that is wrong', () => {
    const { seen, element } = counted();
    const checked = recordOf(element).safeParse({ a: 1, b: 'wrong', c: 'wrong', d: 2 });
    expect(checked.error?.issues.map(({ path }) => path)).toEqual([['b']]);
    expect(seen).toEqual([1, 'wrong']);
  });
});

describe('the words for a fault', () => {
  it('name the first unknown keys and count the rest', () => {
    const said = (keys: number) => {
      const value = Object.fromEntries(Array.from({ length: keys }, (_, n) => [`key${n}`, n]));
      const checked = z.strictObject({}).safeParse(value);
      return checked.error && shapeFault(checked.error).message;
    };
    expect(said(1)).toBe('unknown key "key0" at $');
    expect(said(3)).toBe('unknown key "key0", "key1", "key2" at $');
    expect(said(100_000)).toBe('unknown key "key0", "key1", "key2" and 99997 more at $');
  });
});
