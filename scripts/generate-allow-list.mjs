// Runs the recorded statements again to see what proves the allow-list, and writes docs/sql-allow-list.md: node scripts/generate-allow-list.mjs
// With --page it only writes the page again, from the proofs that are kept.
import { readFileSync, writeFileSync } from 'node:fs';
import { allowListPage, kept, proofsOf, proofsText, prove } from '../test/support/allow-list/index.ts';

const file = (path) => new URL(`../${path}`, import.meta.url);
const PROOFS = file('test/sql/allow-list-proofs.jsonl');

async function proved() {
  const answers = readFileSync(file('test/sql/trino-answers.jsonl'), 'utf8');
  const recorded = answers
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return kept(await prove(recorded), answers, recorded[0].version);
}

const proofs = process.argv.includes('--page') ? proofsOf(readFileSync(PROOFS, 'utf8')) : await proved();
writeFileSync(PROOFS, proofsText(proofs));
writeFileSync(
  file('docs/sql-allow-list.md'),
  allowListPage(proofs, readFileSync(file('docs/sql.md'), 'utf8')),
);
