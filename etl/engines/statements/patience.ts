import { setTimeout } from 'node:timers/promises';

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
