import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../support/cci.ts';

describe('calls that land without a score', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await lake.cci('tenants', 'add', 'acme');
    for (const call_id of ['call-1', 'call-2'])
      await writeFile(
        join(lake.inbox, `${call_id}.json`),
        JSON.stringify({
          format: 'cci-transcript',
          version: 1,
          channel: 'chat',
          call_id,
          turns: [{ speaker: 'AGENT', start_ms: 0, text: `Thank you for calling, this is ${call_id}.` }],
        }),
      );
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const ingest = () => lake.cci('ingest', lake.inbox, '--tenant', 'acme');
  const publish = async (...forms: string[]): Promise<void> => {
    for (const form of forms) await lake.cci('forms', 'publish', form, '--tenant', 'acme');
  };

  it('are told with the reason and what to do, when there is no form', async () => {
    expect((await ingest()).err).toBe(
      '2 calls without a score: the tenant has no published form\n     cci forms publish service-quality --tenant acme, then cci rescore --tenant acme\n',
    );
  });

  it('are told too when there are several forms and no default, by rescoring as well', async () => {
    await publish('service-quality', 'regulated-sales');
    const told =
      '2 calls without a score: the tenant has several forms and no default\n     cci tenants set acme --default-form FORM, then cci rescore --tenant acme\n';
    expect((await ingest()).err).toBe(told);
    expect(await lake.cci('rescore', '--tenant', 'acme')).toEqual({
      code: 0,
      out: '0 calls scored again, 2 left as they were\n',
      err: told,
    });
    await lake.cci('tenants', 'set', 'acme', '--default-form', 'service-quality');
    expect(await lake.cci('rescore', '--tenant', 'acme')).toMatchObject({
      out: expect.stringContaining('2 calls scored again, 0 left'),
      err: '',
    });
  });

  it('are scored one by one too; a call that is not there is told to be so', async () => {
    await publish('service-quality');
    await ingest();
    const one = ['rescore', '--tenant', 'acme', '--call'];
    expect(await lake.cci(...one, 'call-1')).toMatchObject({ code: 0, err: '' });
    expect(await lake.cci(...one, 'call-3')).toEqual({
      code: 1,
      out: '',
      err: 'cci: rescore: tenant acme has no such call\n     See "cci calls list --tenant acme".\n',
    });
  });

  it('are not spoken of when all have a score', async () => {
    await publish('service-quality');
    expect((await ingest()).err).toBe('');
  });
});
