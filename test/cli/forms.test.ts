import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeLake } from '../support/cci.ts';

describe('cci forms', () => {
  test.each(['service-quality', 'regulated-sales'])(
    'shows %s as a file that publishes again, as the same version',
    async (name) => {
      await using lake = await makeLake();
      await lake.cci('tenants', 'add', 'acme');
      await lake.cci('forms', 'publish', name, '--tenant', 'acme');
      const shown = await lake.cci('forms', 'show', name, '--tenant', 'acme');
      expect(shown.out.split('\n')[0]).toBe(`# ${name}@1`);
      await mkdir(lake.inbox, { recursive: true });
      const file = join(lake.inbox, `${name}.yaml`);
      await writeFile(file, shown.out);
      expect(await lake.cci('forms', 'publish', file, '--tenant', 'acme')).toEqual({
        code: 0,
        out: `${name} v1 has this content already: nothing published\n`,
        err: '',
      });
    },
  );

  test('lints a ready-made form by its name, as publish takes it', async () => {
    await using lake = await makeLake();
    expect((await lake.cci('forms', 'lint', 'service-quality')).code).toBe(0);
  });

  test('a folder in place of a form is named, not unexpected', async () => {
    await using lake = await makeLake();
    expect(await lake.cci('forms', 'lint', '.')).toEqual({
      code: 1,
      out: '',
      err: 'cci: forms: the file cannot be read: EISDIR (.)\n',
    });
  });

  test('a form nested beyond reading is said to be so', async () => {
    await using lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    const file = join(lake.inbox, 'deep.json');
    await writeFile(file, '['.repeat(20_000));
    const { code, out } = await lake.cci('forms', 'lint', file);
    expect(code).toBe(2);
    expect(out.split('\n')[0]).toBe(
      'error: form: It cannot be read as YAML or JSON (too deeply nested, or too many aliases). (form_unreadable)',
    );
  });
});
