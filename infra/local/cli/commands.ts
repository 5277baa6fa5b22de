import type { Command } from 'commander';
import { addCalls } from './calls.ts';
import { addExport } from './export.ts';
import { addForms } from './forms.ts';
import { addIngest } from './ingest.ts';
import { addNight } from './night.ts';
import { addRescore } from './rescore.ts';
import { addServe } from './serve.ts';
import { addSql } from './sql.ts';
import { addTenants } from './tenants.ts';
import type { Terminal } from './terminal.ts';
import { addViews } from './views.ts';

/** What every command gets. */
export interface Context {
  readonly terminal: Terminal;
  /** Absolute path of the lake's home. */
  readonly root: string;
  /** Sets another exit code than 0 for a command that ends normally. */
  readonly exitWith: (code: number) => void;
}

/** Adds a command or a group of commands to the program. */
export type AddCommand = (program: Command, context: Context) => void;

const COMMANDS: readonly AddCommand[] = [
  addTenants,
  addForms,
  addIngest,
  addRescore,
  addCalls,
  addNight,
  addSql,
  addViews,
  addExport,
  addServe,
];

/** Adds all commands in the order in which help lists them. */
export function addCommands(program: Command, context: Context): void {
  for (const add of COMMANDS) add(program, context);
}
