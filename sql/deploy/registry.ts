import { replaceView } from './statements.ts';

/**
 * View that records what the last apply wrote: a row a view. A view, since both engines keep nothing else that every
 * statement runner can write and read back.
 */
export const REGISTRY_VIEW = 'cci_published_views';

/** What an apply wrote of one view. */
export interface Recorded {
  readonly textSha256: string;
  /** SHA-256 of what `SHOW CREATE VIEW` gave right after; {@link UNDER_WAY} while it is being made. */
  readonly storedSha256: string;
}

/** Recorded before a view is made, so that a broken apply is not taken for a change by hand. */
export const UNDER_WAY = 'under way';

const COLUMNS = 'view_name, text_sha256, stored_sha256';

/** Reads the rows that {@link recordedOf} takes. */
export const READ_REGISTRY = `SELECT ${COLUMNS} FROM ${REGISTRY_VIEW}`;

/** Writes the record; names and hashes hold nothing that needs escapes. */
export function writeRegistry(recorded: ReadonlyMap<string, Recorded>): string {
  const rows = [...recorded]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { textSha256, storedSha256 }]) => `  ('${name}', '${textSha256}', '${storedSha256}')`);
  return replaceView(
    REGISTRY_VIEW,
    `SELECT ${COLUMNS} FROM (VALUES\n${rows.join(',\n')}\n) AS recorded (${COLUMNS})`,
  );
}

/** What the record says, by name. */
export const recordedOf = (rows: readonly (readonly unknown[])[]): ReadonlyMap<string, Recorded> =>
  new Map(
    rows.map(([name, textSha256, storedSha256]) => [
      String(name),
      { textSha256: String(textSha256), storedSha256: String(storedSha256) },
    ]),
  );
