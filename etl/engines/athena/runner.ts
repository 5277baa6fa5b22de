import { setTimeout } from 'node:timers/promises';
import { CciError, type ErrorDetails } from '../../../pipeline/contract/index.ts';

/** What a statement answered. Numbers beyond 2^53 are texts; lists and rows are as the engine's protocol gives them. */
export interface StatementResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** Bytes that the engine read for it, where it says so. */
  readonly scannedBytes?: number;
}

/** Something that runs Trino's SQL: Athena, or a Trino. */
export interface StatementRunner {
  /**
   * Runs one statement to its end. Aborting stops the statement at the engine and throws the signal's reason.
   * @throws {StatementFailed}
   */
  run(sql: string, options?: { readonly signal?: AbortSignal }): Promise<StatementResult>;
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

/** How a client waits between asking: doubling from `firstMs` to `mostMs`, each time a random part of it off. */
export interface Patience {
  readonly firstMs: number;
  readonly mostMs: number;
  /** How often something that may pass is tried before it counts as failed. */
  readonly attempts: number;
}

/** The pause before the n-th repetition (from 0), in milliseconds: between half and the whole of the doubled time. */
export function pauseMs({ firstMs, mostMs }: Patience, repetition: number, random = Math.random()): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(repetition, 30));
  return whole / 2 + (whole / 2) * random;
}

/** Waits; a signal ends it with its own reason. */
export async function rest(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
