import { createInterface, type Interface } from 'node:readline';
import { commandOf } from './commands.ts';
import { complete } from './completion.ts';
import { type History, MOST_KEPT } from './history.ts';
import { type Open, onOneLine, StatementReader } from './statements.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a shell works with. */
export interface ShellOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Stands in the prompt. */
  readonly tenant: string;
  readonly history: History;
  readonly vocabulary: Vocabulary;
  /** Runs a statement and shows what came of it, its failure too. The signal breaks it off. */
  readonly answer: (sql: string, options: { expanded: boolean; signal: AbortSignal }) => Promise<void>;
}

/** How the prompt shows what a statement that goes on stands in. */
const MARKS: { readonly [O in Open]: string } = {
  nothing: '>',
  statement: '.',
  text: "'",
  name: '"',
  comment: '*',
};

/** Talks with a person at a terminal until they leave. */
export async function runShell(options: ShellOptions): Promise<void> {
  await new Shell(options, await options.history.load()).untilClosed();
}

class Shell {
  readonly #options: ShellOptions;
  readonly #reader = new StatementReader();
  readonly #lines: Interface;
  /** Newest first, as readline wants them. */
  readonly #past: string[];
  /** Readline's own list of them. */
  #recalled: string[] = [];
  readonly #waiting: string[] = [];
  #running: AbortController | undefined;
  #work: Promise<void> | undefined;
  #expanded = false;
  #closed = false;

  constructor(options: ShellOptions, past: readonly string[]) {
    this.#options = options;
    this.#past = past.toReversed();
    this.#lines = createInterface({
      input: options.input,
      output: options.output,
      terminal: true,
      history: [...this.#past],
      historySize: MOST_KEPT,
      completer: (line: string) => this.#complete(line),
    });
  }

  async untilClosed(): Promise<void> {
    const closed = new Promise<void>((resolve) =>
      this.#lines.once('close', () => {
        this.#closed = true;
        this.#waiting.length = 0;
        this.#running?.abort();
        resolve();
      }),
    );
    // Readline adds lines; the history holds statements.
    this.#lines.on('history', (lines) => {
      lines.splice(0, lines.length, ...this.#past);
      this.#recalled = lines;
    });
    this.#lines.on('line', (line) => {
      this.#waiting.push(line);
      this.#work ??= this.#takeAll();
    });
    this.#lines.on('SIGINT', () => this.#interrupt());
    this.#print('Athena SQL; statements end with ;  help lists commands, Ctrl-D leaves.\n');
    this.#prompt();
    await closed;
    await this.#work;
    this.#print('\n');
  }

  async #takeAll(): Promise<void> {
    for (let line = this.#waiting.shift(); line !== undefined; line = this.#waiting.shift())
      await this.#take(line);
    this.#work = undefined;
    this.#prompt();
  }

  async #take(line: string): Promise<void> {
    const command = this.#reader.open === 'nothing' ? commandOf(line, this.#options.vocabulary) : null;
    if (command === 'leave') this.#lines.close();
    else if (command === 'expand') {
      this.#expanded = !this.#expanded;
      this.#print(`rows are shown as ${this.#expanded ? 'lists' : 'tables'}\n`);
    } else if (command !== null) this.#print(command.print);
    else for (const { sql } of this.#reader.push(`${line}\n`)) await this.#run(sql);
  }

  async #run(sql: string): Promise<void> {
    await this.#remember(sql);
    this.#running = new AbortController();
    try {
      await this.#options.answer(sql, { expanded: this.#expanded, signal: this.#running.signal });
    } finally {
      this.#running = undefined;
    }
  }

  async #remember(sql: string): Promise<void> {
    const line = onOneLine(sql);
    if (line === null || this.#past[0] === `${line};`) return;
    this.#past.unshift(`${line};`);
    this.#recalled.unshift(`${line};`);
    await this.#options.history.add(`${line};`);
  }

  /** Ends the query that runs, and forgets what was pasted behind it; else the line and the statement that has begun. */
  #interrupt(): void {
    this.#waiting.length = 0;
    if (this.#running) {
      this.#running.abort();
      return;
    }
    this.#reader.clear();
    this.#lines.write(null, { ctrl: true, name: 'e' });
    this.#lines.write(null, { ctrl: true, name: 'u' });
    this.#print('^C\n');
    this.#prompt();
  }

  #complete(line: string): [string[], string] {
    const begun = this.#reader.begun;
    if (!/^\s*\\/.test(line) || begun !== '')
      return complete(`${begun}${line}`, this.#lines.line.slice(line.length), this.#options.vocabulary);
    return complete(line, '', this.#options.vocabulary);
  }

  #prompt(): void {
    const { tenant } = this.#options;
    const mark = MARKS[this.#reader.open];
    this.#lines.setPrompt(mark === '>' ? `${tenant}> ` : `${' '.repeat(tenant.length)}${mark} `);
    if (!this.#closed) this.#lines.prompt();
  }

  #print(text: string): void {
    this.#options.output.write(text);
  }
}
