import { type FindRelation, translate } from '../../../sql/duckdb/index.ts';
import {
  array,
  decimal,
  INTEGER,
  type SimpleKind,
  type Type,
  timestamp,
  VARCHAR,
  zoned,
} from '../../../sql/duckdb/types/type.ts';

const simple = (...kinds: SimpleKind[]): Type[] => kinds.map((kind) => ({ kind }));

/** A type of each kind, and how a cast names it. */
const TYPES: readonly Type[] = [
  ...simple('boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'real', 'double'),
  decimal(10, 2),
  VARCHAR,
  ...simple('varbinary', 'json', 'date'),
  timestamp(3),
  zoned(3),
  ...simple('interval day to second', 'interval year to month'),
  array(INTEGER),
  { kind: 'map', key: VARCHAR, value: INTEGER },
  {
    kind: 'row',
    fields: [
      { name: 'n', type: INTEGER },
      { name: 's', type: VARCHAR },
    ],
  },
];
const NAMES: { readonly [kind: string]: string } = {
  decimal: 'decimal(20, 4)',
  timestamp: 'timestamp(3)',
  'timestamp with time zone': 'timestamp(3) with time zone',
  array: 'array(bigint)',
  map: 'map(varchar, bigint)',
  row: 'row(a bigint, b varchar)',
};

export const KINDS: readonly string[] = TYPES.map(({ kind }) => kind);

const find: FindRelation = (parts) =>
  parts[0] === 'sample'
    ? { sql: 'sample', fields: TYPES.map((type, index) => ({ name: `t${index}`, type, wild: true })) }
    : null;

function runs(expression: string): boolean {
  try {
    translate(`SELECT ${expression} FROM sample`, find);
    return true;
  } catch {
    return false;
  }
}

/** Which of some uses of two kinds are translated, by the words that witnesses have for them. */
export function allowedUses(operators: readonly string[]): ReadonlySet<string> {
  const allowed = new Set<string>();
  for (const [at, left] of KINDS.entries())
    for (const [other, right] of KINDS.entries()) {
      if (runs(`CAST(t${at} AS ${NAMES[right] ?? right})`)) allowed.add(`${left} → ${right}`);
      for (const operator of operators)
        if (runs(`t${at} ${operator} t${other}`)) allowed.add(`${left} ${operator} ${right}`);
    }
  return allowed;
}
