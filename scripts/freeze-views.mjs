// Adds new view versions to sql/frozen.json; versions that are in it keep their hash: node scripts/freeze-views.mjs
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadCatalog } from '../sql/catalog.ts';
import { frozenWith } from '../sql/frozen.ts';

const file = new URL('../sql/frozen.json', import.meta.url);
const frozen = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
writeFileSync(file, `${JSON.stringify(frozenWith(frozen, loadCatalog()), null, 2)}\n`);
