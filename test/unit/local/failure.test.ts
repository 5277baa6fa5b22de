import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../../infra/local/cli/failure.ts';
import { FileUnwritable, LocalStateError } from '../../../infra/local/errors.ts';
import { QueryFailed } from '../../../sql/errors.ts';

function explained(error: unknown): { code: number; lines: string[] } {
  let text = '';
  const terminal = {
    err: (part: string) => {
      text += part;
    },
  };
  const code = explainFailure(error, terminal, { CCI_HOME: '/lake' });
  return { code, lines: text.trimEnd().split('\n') };
}

const ofSystem = (code: string, rest: object = {}): Error & { code: string } =>
  Object.assign(new Error(`${code}: no space left on device, write`), { code, syscall: 'write', ...rest });
const ofSqlite = Object.assign(new Error('database or disk is full'), {
  code: 'ERR_SQLITE_ERROR',
  errcode: 13,
});

describe('a full disk is told as one, with where, what is safe and what to do', () => {
  it.each([
    ['of the system', ofSystem('ENOSPC'), '/lake'],
    ['of the system, with the file', ofSystem('ENOSPC', { path: '/lake/raw/x' }), '/lake/raw/x'],
    ['of a quota', ofSystem('EDQUOT'), '/lake'],
    ['of sqlite', ofSqlite, '/lake'],
    ['of an export', new FileUnwritable('scores.csv', ofSystem('ENOSPC')), 'scores.csv'],
    [
      'of a home',
      new LocalStateError('home_unusable', 'infra: no data can be kept', { cause: ofSqlite }),
      '/lake',
    ],
    [
      'of the engine',
      new QueryFailed('engine_failed', 'sql: IO Error: Could not write file "/t": No space left on device'),
      '/lake',
    ],
  ])('%s', (_, error, where) => {
    expect(explained(error)).toEqual({
      code: 1,
      lines: [
        `cci: the disk is full: ${where} could not be written`,
        '     What landed and what was published before is as it was. Make room and run the same command again.',
      ],
    });
  });
});

it('another failure of a file keeps its own words', () => {
  const refused = Object.assign(new Error("EACCES: permission denied, open '/x'"), {
    syscall: 'open',
    path: '/x',
  });
  expect(explained(refused)).toEqual({ code: 1, lines: ["cci: permission denied, open '/x'"] });
});
