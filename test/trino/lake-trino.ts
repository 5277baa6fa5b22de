import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type ExternalTable,
  type LakeCatalog,
  lakeStatements,
  type Partition,
  type StatementRunner,
  trinoCatalog,
} from '../../etl/engines/athena/index.ts';
import { trinoRunner } from '../../etl/engines/trino/index.ts';
import { startTrino } from '../support/trino.ts';

/** A lake in a folder, with a real Trino over it whose catalog may be told of partitions. */
export interface TrinoLake {
  readonly root: string;
  readonly url: string;
  readonly runner: StatementRunner;
  readonly catalog: LakeCatalog;
  /** Writes a file below the root. */
  put(path: string, content: string | Uint8Array): void;
  /** Tells the catalog of partitions whose folders exist. */
  add(table: ExternalTable, ...partitions: Partition[]): Promise<void>;
  stop(): void;
}

/**
 * Starts a Trino with the tables and views of the lake. The script's own catalog does not let partitions be registered,
 * so the server takes catalogs by statement, which it is told by one more line for its JVM.
 */
export async function startTrinoLake(port: number): Promise<TrinoLake> {
  const root = mkdtempSync(join(tmpdir(), 'cci-trino-lake-'));
  const heap = process.env.TRINO_HEAP;
  process.env.TRINO_HEAP = '1500M\n-Dcatalog.management=dynamic';
  const trino = startTrino(root, port);
  if (heap === undefined) delete process.env.TRINO_HEAP;
  else process.env.TRINO_HEAP = heap;
  await trino.must(`CREATE CATALOG lake USING hive WITH ("hive.metastore" = 'file', "hive.security" = 'allow-all',
    "hive.metastore.catalog.dir" = 'local:///catalog', "fs.native-local.enabled" = 'true', "local.location" = '${root}',
    "hive.non-managed-table-writes-enabled" = 'true', "hive.allow-register-partition-procedure" = 'true')`);
  await trino.must('CREATE SCHEMA lake.cci');
  const url = `http://127.0.0.1:${port}`;
  const runner = trinoRunner({ url, user: 'test', catalog: 'lake', schema: 'cci' });
  const catalog = trinoCatalog({ catalog: 'lake', schema: 'cci', root: 'local://' });
  const statements = lakeStatements(catalog);
  for (const [, folder] of statements.join('\n').matchAll(/external_location = 'local:\/\/(.*?)'/g))
    mkdirSync(join(root, folder ?? ''), { recursive: true });
  for (const sql of statements) await runner.run(sql);
  return {
    root,
    url,
    runner,
    catalog,
    put(path, content) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    async add(table, ...partitions) {
      for (const sql of catalog.addPartitions(table, partitions)) await runner.run(sql);
    },
    stop() {
      trino.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
