// `npm start`: npm puts the pinned Node first on the path, so this runs TypeScript as it is.
process.removeAllListeners('warning');
const { start } = await import('./start.ts');
await start();
