/** Talks with an analyst at a terminal: lines to statements, history, completion. What a statement does is the caller's affair. */
export { fileHistory, type History, historyFile } from './history.ts';
export { runShell, type ShellOptions } from './shell.ts';
export { type Statement, StatementReader } from './statements.ts';
export type { Column, Named, Vocabulary } from './vocabulary.ts';
