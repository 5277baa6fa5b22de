import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formDraftSchema } from '../../../pipeline/contract/index.ts';
import { contentHash, isPublishable, lintForm, parseForm, publishable } from '../../../pipeline/evaluate/index.ts';

const HERE = new URL('./', import.meta.url);
const cases = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** The form of a case and its draft as it must come out. With GOLDEN=write the latter is written anew. */
function read(name: string) {
  const folder = new URL(`./${name}/`, HERE);
  const file = readdirSync(folder).find((entry) => entry !== 'expected.json') ?? '';
  const draft = parseForm(readFileSync(new URL(file, folder), 'utf8'), file);
  const expected = new URL('expected.json', folder);
  if (process.env.GOLDEN === 'write') writeFileSync(expected, `${JSON.stringify(draft, null, 2)}\n`);
  return { draft, expected: JSON.parse(readFileSync(expected, 'utf8')) };
}

describe.each(cases.map(({ name }) => name))('the form of %s', (name) => {
  const { draft, expected } = read(name);

  it('is read as written down beside it', () => {
    expect(draft).toEqual(expected);
  });

  it('publishes as it is', () => {
    expect(isPublishable(lintForm(draft))).toBe(true);
    expect(publishable(draft, []).form).toEqual({ ...draft, version: 1 });
  });

  it('comes back from its own JSON unchanged, with the same hash', () => {
    const again = parseForm(JSON.stringify(draft));
    expect(again).toEqual(draft);
    expect(formDraftSchema.parse(draft)).toEqual(draft);
    expect(contentHash(again)).toBe(contentHash(draft));
  });
});
