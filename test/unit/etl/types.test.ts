import { describe, expect, it } from 'vitest';
import { createTable, duckdbType, hiveType } from '../../../etl/engines/index.ts';
import { type ColumnType, TABLES } from '../../../etl/tables/index.ts';

describe('names of column types', () => {
  it.each<[ColumnType, string, string]>([
    ['varchar', 'VARCHAR', 'string'],
    ['boolean', 'BOOLEAN', 'boolean'],
    ['integer', 'INTEGER', 'int'],
    ['bigint', 'BIGINT', 'bigint'],
    ['double', 'DOUBLE', 'double'],
    ['date', 'DATE', 'date'],
    ['timestamp', 'TIMESTAMP', 'timestamp'],
    [{ array: 'varchar' }, 'VARCHAR[]', 'array<string>'],
    [{ array: { array: 'integer' } }, 'INTEGER[][]', 'array<array<int>>'],
    [
      { row: { a: 'bigint', b: { array: 'date' } } },
      'STRUCT("a" BIGINT, "b" DATE[])',
      'struct<a:bigint,b:array<date>>',
    ],
    [
      TABLES.criterion_scores.columns.evidence.type,
      'STRUCT("turn" INTEGER, "start_ms" BIGINT, "offset" INTEGER, "quote" VARCHAR, "verified" BOOLEAN)[]',
      'array<struct<turn:int,start_ms:bigint,offset:int,quote:string,verified:boolean>>',
    ],
  ])('%j is %s in DuckDB and %s in Hive', (type, duckdb, hive) => {
    expect(duckdbType(type)).toBe(duckdb);
    expect(hiveType(type)).toBe(hive);
  });

  it('a table refuses NULL where its definition does', () => {
    expect(createTable(TABLES.turns)).toBe(
      'CREATE TABLE "turns" ("call_id" VARCHAR NOT NULL, "dt" DATE NOT NULL, "call_date" DATE NOT NULL, ' +
        '"turn_index" INTEGER NOT NULL, "speaker" VARCHAR NOT NULL, "start_ms" BIGINT, "end_ms" BIGINT, ' +
        '"text" VARCHAR NOT NULL, "word_count" INTEGER NOT NULL, "sentiment" VARCHAR)',
    );
  });
});
