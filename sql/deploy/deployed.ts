import { sha256 } from './hash.ts';
import type { Deployed, StoredView } from './plan.ts';
import { READ_REGISTRY, REGISTRY_VIEW, type Recorded, recordedOf } from './registry.ts';

/** Runs one statement in the schema that the views are put into. */
export interface ViewTarget {
  run(sql: string): Promise<{ readonly rows: readonly (readonly unknown[])[] }>;
}

/** Statements at once; Athena allows few of such a kind at the same time. */
const AT_ONCE = 4;

/**
 * Reads what is on an engine.
 * @param schema the schema or database that the target's statements run in
 * @param names views that matter; of the others only their names are read
 */
export async function readDeployed(
  target: ViewTarget,
  schema: string,
  names: readonly string[],
): Promise<Deployed> {
  const { rows } = await target.run(
    `SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = '${schema.toLowerCase().replaceAll("'", "''")}'`,
  );
  const kinds = new Map(rows.map(([name, kind]) => [String(name), String(kind)]));
  const recorded: ReadonlyMap<string, Recorded> = kinds.has(REGISTRY_VIEW)
    ? recordedOf((await target.run(READ_REGISTRY)).rows)
    : new Map();
  const relations = new Map<string, StoredView | null>();
  const asked = [...new Set([...names, ...recorded.keys()])].filter((name) => kinds.has(name)).values();
  const worker = async (): Promise<void> => {
    for (const name of asked)
      relations.set(
        name,
        kinds.get(name) === 'VIEW' ? { storedSha256: await storedHash(target, name) } : null,
      );
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { relations, recorded };
}

/** SHA-256 of a view as the engine shows it; Athena gives a row a line. */
export async function storedHash(target: ViewTarget, name: string): Promise<string> {
  const { rows } = await target.run(`SHOW CREATE VIEW ${name}`);
  return sha256(
    rows
      .map((row) => String(row[0]).trimEnd())
      .join('\n')
      .trim(),
  );
}
