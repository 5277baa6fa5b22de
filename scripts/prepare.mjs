// Runs after `npm ci`: bundles what cannot run from its sources, the Trino grammar's parser and the page.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

for (const step of ['build-trino-parser.mjs', 'build-web.mjs']) {
  execFileSync(process.execPath, [fileURLToPath(new URL(step, import.meta.url))], { stdio: 'inherit' });
}
