import type { Command } from 'commander';
import { addCalls } from './calls.ts';
import { addChecks } from './checks.ts';
import type { AddCommand, Context } from './context.ts';
import { addErase } from './erase.ts';
import { addExport } from './export.ts';
import { addForms } from './forms.ts';
import { addIngest } from './ingest.ts';
import { addNight } from './night.ts';
import { addReplay } from './replay.ts';
import { addRescore } from './rescore.ts';
import { addServe } from './serve.ts';
import { addSql } from './sql.ts';
import { addTenants } from './tenants.ts';
import { addViews } from './views.ts';

const COMMANDS: readonly AddCommand[] = [
  addTenants,
  addForms,
  addIngest,
  addRescore,
  addCalls,
  addNight,
  addReplay,
  addSql,
  addViews,
  addChecks,
  addExport,
  addErase,
  addServe,
];

/**
 * Adds all commands in the order in which help lists them. A command imports what is heavy (engines, the server) when it
 * runs, so that help and the small commands answer at once.
 */
export function addCommands(program: Command, context: Context): void {
  for (const add of COMMANDS) add(program, context);
}
