import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, wholly } from '../../../infra/local/state/database.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cci-database-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const FULL = expect.objectContaining({ message: 'database or disk is full', errcode: 13 });

describe('work on the state database', () => {
  it('is done whole, or not at all', () => {
    const database = openDatabase(join(folder, 'state.sqlite'));
    const add = (id: string) => database.prepare('INSERT INTO tenants VALUES (?, ?)').run(id, '{}');
    wholly(database, () => add('acme'));
    const half = () =>
      wholly(database, () => {
        add('globex');
        throw new RangeError('of the work');
      });
    expect(half).toThrow(RangeError);
    expect(database.prepare('SELECT tenant_id FROM tenants').all()).toMatchObject([{ tenant_id: 'acme' }]);
    database.close();
  });

  it('fails with what sqlite refused, where sqlite has undone the work itself', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE kept (text TEXT); PRAGMA max_page_count = 4');
    const fill = () =>
      wholly(database, () => database.prepare('INSERT INTO kept VALUES (?)').run('x'.repeat(100_000)));
    expect(fill).toThrow(FULL);
    database.close();
  });
});
