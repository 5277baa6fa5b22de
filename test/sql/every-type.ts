/** Literals of every type that the engine has, with what is awkward about them. */
export const EVERY_TYPE: readonly (readonly [type: string, values: readonly string[]])[] = [
  ['boolean', ['true', 'false', 'NULL']],
  ['tinyint', ["TINYINT '-128'", "TINYINT '127'", 'NULL']],
  ['smallint', ["SMALLINT '-32768'", "SMALLINT '32767'", 'NULL']],
  ['integer', ['-2147483648', '2147483647', '0', 'NULL']],
  ['bigint', ["BIGINT '-9223372036854775808'", "BIGINT '9007199254740993'", "BIGINT '7'", 'NULL']],
  ['real', ["REAL '1.5'", "REAL '-0.25'", 'NULL']],
  ['double', ['1e-300', '-0e0', 'nan()', 'infinity()', '-infinity()', 'NULL']],
  ['decimal(3, 1)', ['CAST(-99.9 AS decimal(3, 1))', '0.1', 'NULL']],
  ['decimal(9, 0)', ['CAST(-999999999 AS decimal(9, 0))', 'CAST(0 AS decimal(9, 0))', 'NULL']],
  ['decimal(18, 4)', ['CAST(-99999999999999.9999 AS decimal(18, 4))', 'NULL']],
  [
    'decimal(38, 10)',
    [
      'CAST(-9999999999999999999999999999.9999999999 AS decimal(38, 10))',
      'CAST(18446744073709551616.5 AS decimal(38, 10))',
      'CAST(-0.0000000001 AS decimal(38, 10))',
      'NULL',
    ],
  ],
  ['varchar', ["CAST('' AS varchar)", "'Grüße, 😀 and more than twelve bytes'", "'short'", 'NULL']],
  ['varchar(5)', ["'abcde'", "'é'", 'NULL']],
  ['varbinary', ["X''", "X'00FF'", "to_utf8('more than twelve bytes here')", 'NULL']],
  ['date', ["DATE '1899-12-31'", "DATE '1970-01-01'", "DATE '2026-02-28'", 'NULL']],
  ['timestamp(0)', ["TIMESTAMP '1969-12-31 23:59:59'", "TIMESTAMP '2026-01-05 09:00:00'", 'NULL']],
  ['timestamp(3)', ["TIMESTAMP '1899-12-31 23:59:59.999'", "TIMESTAMP '2026-01-05 09:00:00.120'", 'NULL']],
  [
    'timestamp(6)',
    ["TIMESTAMP '1969-12-31 23:59:59.999999'", "TIMESTAMP '2026-01-05 09:00:00.000001'", 'NULL'],
  ],
  ['json', [`JSON '{"b": [1, null], "a": "ü"}'`, "JSON 'null'", 'NULL']],
  ['array(integer)', ['ARRAY[1, NULL, 3]', 'CAST(ARRAY[] AS array(integer))', 'ARRAY[4]', 'NULL']],
  [
    'array(varchar)',
    [
      "CAST(ARRAY['a', NULL, 'more than twelve bytes'] AS array(varchar))",
      'CAST(ARRAY[] AS array(varchar))',
      'NULL',
    ],
  ],
  ['array(array(bigint))', ["ARRAY[ARRAY[BIGINT '1'], NULL, CAST(ARRAY[] AS array(bigint))]", 'NULL']],
  [
    'row(a integer, b varchar)',
    [
      "CAST(ROW(1, 'x') AS row(a integer, b varchar))",
      'CAST(ROW(NULL, NULL) AS row(a integer, b varchar))',
      'NULL',
    ],
  ],
  ['row(integer, decimal(2, 1))', ['ROW(1, 1.5)', 'NULL']],
  [
    'array(row(a timestamp(3), b array(varchar)))',
    [
      "CAST(ARRAY[ROW(TIMESTAMP '2026-01-05 09:00:00.120', ARRAY['p', NULL]), NULL] AS array(row(a timestamp(3), b array(varchar))))",
      'NULL',
    ],
  ],
  ['map(varchar, integer)', ["CAST(MAP(ARRAY['k', 'l'], ARRAY[1, NULL]) AS map(varchar, integer))", 'NULL']],
  ['map(integer, array(double))', ['MAP(ARRAY[7, 8], ARRAY[ARRAY[0.5e0, NULL], NULL])', 'NULL']],
  ['INTERVAL DAY TO SECOND', ["INTERVAL '3' DAY", "INTERVAL '-90' SECOND", 'NULL']],
  ['INTERVAL YEAR TO MONTH', ["INTERVAL '3' YEAR", "INTERVAL '-14' MONTH", 'NULL']],
];

/** A query of the values of a type, one a row, in their order. */
export function valuesOf(type: string, values: readonly string[]): string {
  const rows = values.map((value, n) => `(${n}, ${value})`).join(', ');
  return `SELECT ${/INTERVAL/.test(type) ? 'v' : `CAST(v AS ${type})`} AS v FROM (VALUES ${rows}) AS t (n, v) ORDER BY n`;
}
