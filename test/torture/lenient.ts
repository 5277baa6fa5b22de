import { z } from 'zod';
import { callDocumentSchema } from '../../pipeline/contract/index.ts';
import type { Lenient } from './shape-damages.ts';

type Schema = z.core.JSONSchema.JSONSchema;

const optionsOf = (schema: Schema): Schema[] => (schema.anyOf as Schema[] | undefined) ?? [schema];
const mayBeNull = (schema: Schema): boolean =>
  optionsOf(schema).some(({ type }) => type === 'null' || (Array.isArray(type) && type.includes('null')));

/** Walks a JSON schema and collects the names of fields that may be null, and of those that need not be there. */
function collect(
  schema: Schema,
  name: string,
  found: { nullable: Set<string>; optional: Set<string> },
): void {
  if (mayBeNull(schema)) found.nullable.add(name);
  for (const option of optionsOf(schema)) {
    if (option.items) collect(option.items as Schema, `${name}[]`, found);
    for (const [field, inner] of Object.entries(option.properties ?? {})) {
      const place = name === '' ? field : `${name}.${field}`;
      if (!option.required?.includes(field)) found.optional.add(place);
      collect(inner as Schema, place, found);
    }
  }
}

/** What the schema of call documents allows, as JSON Schema says it. */
export function lenientFields(): Lenient {
  const found = { nullable: new Set<string>(), optional: new Set<string>() };
  collect(z.toJSONSchema(callDocumentSchema, { io: 'input' }) as Schema, '', found);
  return found;
}
