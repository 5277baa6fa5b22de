import { describe, expect, it } from 'vitest';
import { runCommand } from '../../infra/local/cli/main.ts';
import { eraseWith, idsOf, lakeOfTheScene, originalLake, useErasureScene } from '../support/erasure-lakes.ts';

useErasureScene();

describe('cci erase', () => {
  it('refuses when nobody can be asked and nobody said yes', async () => {
    const lake = await lakeOfTheScene();
    expect(await lake.cci('erase', '--tenant', 'acme', '--call', 'call-0001')).toMatchObject({ code: 64 });
    expect(await idsOf(lake, 'acme')).toContain('call-0001');
  }, 60_000);

  it('shows what goes and asks, and goes on only for the tenant that is typed', async () => {
    const lake = await lakeOfTheScene();
    const said: string[] = [];
    const answering = (answer: string) =>
      runCommand(
        ['erase', '--tenant', 'acme', '--call', 'call-0002'],
        {
          out: (text) => void said.push(text),
          err: (text) => void said.push(text),
          ask: async (question) => {
            said.push(question);
            return answer;
          },
          interactive: true,
          progress: false,
          columns: 120,
        },
        { CCI_HOME: lake.root },
      );
    expect(await answering('y')).toBe(1);
    expect(said.join('')).toMatch(/1 call goes, from:\n {8}1 {2}raw documents\n[\s\S]*nothing was erased/);
    expect(await idsOf(lake, 'acme')).toContain('call-0002');
    expect(await answering('acme')).toBe(0);
    expect(await idsOf(lake, 'acme')).not.toContain('call-0002');
  }, 60_000);

  it.each([
    [['--tenant', 'acme', '--yes'], 64],
    [['--tenant', 'acme', '--call', 'a', '--agent', 'b', '--yes'], 64],
    [['--tenant', 'nobody', '--all', '--yes'], 1],
    [['--call', 'call-0001', '--yes'], 64],
  ])('refuses %j', async (words, code) => {
    expect(await originalLake().cci('erase', ...words)).toMatchObject({ code });
  });

  it('says that nothing is there, and leaves no tombstone, for what nobody knows', async () => {
    const lake = await lakeOfTheScene();
    expect(await eraseWith(lake, '--call', 'never-seen')).toMatchObject({ erased: false, calls: 0 });
    expect(await lake.json('erase', '--verify', '--json')).toMatchObject({
      tenants: [{ tenant_id: 'acme', erasures: 0 }, {}],
    });
  }, 60_000);
});
