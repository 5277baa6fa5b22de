// Writes the generated parts of docs/sql.md: node scripts/generate-sql-docs.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { loadCatalog } from '../sql/catalog.ts';
import { withReference } from '../sql/reference-text.ts';

const file = new URL('../docs/sql.md', import.meta.url);
writeFileSync(file, withReference(readFileSync(file, 'utf8'), loadCatalog()));
