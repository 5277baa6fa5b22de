import { CciError, type ErrorDetails } from '../../../pipeline/contract/index.ts';

/**
 * What a statement answered, in the form of Trino's protocol: decimals, dates, timestamps and numbers beyond 2^53 are texts,
 * NaN and the infinities too.
 */
export interface StatementResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** Bytes that the engine read for it, where it says so. */
  readonly scannedBytes?: number;
  /** Present when the engine gave an earlier result of the same statement again. */
  readonly reused?: true;
}

export interface StatementOptions {
  /** Aborting stops the statement at the engine and throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** What the `?` of the statement stand for, in their order: literals or casts of literals, written in SQL. */
  readonly parameters?: readonly string[];
}

/** Something that runs Trino's SQL: Athena, or a Trino. */
export interface StatementRunner {
  /**
   * Runs one statement to its end.
   * @throws {StatementFailed}
   */
  run(sql: string, options?: StatementOptions): Promise<StatementResult>;
}

/** A runner that also hands out a result page by page, as the engine does. */
export interface PagedRunner extends StatementRunner {
  /**
   * The pages of one statement's result, in order; each has the columns, and what was scanned up to then. There is at least
   * one page. Leaving before the last stops the statement at the engine.
   * @throws {StatementFailed}
   */
  pages(sql: string, options?: StatementOptions): AsyncGenerator<StatementResult, void>;
}

/** All pages as one result. */
export async function wholeResult(pages: AsyncIterable<StatementResult>): Promise<StatementResult> {
  const rows: (readonly unknown[])[] = [];
  let last: StatementResult = { columns: [], rows };
  for await (const page of pages) {
    for (const row of page.rows) rows.push(row);
    last = page;
  }
  return { ...last, rows };
}

/** Why a statement came to nothing: the engine's own fault or its storage's, ours, a lack of room, or someone stopped it. */
export type FailureKind = 'system' | 'user' | 'resources' | 'cancelled' | 'other';

/**
 * Thrown when a statement came to nothing. The engine's own text stays in `cause`: it may quote values.
 * `code` is `statement_` and the kind; `retryable` says whether the same statement may succeed later.
 */
export class StatementFailed extends CciError {
  readonly kind: FailureKind;
  /** The engine's name for it, such as `NO_NODES_AVAILABLE` or Athena's error type number; empty when it has none. */
  readonly reason: string;

  constructor(kind: FailureKind, reason: string, message: string, details: ErrorDetails = {}) {
    super(`statement_${kind}`, message, details);
    this.kind = kind;
    this.reason = reason;
  }
}
