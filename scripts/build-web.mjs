// Builds the dashboard's page into dist/web. Run by `npm run prepare`.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

await build({ configFile: fileURLToPath(new URL('../reports/web/vite.config.ts', import.meta.url)) });
