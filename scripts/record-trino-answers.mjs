// Asks a real Trino the battery of test/sql/battery.ts and writes test/sql/trino-answers.jsonl: node scripts/record-trino-answers.mjs
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalog } from '../sql/catalog.ts';
import { BATTERY, BATTERY_ROWS } from '../test/sql/battery.ts';
import { writeLake } from '../test/support/lake-files.ts';
import { hasTrino, startTrino, TRINO_SCRIPT } from '../test/support/trino.ts';
import { mountLake } from '../test/support/trino-lake.ts';

if (!hasTrino()) {
  console.error(`There is no Trino to ask: ${TRINO_SCRIPT} is missing.`);
  process.exit(1);
}
const home = mkdtempSync(join(tmpdir(), 'cci-trino-'));
const lake = await writeLake(BATTERY_ROWS);
const trino = startTrino(home, 18_091);
try {
  await mountLake(trino, home, lake, loadCatalog());
  const { rows } = await trino.must('SELECT version()');
  const lines = [];
  for (const sql of BATTERY)
    lines.push(JSON.stringify({ sql, trino: await trino.ask(sql), version: rows[0][0] }));
  writeFileSync(new URL('../test/sql/trino-answers.jsonl', import.meta.url), `${lines.join('\n')}\n`);
  console.log(`${lines.length} answers of Trino ${rows[0][0]}`);
} finally {
  trino.stop();
  lake.remove();
  rmSync(home, { recursive: true });
}
