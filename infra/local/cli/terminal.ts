import { askPerson, type Person } from './ask.ts';
import { EXIT } from './exit-codes.ts';

/** Where a command writes: results to stdout, all else to stderr. A fake is a literal. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person watches stdout. */
  readonly interactive: boolean;
  /** Whether a person watches stderr: only then is progress worth showing. */
  readonly progress: boolean;
  readonly columns: number;
  /** What is piped in; not there when a person sits at the keyboard. */
  readonly piped?: AsyncIterable<string | Uint8Array>;
  /** Keyboard and screen of a person; not there when either is something else. */
  readonly person?: Person;
  /** Asks who sits there and gives the line that they typed, null when they broke off; not there when nobody does. */
  readonly ask?: (question: string) => Promise<string | null>;
}

/** The process's own terminal. A reader that goes away (`| head`) ends the command quietly, a full disk behind stdout in a line. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    process.stderr.write(`cci: stdout cannot be written: ${error.code}\n`);
    process.exit(EXIT.failed);
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive: process.stdout.isTTY === true,
    progress: process.stderr.isTTY === true,
    get columns() {
      return process.stdout.columns ?? 120;
    },
    ...(process.stdin.isTTY === true ? {} : { piped: process.stdin }),
    ...(process.stdin.isTTY === true && process.stdout.isTTY === true
      ? { person: { input: process.stdin, output: process.stdout } }
      : {}),
    ...(process.stdin.isTTY === true && process.stderr.isTTY === true
      ? { ask: (question) => askPerson({ input: process.stdin, output: process.stderr }, question) }
      : {}),
  };
}
