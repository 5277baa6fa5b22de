import type { ViewTarget } from '../../sql/deploy/index.ts';

/** An engine that stores views and nothing else, as texts. */
export interface ViewEngine extends ViewTarget {
  /** What is stored: the query of a view, null for a table. */
  readonly stored: Map<string, string | null>;
  /** Statements in the order in which they came. */
  readonly said: string[];
  /** What `run` answers, at once. */
  ask(sql: string): readonly (readonly unknown[])[];
}

/** @param refuses throws for a statement that the engine should refuse */
export function viewEngine(refuses: (sql: string) => void = () => undefined): ViewEngine {
  const stored = new Map<string, string | null>();
  const said: string[] = [];
  const answer = (sql: string): (readonly unknown[])[] => {
    if (sql.startsWith('EXPLAIN') || create(stored, sql)) return [];
    if (sql.includes('FROM information_schema.tables'))
      return [...stored].map(([name, text]) => [name, text === null ? 'BASE TABLE' : 'VIEW']);
    const shown = /^SHOW CREATE VIEW (\w+)$/.exec(sql)?.[1];
    if (shown !== undefined) {
      const text = stored.get(shown);
      if (typeof text !== 'string') throw new Error(`${shown} is no view`);
      return `CREATE VIEW ${shown} AS\n${text}`.split('\n').map((line) => [line]);
    }
    const read = /^SELECT [\w, ]+ FROM (\w+)$/.exec(sql)?.[1];
    const values = stored.get(read ?? '') ?? '';
    if (read === undefined || values === '') throw new Error(`not understood: ${sql}`);
    return [...values.matchAll(/\('(.*?)', '(.*?)', '(.*?)'\)/g)].map((row) => row.slice(1));
  };
  const ask = (sql: string) => {
    said.push(sql);
    refuses(sql);
    return answer(sql);
  };
  return { stored, said, ask, run: async (sql) => ({ rows: ask(sql) }) };
}

/** Carries out CREATE VIEW; false for other statements. */
function create(stored: Map<string, string | null>, sql: string): boolean {
  const [, replace, name = '', text = ''] = /^CREATE (OR REPLACE )?VIEW (\w+) AS\n([\s\S]*)$/.exec(sql) ?? [];
  if (name === '') return false;
  if (!replace && stored.has(name)) throw new Error(`${name} is there`);
  stored.set(name, text);
  return true;
}
