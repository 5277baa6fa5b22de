import type { OutputField } from '../analysis/context.ts';
import { refuse, unsupported } from '../analysis/context.ts';
import type { Position } from '../parser.ts';
import { holdsFloat, printType, type Type, varchar } from '../types/type.ts';

/** A column of a table or view that a statement makes. */
export type WorkColumn = OutputField & { readonly name: string };

/** Digits of a second that Athena's Hive tables keep. */
const STORED_PRECISION = 3;
const NEVER_STORED = ['unknown', 'json', 'timestamp with time zone'];

/**
 * Checks names and types of a new relation's columns as Trino does.
 * @throws {SqlRefused} for a column without name or type, two of one name, none at all
 */
export function checkColumns(fields: readonly OutputField[], node: Position): WorkColumn[] {
  const names = new Set<string>();
  return fields.map((field, index) => {
    const { name, type } = field;
    if (name === null)
      throw refuse(node, 'missing_column_name', `column ${index + 1} has no name`, 'Name it with AS.');
    if (names.has(name)) throw refuse(node, 'duplicate_column_name', `two columns are called '${name}'`);
    if (type.kind === 'unknown')
      throw refuse(node, 'column_type_unknown', `column '${name}' has no type`, 'Cast the NULL.');
    names.add(name);
    return { ...field, name };
  });
}

/**
 * The columns of a table: what is stored may be NaN whatever is written first, and the keys of a map in any order.
 * @throws {SqlRefused} for a type that Athena's tables cannot hold
 */
export function storedColumns(fields: readonly OutputField[], node: Position): WorkColumn[] {
  return checkColumns(fields, node).map(({ name, type: given }) => {
    const type = asStored(given);
    if (!isStorable(type))
      throw refuse(
        node,
        'not_supported',
        `a table cannot hold the ${printType(type)} of column '${name}'`,
        HINT,
      );
    if (!/^[a-z_][a-z0-9_]*$/.test(name))
      throw unsupported(node, `a column of a table that is called '${name}'`, 'Use letters, digits and _.');
    return { name, type, wild: holdsFloat(type) || type.kind === 'map' };
  });
}

/** Hive's shortest text holds one character. */
const asStored = (type: Type): Type => (type.kind === 'varchar' && type.length === 0 ? varchar(1) : type);

const HINT = 'Cast it, timestamps to timestamp(3), and name the fields of rows.';

function isStorable(type: Type): boolean {
  switch (type.kind) {
    case 'array':
      return isStorable(type.element);
    case 'map':
      return isStorable(type.key) && isStorable(type.value);
    case 'row':
      return type.fields.every((field) => field.name !== null && isStorable(field.type));
    case 'varchar':
      return type.length !== 0;
    case 'timestamp':
      return type.precision === STORED_PRECISION;
    default:
      return !NEVER_STORED.includes(type.kind) && !type.kind.startsWith('interval');
  }
}
