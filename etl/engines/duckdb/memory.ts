import type { DuckDBConnection } from '@duckdb/node-api';
import type { Connections } from './connections.ts';

/** How DuckDB writes a number of bytes. */
export const bytesSetting = (bytes: number): string => `${bytes}B`;

/**
 * The memory that DuckDB may take: its share, and as long as somebody has asked for more, that too. A value of tens of
 * megabytes is in memory several times while it is parsed and written, and cannot be put aside.
 */
export class Memory {
  readonly #connections: Connections;
  readonly #share: number;
  readonly #asked = new Map<object, number>();

  constructor(connections: Connections, share: number) {
    this.#connections = connections;
    this.#share = share;
  }

  /** Room for so many bytes beside everything else; who asks again has the larger of both. */
  async ask(who: object, bytes: number): Promise<void> {
    if (bytes <= (this.#asked.get(who) ?? 0)) return;
    this.#asked.set(who, bytes);
    await this.#connections.use((connection) => this.#set(connection));
  }

  /** Gives back what was asked for. What DuckDB still holds of it is given back later. */
  async giveBack(who: object): Promise<void> {
    if (!this.#asked.delete(who)) return;
    await this.#connections.use((connection) => this.#set(connection).catch(() => undefined));
  }

  async #set(connection: DuckDBConnection): Promise<void> {
    const more = [...this.#asked.values()].reduce((sum, bytes) => sum + bytes, 0);
    await connection.run(`SET GLOBAL memory_limit = '${bytesSetting(this.#share + more)}'`);
  }
}
