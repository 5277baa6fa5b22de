import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { askPerson } from '../../infra/local/cli/ask.ts';

/** What comes of a question when a person presses these keys. */
function asked(keys: string | null): Promise<string | null> {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { isTTY: true });
  const answer = askPerson({ input, output }, 'Erase? ');
  output.once('data', () => (keys === null ? input.end() : input.write(keys)));
  return answer;
}

it.each([
  ['a line', 'acme\r', 'acme'],
  ['an empty line', '\r', ''],
  ['Ctrl-C', 'ac\u0003', null],
  ['Ctrl-D', '\u0004', null],
  ['a keyboard that goes away', null, null],
])('%s at a question is an answer or a breaking off, never an error', async (_, keys, answer) => {
  expect(await asked(keys)).toBe(answer);
});
