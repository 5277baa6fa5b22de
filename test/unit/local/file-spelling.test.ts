import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathOnDisk, spellingOf } from '../../../infra/local/file-spelling.ts';

/** Bytes of which escapes, and what looks like them, are often made. */
const anyPath = fc
  .array(fc.oneof(fc.constantFrom(...Buffer.from('\\x5cfe89/ü')), fc.integer({ min: 1, max: 255 })))
  .map((bytes) => Buffer.from(bytes));

describe('the spelling of a path', () => {
  it('is turned back to the very bytes, so no two paths have one', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        expect(Buffer.from(pathOnDisk(spellingOf(path)))).toEqual(path);
      }),
    );
  });

  it('is the same for a folder and a name in it as for both together', () => {
    fc.assert(
      fc.property(anyPath, anyPath, (folder, name) => {
        const path = Buffer.concat([folder, Buffer.from('/'), name]);
        expect(spellingOf(path)).toBe(`${spellingOf(folder)}/${spellingOf(name)}`);
      }),
    );
  });

  it.each([
    ['Müller.json', 'Müller.json', 'utf8'],
    ['M\xfcller.json', 'M\\xfcller.json', 'latin1'],
    ['M\\xfcller.json', 'M\\x5cxfcller.json', 'utf8'],
    ['a\\b \\x41.json', 'a\\b \\x41.json', 'utf8'],
    ['\xfc/\xc3\xbc.json', '\\xfc/ü.json', 'latin1'],
  ] as const)('of %s is %s', (path, spelling, encoding) => {
    expect(spellingOf(Buffer.from(path, encoding))).toBe(spelling);
  });
});
