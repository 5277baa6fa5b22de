import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/cci.mjs', import.meta.url));

describe('the file that is the command', () => {
  it('starts under the Node of the machine, whichever it is', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [BIN, '--version'], {});
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('gives a night the options of Node that keep its heap small, and other commands none', async () => {
    const tell = encodeURIComponent(
      'process.on("exit", () => console.error(JSON.stringify(process.execArgv)))',
    );
    const optionsOf = async (...words: string[]): Promise<string[][]> => {
      const { stderr } = await promisify(execFile)(process.execPath, [BIN, ...words], {
        env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${tell}` },
      });
      return stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    const options = [
      '--min-semi-space-size=8',
      '--max-semi-space-size=8',
      '--initial-heap-size=64',
      '--expose-gc',
    ];
    expect(await optionsOf('night', '--help')).toEqual([options, []]);
    expect(await optionsOf('replay', '--help')).toEqual([options, []]);
    expect(await optionsOf('views', 'list')).toEqual([[]]);
  });

  it('says in a line that its output cannot be written', async () => {
    // Open for reading only: what is written to it fails, as on a full disk.
    await using unwritable = await open(BIN, 'r');
    const child = spawn(process.execPath, [BIN, 'views', 'list'], {
      stdio: ['ignore', unwritable.fd, 'pipe'],
    });
    let complaints = '';
    child.stderr?.on('data', (chunk) => {
      complaints += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect({ code, complaints }).toEqual({ code: 1, complaints: 'cci: stdout cannot be written: EBADF\n' });
  });
});
