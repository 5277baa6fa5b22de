// `npm start`: npm puts the pinned Node first on the path, so this runs TypeScript as it is.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/cci', import.meta.url)));
process.removeAllListeners('warning');
const { start } = await import('./start.ts');
await start();
