import type { NightAccount, NightTenant } from '../../../etl/index.ts';
import type { Phase } from '../phases.ts';
import type { ClockSetting } from '../sim-clock.ts';

/** What a night process is started with, as JSON in its first argument. */
export interface NightSetup {
  /** The lake. */
  readonly root: string;
  readonly tenants: readonly NightTenant[];
  readonly clock: ClockSetting;
  /** A file that holds the phase in which the process is, one byte, readable after its death. */
  readonly phaseFile: string;
  /** How far the process's own clock (the lease's) is ahead, in milliseconds. */
  readonly ahead?: number;
  /** Whether a folder may be known by when it was last changed, although that was just now: only where nobody delivers meanwhile. */
  readonly settled?: boolean;
  /** Whether calls that come late lie apart from their periods, however few they are. */
  readonly late?: boolean;
}

/** Where a process ends or pauses itself: at a call of a phase, counted from 1 in every night. */
export interface StopAt {
  readonly signal: 'SIGKILL' | 'SIGSTOP';
  readonly phase: Phase;
  readonly call: number;
  readonly side: 'before' | 'after';
}

/** To a night process. */
export interface NightOrder {
  readonly stopAt: StopAt | null;
}

/** From a night process. */
export type NightReport =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      readonly account: NightAccount;
      /** Calls on files by phase. */
      readonly calls: Readonly<Partial<Record<Phase, number>>>;
      /** Tenants of which only new days were listed. */
      readonly listedBeside: number;
      readonly milliseconds: number;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** What a reader process is started with, as JSON in its first argument. */
export interface ReaderSetup {
  readonly root: string;
  readonly tenants: readonly string[];
  readonly reader: 'duckdb' | 'hyparquet';
  /** Milliseconds for which it keeps the names of files that it has resolved, and reads them again. */
  readonly hold: number;
}

/** From a reader process. */
export type ReaderReport =
  | { readonly kind: 'fault'; readonly text: string }
  | {
      readonly kind: 'ended';
      /** How often it read all tables of a tenant, and how often by names that it had held for a while. */
      readonly readings: number;
      readonly heldReadings: number;
      /** What stood at each version, `tenant version` → the digest of {@link standingIn}. */
      readonly standing: Readonly<Record<string, string>>;
    };
