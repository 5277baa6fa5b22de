import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleFile, sampleTenants } from '../../fixtures/index.ts';
import { makeLake, writeSamples } from '../support/cci.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Words of a shell line with plain and double-quoted words, which is all that the manual uses. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe('the README', () => {
  it('shows a walk that works as written', async () => {
    await using lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    const [sample] = sampleTenants({ seed: 2, until: '2026-03-03', days: 2, callsPerDay: 3 });
    const transcripts = [...(sample?.calls ?? [])].filter(({ format }) => !format.startsWith('result'));
    await writeSamples(lake.inbox, transcripts.map(sampleFile));
    const lines = [...read('README.md').matchAll(/^ {4}npx cci (.*)$/gm)].map(([, words]) => words ?? '');
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'tenants',
      'forms',
      'ingest',
      'night',
      'sql',
      'serve',
    ]);
    for (const line of lines.filter((line) => line !== 'serve')) {
      const words = wordsOf(line.replace('./transcripts', lake.inbox));
      const { code, err } = await lake.cci(...words);
      expect([line, code, err]).toEqual([line, 0, '']);
    }
  });

  it.each([
    'README.md',
    'docs/cli.md',
    'docs/sql.md',
    'docs/dashboard.md',
    'docs/forms.md',
    'docs/lake.md',
    'docs/formats.md',
    'docs/sample-data.md',
    'CHANGELOG.md',
  ])('and its pages link to what is there: %s', (file) => {
    const links = [...read(file).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '');
    const local = links.filter((link) => !/^https?:/.test(link));
    const missing = local.filter((link) => !existsSync(join(ROOT, file, '..', link)));
    expect(missing).toEqual([]);
  });

  it('names the commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, name] of read('README.md').matchAll(/npm (?:run )?(start|test|check[\w:]*)/g)) {
      expect(Object.keys(scripts)).toContain(name);
    }
  });
});
