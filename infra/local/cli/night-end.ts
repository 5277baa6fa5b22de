import type { Terminal } from './terminal.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Says what becomes of a night that is ended by a signal, and lets it end.
 * @returns a function after which nothing is said
 */
export function tellOfTheEnd(terminal: Terminal): () => void {
  const tell = (signal: NodeJS.Signals): void => {
    forget();
    terminal.err(
      `\nnight: ended by ${signal}: what was published stays, whole; the next "cci night" does what is left\n`,
    );
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, tell);
  };
  for (const signal of SIGNALS) process.on(signal, tell);
  return forget;
}
