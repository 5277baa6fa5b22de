import type { ColumnType } from '../../tables/index.ts';
import { duckdbType } from '../types.ts';
import { literal } from './literals.ts';

function structureOf(type: ColumnType): unknown {
  if (typeof type === 'string') return duckdbType(type);
  if ('array' in type) return [structureOf(type.array)];
  return Object.fromEntries(Object.entries(type.row).map(([name, field]) => [name, structureOf(field)]));
}

/** The structure of a type as `json_transform` takes it, in SQL. */
export const jsonStructure = (type: ColumnType): string => literal(JSON.stringify(structureOf(type)));
