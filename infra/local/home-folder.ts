import { resolve } from 'node:path';

/** Where a lake lies when nothing else is said, relative to the current folder. */
export const DEFAULT_HOME = '.lake';

/** Absolute path of the lake's home: `$CCI_HOME`, else {@link DEFAULT_HOME}. */
export function homeFolder(environment: NodeJS.ProcessEnv): string {
  const named = environment.CCI_HOME;
  return resolve(named === undefined || named === '' ? DEFAULT_HOME : named);
}
