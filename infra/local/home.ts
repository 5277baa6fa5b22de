import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { LocalStateError, NotFound } from './errors.ts';
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
 * @throws {LocalStateError} when data cannot be kept there
 */
export function openHome(root: string): Home {
  try {
    makeFolder(root);
    return new Home(root, openDatabase(join(root, 'state.sqlite')));
  } catch (error) {
    if (error instanceof LocalStateError) throw error;
    throw new LocalStateError('home_unusable', `infra: no data can be kept in ${root}: ${reasonOf(error)}`, {
      hint: 'Set CCI_HOME to a folder that you may write to.',
      cause: error,
    });
  }
}

/** Makes a folder and those above it. Node's own way never ends where the system makes none and says "not there" (/proc). */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (!existsSync(above)) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw error;
  }
}

function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && 'syscall' in error
    ? `${error.code} (${error.syscall})`
    : `state.sqlite: ${error.message}`;
}

type Work<T> = (home: Home) => T | Promise<T>;

/**
 * Opens the lake in a folder for some work and closes it whatever comes of it. A mistyped folder is not made: a lake that is
 * empty because it is another one would answer every question, also whether something is gone.
 * @throws {NotFound} when there is no lake in that folder
 * @throws {LocalStateError} when data cannot be kept there
 */
export function withHome<T>(root: string, work: Work<T>): Promise<T> {
  return worked(() => openLake(root), work);
}

/**
 * Like {@link withHome}, of a lake that begins with this work when it is not there.
 * @throws {LocalStateError} when data cannot be kept there
 */
export function withNewHome<T>(root: string, work: Work<T>): Promise<T> {
  return worked(() => openHome(root), work);
}

function openLake(root: string): Home {
  // What is no folder, or may not be looked into, is told by opening it.
  if (isAbsent(root) || (isFolder(root) && isAbsent(join(root, 'state.sqlite')))) {
    throw new NotFound(`infra: no lake at ${root}`, {
      hint: 'Set CCI_HOME to the folder of your lake, or begin one there: cci tenants add acme',
    });
  }
  return openHome(root);
}

async function worked<T>(open: () => Home, work: Work<T>): Promise<T> {
  const home = open();
  try {
    return await work(home);
  } finally {
    home.close();
  }
}
