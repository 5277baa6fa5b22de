/** Every place of the one-machine home where a copy of a call can be, and what erasing needs besides. */
import type { ErasePorts, Holdings } from '../../../etl/erase/index.ts';
import type { Home } from '../home.ts';
import { curatedPlace, tabledCalls } from './curated-place.ts';
import { foreignPaths } from './foreign-paths.ts';
import { journalPlace } from './journal-place.ts';
import { LocalNightLock } from './night-lock.ts';
import { otherFiles } from './other-files.ts';
import { quarantinedObjects, quarantinePlace } from './quarantine-place.ts';
import { rawDocuments, rawPlace } from './raw-place.ts';
import { searchHome } from './search.ts';
import { freePagesPlace, registryPlace, statePlace } from './state-places.ts';
import { LocalUnfinished } from './unfinished.ts';
import { workingFiles } from './working-files.ts';

const holdingsOf = (home: Home): Holdings => ({
  documents: (tenantId) => rawDocuments(home.store, tenantId),
  read: (key) => home.store.get(key),
  landings: (tenantId) => home.landings.all(tenantId),
  tabled: (tenantId, selector) => tabledCalls(home.root, tenantId, selector),
  quarantined: (tenantId) => quarantinedObjects(home.store, home.quarantine, tenantId),
});

/** What erasing needs, of a home. */
export function erasePorts(home: Home): ErasePorts & { readonly unfinished: LocalUnfinished } {
  const lock = new LocalNightLock(home.root);
  return {
    holdings: holdingsOf(home),
    // The tables are written from the raw documents, so after these; the free pages when nothing touches the database any more.
    places: [
      rawPlace(home.store),
      quarantinePlace(home.store),
      statePlace(home.database),
      foreignPaths(home),
      curatedPlace(home, lock),
      journalPlace(home.root),
      workingFiles(home.root),
      otherFiles(home),
      registryPlace(home.database),
      freePagesPlace(home.database),
    ],
    tombstones: home.tombstones,
    unfinished: new LocalUnfinished(home.root),
    lock,
    search: (plan) => searchHome(home, plan),
  };
}
