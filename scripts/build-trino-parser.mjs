// Bundles dt-sql-parser's Trino grammar into one module that Node can load: as published it cannot be imported by Node.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// antlr4ng is a dependency of dt-sql-parser, so it is looked up from there.
const parserFolder = dirname(createRequire(import.meta.url).resolve('dt-sql-parser'));
const entry = `
  export { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer.js';
  export * from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
  export { BailErrorStrategy, BaseErrorListener, CharStreams, CommonTokenStream, PredictionMode, TerminalNode, Token } from 'antlr4ng';
`;

try {
  await build({
    stdin: { contents: entry, resolveDir: parserFolder },
    outfile: `${root}/sql/duckdb/trino-parser.generated.mjs`,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
} catch (error) {
  console.error(`The Trino parser could not be bundled: ${error.message}`);
  process.exit(1);
}
