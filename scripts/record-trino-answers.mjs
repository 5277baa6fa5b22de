// Asks a real Trino the batteries of test/sql and writes down its answers beside them: node scripts/record-trino-answers.mjs
// TRINO_PORT says on which port it is started.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalog } from '../sql/catalog.ts';
import { BATTERY, BATTERY_ROWS } from '../test/sql/battery.ts';
import { STATEMENT_BATTERY } from '../test/sql/statement-battery.ts';
import { writeLake } from '../test/support/lake-files.ts';
import { hasTrino, startTrino, TRINO_SCRIPT } from '../test/support/trino.ts';
import { mountLake } from '../test/support/trino-lake.ts';

if (!hasTrino()) {
  console.error(`There is no Trino to ask: ${TRINO_SCRIPT} is missing.`);
  process.exit(1);
}
const home = mkdtempSync(join(tmpdir(), 'cci-trino-'));
const lake = await writeLake(BATTERY_ROWS);
const trino = startTrino(home, Number(process.env.TRINO_PORT ?? 18_091));
try {
  await mountLake(trino, home, lake, loadCatalog());
  const { rows } = await trino.must('SELECT version()');
  const lines = [];
  for (const sql of BATTERY)
    lines.push(JSON.stringify({ sql, trino: await trino.ask(sql), version: rows[0][0] }));
  writeFileSync(new URL('../test/sql/trino-answers.jsonl', import.meta.url), `${lines.join('\n')}\n`);
  const scripts = [];
  for (const script of STATEMENT_BATTERY)
    for (const sql of script)
      scripts.push(JSON.stringify({ sql, trino: await trino.ask(sql), version: rows[0][0] }));
  writeFileSync(new URL('../test/sql/statement-answers.jsonl', import.meta.url), `${scripts.join('\n')}\n`);
  console.log(`${lines.length} and ${scripts.length} answers of Trino ${rows[0][0]}`);
} finally {
  trino.stop();
  lake.remove();
  rmSync(home, { recursive: true });
}
