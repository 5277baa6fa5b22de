import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { CciError } from '../../pipeline/contract/index.ts';
import { LocalStateError } from './errors.ts';
import { FolderStore } from './folder-store.ts';
import { openDatabase } from './state/database.ts';
import { FormRegistry } from './state/forms.ts';
import { SqliteLandingIndex } from './state/landings.ts';
import { LocalQuarantine } from './state/quarantine.ts';
import { TenantRegistry } from './state/tenants.ts';
import { SqliteTombstones } from './state/tombstones.ts';

/** A lake on this machine: its folder, laid out as the buckets are, and its state. */
export class Home {
  /** Absolute path. */
  readonly root: string;
  readonly store: FolderStore;
  readonly tenants: TenantRegistry;
  readonly forms: FormRegistry;
  readonly landings: SqliteLandingIndex;
  readonly quarantine: LocalQuarantine;
  readonly tombstones: SqliteTombstones;
  /** For adapters of this home only. */
  readonly database: DatabaseSync;

  constructor(root: string, database: DatabaseSync) {
    this.root = root;
    this.database = database;
    this.store = new FolderStore(root);
    this.tenants = new TenantRegistry(database);
    this.forms = new FormRegistry(database);
    this.landings = new SqliteLandingIndex(database);
    this.quarantine = new LocalQuarantine(database, this.store);
    this.tombstones = new SqliteTombstones(database, root);
  }

  close(): void {
    this.database.close();
  }
}

/**
 * Opens the lake in a folder, which is made when it is not there.
 * @throws {LocalStateError} when the folder cannot be made, or its state not be opened
 */
export function openHome(root: string): Home {
  try {
    mkdirSync(root, { recursive: true });
    return new Home(root, openDatabase(join(root, 'state.sqlite')));
  } catch (cause) {
    if (cause instanceof CciError || !(cause instanceof Error)) throw cause;
    throw new LocalStateError('home_unusable', `infra: the lake cannot be opened: ${cause.message}`, {
      where: root,
      hint: '$CCI_HOME names its folder, which must be writable; state.sqlite in it is written by cci alone.',
      cause,
    });
  }
}

/** Opens a lake for some work and closes it whatever comes of it. */
export async function withHome<T>(root: string, work: (home: Home) => T | Promise<T>): Promise<T> {
  const home = openHome(root);
  try {
    return await work(home);
  } finally {
    home.close();
  }
}
