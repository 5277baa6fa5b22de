import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

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
