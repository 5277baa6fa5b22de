import type { ColumnInfo } from '@aws-sdk/client-athena';
import { StatementFailed } from '../statements/index.ts';

/** A varchar of this length is one without limit. */
const NO_LIMIT = 2_147_483_647;

/** Types whose values Athena writes without saying where their parts begin and end. */
const AMBIGUOUS = new Set(['array', 'map', 'row', 'struct']);

/** The type of a column as Trino prints it. */
export function trinoTypeOf({ Type = '', Precision = 0, Scale = 0 }: ColumnInfo): string {
  switch (Type) {
    case 'decimal':
      return `decimal(${Precision}, ${Scale})`;
    case 'varchar':
      return Precision === 0 || Precision === NO_LIMIT ? 'varchar' : `varchar(${Precision})`;
    case 'char':
      return `char(${Precision})`;
    case 'string':
      return 'varchar';
    case 'float':
      return 'real';
    case 'timestamp':
    case 'time':
      return `${Type}(${Precision || 3})`;
    case 'timestamp with time zone':
    case 'time with time zone':
      return `${Type.split(' ')[0]}(${Precision || 3}) with time zone`;
    default:
      return Type;
  }
}

/** Makes a value of Trino's protocol from a cell of a type; NULL is null and not asked about. */
export type ReadCell = (cell: string) => unknown;

/**
 * How a column's cells are read. Athena writes every value as a text.
 * @throws {StatementFailed} reason `UNREADABLE_TYPE` for arrays, maps and rows: the text `[a, b]` may be one element or two
 */
export function cellReader(type: string): ReadCell {
  if (AMBIGUOUS.has(type)) throw unreadable(type, 'Ask for json_format(cast(<column> as json)) instead.');
  return READERS[type] ?? asItIs;
}

const asItIs: ReadCell = (cell) => cell;
const whole: ReadCell = (cell) => (Number.isSafeInteger(Number(cell)) ? Number(cell) : cell);
const floating: ReadCell = (cell) => (Number.isFinite(Number(cell)) ? Number(cell) : cell);

/** Athena shows bytes as hexadecimal with blanks; the protocol has Base64. */
const bytes: ReadCell = (cell) => {
  if (!/^(?:[0-9a-f]{2}(?: [0-9a-f]{2})*)?$/.test(cell))
    throw unreadable('varbinary', 'Ask for to_base64(<column>) instead.');
  return Buffer.from(cell.replaceAll(' ', ''), 'hex').toString('base64');
};

const READERS: Readonly<Record<string, ReadCell>> = {
  boolean: (cell) => cell === 'true',
  tinyint: whole,
  smallint: whole,
  integer: whole,
  bigint: whole,
  real: floating,
  double: floating,
  varbinary: bytes,
};

const unreadable = (type: string, hint: string): StatementFailed =>
  new StatementFailed('user', 'UNREADABLE_TYPE', `engines: Athena's text of ${type} cannot be read exactly`, {
    hint,
  });
