import type { RawIndex, Recipe } from '../plan/index.ts';
import type { Lease, Manifest } from '../publish/index.ts';
import type { Damage } from './damage.ts';
import type { HeldCalls } from './held-calls.ts';
import type { Joiner } from './join/index.ts';
import type { ListedDocuments } from './listed.ts';
import type { EngineSession, NightOptions, NightPorts, NightTenant } from './ports.ts';
import type { Stages } from './stages.ts';
import type { Turn } from './turn.ts';

/** What is shared by the tenants of one night. */
export interface Night {
  readonly ports: NightPorts;
  readonly options: NightOptions;
  readonly session: EngineSession;
  readonly joiner: Joiner;
  readonly stages: Stages;
  readonly lease: Lease;
  readonly runId: string;
  /** The instant that decides which month is the running one. */
  readonly now: Date;
}

/** One tenant's part of a night. */
export interface TenantNight extends Night {
  readonly tenant: NightTenant;
  readonly turn: Turn;
  readonly recipe: Recipe;
  readonly manifest: Manifest;
  readonly index: RawIndex;
  readonly listed: ListedDocuments;
  readonly damage: Damage;
  readonly held: HeldCalls;
}
