import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../infra/local/cli/main.ts';
import { makeLake, type TestLake } from '../support/cci.ts';

describe('cci erase', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await lake.cci('tenants', 'add', 'acme');
    await offer('call-0001', '2026-01-02T10:00:00Z');
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  async function offer(call_id: string, started_at: string): Promise<void> {
    const file = join(lake.inbox, `${call_id}.json`);
    const turns = [{ speaker: 'AGENT', start_ms: 0, text: 'Hello.' }];
    await writeFile(
      file,
      JSON.stringify({ format: 'cci-transcript', version: 1, channel: 'chat', call_id, started_at, turns }),
    );
    await lake.cci('ingest', file, '--tenant', 'acme');
  }

  /** Runs a command before a person who gives this answer to every question. */
  async function answering(answer: string | null, ...words: string[]) {
    const said = { out: '', err: '', questions: 0 };
    const code = await runCommand(
      ['erase', ...words],
      {
        out: (text) => {
          said.out += text;
        },
        err: (text) => {
          said.err += text;
        },
        ask: async () => {
          said.questions += 1;
          return answer;
        },
        interactive: true,
        progress: false,
        columns: 120,
      },
      { CCI_HOME: lake.root },
    );
    return { code, ...said };
  }

  const calls = async (): Promise<unknown[]> =>
    (await lake.json<{ call_id: string }[]>('calls', 'list', '--tenant', 'acme', '--format', 'json')).map(
      ({ call_id }) => call_id,
    );

  it.each([
    ['no', 1, 'nothing was erased\n'],
    ['', 1, 'nothing was erased\n'],
    [null, 130, 'cancelled: nothing was erased\n'],
  ])('tells a script that nothing was erased when the answer is %j', async (answer, code, line) => {
    const said = await answering(answer, '--tenant', 'acme', '--call', 'call-0001');
    expect(said).toMatchObject({ code, out: '', err: expect.stringContaining(line) });
    expect(await calls()).toEqual(['call-0001']);
  });

  it('does not ask about what nobody knows, and says that nothing keeps it out', async () => {
    expect(await answering('acme', '--tenant', 'acme', '--call', 'call-1000')).toEqual({
      code: 0,
      out: 'acme: nothing of that is here; a call of it that comes later is taken in\n',
      err: '',
      questions: 0,
    });
    await offer('call-1000', '2026-01-02T10:00:00Z');
    expect(await calls()).toContain('call-1000');
  });

  it('says of what was erased before that nothing of it was here', async () => {
    const words = ['--tenant', 'acme', '--call', 'call-0001'];
    expect(await answering('acme', ...words)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^acme: 1 call erased, from:\n {8}1 {2}raw documents\n/),
      questions: 1,
    });
    expect(await answering('acme', ...words)).toEqual({
      code: 0,
      out: 'acme: that was erased before, and nothing of it was here\nsearched every place and every byte: nothing is left\n',
      err: '',
      questions: 0,
    });
  });

  it('applies retention rules only when it was asked for or nobody needs to be asked', async () => {
    expect(await lake.cci('erase', '--retention')).toMatchObject({
      code: 0,
      err: expect.stringContaining('no tenant has a rule'),
    });
    await lake.cci('tenants', 'set', 'acme', '--retain-days', '30');
    expect(await lake.cci('erase', '--retention')).toMatchObject({
      code: 64,
      out: '',
      err: expect.stringContaining('Add --yes'),
    });
    expect(await answering('no', '--retention')).toMatchObject({
      code: 1,
      err: expect.stringContaining('1 call goes, from:\n        1  raw documents\n'),
    });
    expect(await calls()).toEqual(['call-0001']);
    expect(await lake.cci('erase', '--retention', '--yes')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^acme: 1 call erased/),
    });
    expect(await answering('no', '--retention')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^acme: nothing is from before \d{4}-\d\d-\d\d, the first day that is kept\n$/,
      ),
      questions: 0,
    });
  });
});
