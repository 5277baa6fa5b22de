// Writes sql/query/schema.ts from the catalog: node scripts/generate-lake-schema.mjs
import { writeFileSync } from 'node:fs';
import { loadCatalog } from '../sql/catalog.ts';
import { lakeSchemaText } from '../sql/schema-text.ts';

writeFileSync(new URL('../sql/query/schema.ts', import.meta.url), lakeSchemaText(loadCatalog()));
