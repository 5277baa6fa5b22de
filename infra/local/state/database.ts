import { DatabaseSync } from 'node:sqlite';
import { LocalStateError } from '../errors.ts';

/** Steps that bring the state database from one version to the next; never changed once released, only added to. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE tenants (
     tenant_id TEXT PRIMARY KEY,
     record TEXT NOT NULL
   ) STRICT;
   CREATE TABLE forms (
     tenant_id TEXT NOT NULL,
     form_id TEXT NOT NULL,
     version INTEGER NOT NULL,
     content_sha256 TEXT NOT NULL,
     document TEXT NOT NULL,
     published_at TEXT NOT NULL,
     PRIMARY KEY (tenant_id, form_id, version)
   ) STRICT;
   CREATE TABLE landings (
     tenant_id TEXT NOT NULL,
     call_id TEXT NOT NULL,
     revision TEXT NOT NULL,
     content_sha256 TEXT NOT NULL,
     sidecar_sha256 TEXT,
     key TEXT NOT NULL,
     path TEXT NOT NULL,
     landed_at TEXT NOT NULL,
     PRIMARY KEY (tenant_id, call_id, revision)
   ) STRICT;
   CREATE INDEX landings_by_content ON landings (tenant_id, content_sha256);
   CREATE TABLE quarantined (
     quarantine_id TEXT NOT NULL,
     tenant_id TEXT NOT NULL,
     dt TEXT NOT NULL,
     record TEXT NOT NULL,
     counted_by TEXT,
     PRIMARY KEY (tenant_id, quarantine_id)
   ) STRICT;`,
  `CREATE TABLE erasures (
     erasure_id TEXT PRIMARY KEY,
     tenant_id TEXT NOT NULL,
     selector TEXT NOT NULL,
     selector_hash TEXT,
     at TEXT NOT NULL,
     tombstones INTEGER NOT NULL,
     signature TEXT NOT NULL
   ) STRICT;
   CREATE TABLE tombstones (
     tenant_id TEXT NOT NULL,
     kind TEXT NOT NULL,
     hash TEXT NOT NULL,
     erasure_id TEXT NOT NULL,
     PRIMARY KEY (tenant_id, kind, hash)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX tombstones_by_erasure ON tombstones (erasure_id);`,
  // A call that was scored again has landed again, and what it was made from has not arrived again.
  `ALTER TABLE landings ADD COLUMN arrived_at TEXT NOT NULL DEFAULT '';
   UPDATE landings SET arrived_at = (
     SELECT min(landed_at) FROM landings AS same
     WHERE same.tenant_id = landings.tenant_id AND same.call_id = landings.call_id
       AND same.content_sha256 = landings.content_sha256 AND same.sidecar_sha256 IS landings.sidecar_sha256
   );`,
];

/**
 * Opens the state database of a lake home and brings it to the newest version.
 * @throws {LocalStateError} when the file was written by a newer release
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 10000;');
  // What is deleted is overwritten with zeros: an erasure must leave nothing in pages that are free.
  database.exec('PRAGMA secure_delete = ON');
  migrate(database, file);
  return database;
}

/** Does all of some work, or nothing of it. What failed is thrown, also where sqlite itself has undone the work (a full disk). */
export function wholly<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function migrate(database: DatabaseSync, file: string): void {
  wholly(database, () => {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    if (version > MIGRATIONS.length) {
      throw new LocalStateError('state_too_new', 'infra: the state database is of a newer release', {
        where: file,
        hint: 'Update cci-lake, or set CCI_HOME to another folder.',
      });
    }
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
