import { readFileSync } from 'node:fs';
import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { z } from 'zod';
import { homeFolder } from '../home-folder.ts';
import { addCommands } from './commands.ts';
import { EXIT } from './exit-codes.ts';
import { explainFailure } from './failure.ts';
import { processTerminal, type Terminal } from './terminal.ts';

const packageSchema = z.object({ version: z.string() });

/** Runs the `cci` command with the words after its name and sets the process's exit code. */
export async function main(words: readonly string[]): Promise<void> {
  process.exitCode = await runCommand(words, processTerminal(), process.env);
}

/** Runs `cci` on a terminal of the caller's and returns the exit code. */
export async function runCommand(
  words: readonly string[],
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  let code: number = EXIT.ok;
  const program = makeProgram(terminal);
  addCommands(program, {
    terminal,
    root: homeFolder(environment),
    exitWith: (value) => {
      code = value;
    },
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, terminal, environment);
  }
}

function makeProgram(terminal: Terminal): Command {
  const output: OutputConfiguration = { writeOut: terminal.out, writeErr: terminal.err };
  return new Command('cci')
    .description('Call QA analytics: transcripts in, scores you can query and show.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .configureOutput(output)
    .exitOverride()
    .showHelpAfterError('(add --help for examples)')
    .addHelpText(
      'after',
      `
Data lies under $CCI_HOME (default: .lake in the current folder).

A first walk:
  $ cci tenants add acme --name "Acme Support" --time-zone Europe/Berlin
  $ cci forms publish service-quality --tenant acme
  $ cci ingest ./transcripts --tenant acme
  $ cci night
  $ cci sql --tenant acme "SELECT * FROM top_failed_criteria"
  $ cci serve

Exit codes: 0 done, 1 failed, 2 done but not everything was accepted, 64 wrong usage.`,
    );
}

function explain(error: unknown, terminal: Terminal, environment: NodeJS.ProcessEnv): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  return explainFailure(error, terminal, environment);
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return packageSchema.parse(JSON.parse(text)).version;
}
