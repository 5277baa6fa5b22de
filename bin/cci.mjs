#!/usr/bin/env node
// The `cci` command. Plain JavaScript that any Node from 20 on understands: under an older Node than the one pinned in
// package.json it starts itself again with that one, which runs TypeScript as it is.
import { spawn } from 'node:child_process';
import module, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PINNED_MAJOR = 24;

const { config } = createRequire(import.meta.url)('../package.json');
const [command] = process.argv.slice(2);
// Not in the first line: the `env` of Alpine Linux passes no options on.
const options = ['night', 'replay'].includes(command) ? config['night-node-options'].split(' ') : [];

const isPinned = Number(process.versions.node.split('.')[0]) >= PINNED_MAJOR;
if (isPinned && options.every((option) => process.execArgv.includes(option))) {
  // Compiled code of the last time, beside the packages that it is of.
  module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/cci', import.meta.url)));
  // node:sqlite is complete for our use but still announced as experimental on every start.
  process.removeAllListeners('warning');
  const { main } = await import('../infra/local/cli/main.ts');
  await main(process.argv.slice(2));
} else {
  runAgain(isPinned ? process.execPath : pinnedNode());
}

function pinnedNode() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
  } catch {
    process.stderr.write(`cci: needs Node ${PINNED_MAJOR}, or "npm ci" to have been run here\n`);
    process.exit(1);
  }
}

function runAgain(node) {
  const again = [...options, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(node, again, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npx tells only its shell to end, and this would go on under no one (see untilStopped).
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event === 'npx' && process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  watch.unref();
  child.on('error', (error) => {
    process.stderr.write(`cci: cannot start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
