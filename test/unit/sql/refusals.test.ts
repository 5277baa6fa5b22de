import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../sql/catalog.ts';
import { lakeRelations, translate } from '../../../sql/duckdb/index.ts';
import { SqlRefused } from '../../../sql/errors.ts';

const find = lakeRelations(loadCatalog());

function refusal(sql: string): SqlRefused {
  try {
    translate(sql, find);
  } catch (error) {
    if (error instanceof SqlRefused) return error;
    throw error;
  }
  throw new Error(`was not refused: ${sql}`);
}

describe('a refusal says where and why', () => {
  const CASES: [string, string, number, number][] = [
    ['SELECT call_id\nFROM call_list\nWHERE nothing = 1', 'column_not_found', 3, 7],
    ['SELECT 1 +', 'syntax', 1, 11],
    ['SELECT a b c', 'syntax', 1, 12],
    ['', 'syntax', 1, 1],
    ['SELECT * FROM missing', 'table_not_found', 1, 15],
    ['SELECT approx_set(call_id) FROM call_list', 'unsupported', 1, 8],
    ["SELECT '🙂🙂', nothing FROM call_list", 'column_not_found', 1, 14],
    ['SELECT call_id = 1 FROM call_list', 'type_mismatch', 1, 16],
    [
      'SELECT a.call_id, b.call_id FROM call_list a, qa_scores b WHERE call_id IS NULL',
      'ambiguous_name',
      1,
      65,
    ],
    ['SELECT queue, call_id FROM call_list GROUP BY queue', 'expression_not_aggregate', 1, 15],
    ['SELECT sum(count(*)) FROM call_list', 'expression_not_scalar', 1, 12],
    ['SELECT call_id FROM call_list WHERE count(*) > 1', 'expression_not_scalar', 1, 37],
    ['SELECT call_id FROM call_list WHERE row_number() OVER () = 1', 'nested_window', 1, 37],
    ['SELECT row_number() FROM call_list', 'missing_over', 1, 8],
    ['SELECT 99999999999999999999', 'invalid_literal', 1, 8],
    ["SELECT DATE '2026-02-30'", 'invalid_literal', 1, 8],
    ['SELECT ?', 'invalid_parameter_usage', 1, 1],
    ['INSERT INTO calls SELECT * FROM calls', 'not_a_query', 1, 1],
    ['SELECT 1; SELECT 2', 'several_statements', 1, 11],
    ['SELECT * FROM call_list ORDER BY 99', 'invalid_column_reference', 1, 34],
    ['SELECT round(percentage, turn_count) FROM call_list', 'unsupported', 1, 8],
    ['SELECT concat(call_id, NULL) FROM call_list', 'ambiguous_function_call', 1, 8],
    ['SELECT corr(turn_count, call_id) FROM calls', 'function_not_found', 1, 8],
    ['SELECT map_keys(map_agg(call_id, 1)) FROM calls', 'unsupported', 1, 8],
    ['SELECT * FROM UNNEST((SELECT map_agg(call_id, 1) FROM calls))', 'unsupported', 1, 23],
    ["SELECT regexp_like(queue, 'a(?=b)') FROM calls", 'unsupported', 1, 8],
    ["SELECT regexp_like(queue, '(?i)größe') FROM calls", 'unsupported', 1, 8],
    ["SELECT date_format(TIMESTAMP '2026-01-01 00:00:00.123456', '%Y')", 'unsupported', 1, 8],
    ["SHOW TABLES LIKE 'c%'", 'unsupported', 1, 1],
    ['SHOW COLUMNS FROM missing', 'table_not_found', 1, 19],
  ];
  for (const [sql, code, line, column] of CASES)
    test(`${code}: ${sql.replaceAll('\n', ' ')}`, () => {
      const refused = refusal(sql);
      expect({ code: refused.code, line: refused.line, column: refused.column }).toEqual({
        code,
        line,
        column,
      });
      expect(refused.message).toContain(`(line ${line}, column ${column})`);
    });
});

describe('a refusal names the portable way', () => {
  test('for a function of another engine', () =>
    expect(refusal('SELECT list_transform(topics, 1) FROM calls').hint).toContain('transform'));
  test('for a comparison of types', () =>
    expect(refusal("SELECT 1 FROM calls WHERE dt = '2026-01-01'").hint).toContain('Cast'));
  test('for a function with other arguments', () =>
    expect(refusal('SELECT upper(turn_count) FROM calls').hint).toContain('upper(varchar(x))'));
});

test('parameters are counted in the order of the text', () => {
  const sql =
    'SELECT ? AS a FROM call_list WHERE queue = ? GROUP BY call_id HAVING count(*) > ? ORDER BY call_id OFFSET ? LIMIT ?';
  const { duckdbSql, columns } = translate(sql, find, ['x', 'sales', 7, 2, 3]);
  expect(columns[0]?.type).toBe('varchar(1)');
  expect(duckdbSql).toContain('LIMIT 3 OFFSET 2');
  expect(duckdbSql).toMatch(/= CAST\('sales' AS VARCHAR\)/);
  expect(() => translate(sql, find, ['x'])).toThrow(/1 parameters for 5/);
});

describe('no statement exhausts the parser', () => {
  test('with many brackets', () =>
    expect(refusal(`SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`).code).toBe('too_deep'));
  test('with a long chain', () => expect(refusal(`SELECT ${'1 + '.repeat(20_000)}1`).code).toBe('too_deep'));
  test('with many CASEs', () =>
    expect(refusal(`SELECT ${'CASE WHEN TRUE THEN '.repeat(500)}1${' END'.repeat(500)}`).code).toBe(
      'too_deep',
    ));
  test('with a long text', () => expect(refusal(`SELECT '${'x'.repeat(300_000)}'`).code).toBe('too_long'));
  test('with NOTs', () => expect(refusal(`SELECT ${'NOT '.repeat(9000)}TRUE`).code).toBe('too_deep'));
});

test('a view is translated in less than 10 ms when warm', () => {
  const view = loadCatalog().view('top_failed_criteria');
  const times = Array.from({ length: 12 }, () => {
    const from = performance.now();
    translate(view?.sql ?? '', find);
    return performance.now() - from;
  });
  expect(Math.min(...times)).toBeLessThan(10);
});
