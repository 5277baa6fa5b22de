import { DocumentRefused } from '../../pipeline/contract/index.ts';
import type { ColumnType, Table } from '../tables/index.ts';

const INTEGER_LIMIT = 2 ** 31;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** A value of the right JSON type may still not fit its column, and one that does not must not reach the writer: it would fail the whole file. */
function fits(type: ColumnType, value: unknown): boolean {
  if (typeof type === 'object')
    return 'array' in type ? fitsArray(type.array, value) : fitsRow(type.row, value);
  switch (type) {
    case 'varchar':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return (
        Number.isInteger(value) && (value as number) >= -INTEGER_LIMIT && (value as number) < INTEGER_LIMIT
      );
    case 'bigint':
      return Number.isSafeInteger(value);
    case 'double':
      return Number.isFinite(value);
    case 'date':
      return typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value));
    case 'timestamp':
      return typeof value === 'string' && TIMESTAMP.test(value) && !Number.isNaN(Date.parse(value));
  }
}

const fitsArray = (element: ColumnType, value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => fits(element, item));

const fitsRow = (fields: Readonly<Record<string, ColumnType>>, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(fields).every(([name, type]) => {
    const field = (value as Record<string, unknown>)[name] ?? null;
    return field === null || fits(type, field);
  });

/**
 * Checks that every value of a row fits its column: 32-bit integers, safe bigints, finite doubles, four-digit years, no NULL where none may be.
 * @throws {DocumentRefused} `value_out_of_range`, naming table and column
 */
export function checkRow(table: Table, row: Readonly<Record<string, unknown>>): void {
  for (const [name, { type, nullable }] of Object.entries(table.columns)) {
    const value = row[name] ?? null;
    if (value === null ? nullable === true : fits(type, value)) continue;
    throw new DocumentRefused('value_out_of_range', 'shape: a value does not fit its column', {
      where: `${table.name}.${name}`,
    });
  }
}
