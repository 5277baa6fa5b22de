import { UsageError } from '../errors.ts';
import { withHome } from '../home.ts';
import { DEFAULT_PORT } from '../listen.ts';
import type { AddCommand, Context } from './context.ts';
import { wholeNumber } from './options.ts';

/** `cci serve`: the dashboard on localhost. */
export const addServe: AddCommand = (program, context) => {
  program
    .command('serve')
    .description('Serve the dashboard on localhost')
    .option(
      '--port <port>',
      `port (default: ${DEFAULT_PORT}, or a free one when it is taken)`,
      wholeNumber(0, 65_535),
    )
    .addHelpText('after', '\n  $ cci serve\n  $ cci serve --port 8080')
    .action((options: { port?: number }) => run(context, options.port));
};

function run({ root, terminal }: Context, port: number | undefined): Promise<void> {
  return withHome(root, async (home) => {
    if (home.tenants.list().length === 0) {
      throw new UsageError('serve: there are no tenants yet', { hint: 'Register one: cci tenants add acme' });
    }
    const { startServer } = await import('../server.ts');
    const server = await startServer(home, port === undefined ? {} : { port });
    terminal.out(`${server.url}\n`);
    terminal.err('Ctrl-C ends it.\n');
    await untilStopped();
    await server.close();
  });
}

/** Resolves when the process is asked to end, or npm, which ran it, was. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    whenOrphaned(() => resolve());
  });
}

/** How often to look whether npm is still there. */
const ORPHAN_CHECK_MS = 500;

/**
 * `npm start` and `npx` run their command in a shell, and pass a signal on to the shell alone, which goes without telling:
 * what they ran would serve for ever. Without npm above it a process outlives its parent, as `nohup` wants it.
 */
function whenOrphaned(then: () => void): void {
  if (!['start', 'npx'].includes(process.env.npm_lifecycle_event ?? '')) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    then();
  }, ORPHAN_CHECK_MS);
  watch.unref();
}
