/** Opens DuckDB. A door of its own, for whoever needs no SQL of Athena. */
import { DuckDBInstance } from '@duckdb/node-api';
import { textDecoder } from '@duckdb/node-api/lib/vectors/dataAccessors.js';

/**
 * @duckdb/node-api 1.5.5 reads every text with one decoder, which drops U+FEFF at its start: the decoder was not told that
 * what it reads are values and no files, where that is the mark of byte order. Functions written here would be given another
 * text than DuckDB has, and two groups would be shown as the same. What a decoder ignores is settled when it is made, so it
 * hands over to another one. This holds for all connections of the thread.
 */
const toTheLetter = new TextDecoder('utf-8', { ignoreBOM: true });
textDecoder.decode = toTheLetter.decode.bind(toTheLetter);

/** Opens a DuckDB in memory, whose texts are read to the letter. */
export const openDuckDb = (options: Readonly<Record<string, string>> = {}): Promise<DuckDBInstance> =>
  DuckDBInstance.create(':memory:', { ...options });
