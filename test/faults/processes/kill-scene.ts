import { join } from 'node:path';
import { GRACE_MS, type NightAccount, readManifest } from '../../../etl/index.ts';
import { openHome } from '../../../infra/local/home.ts';
import type { Phase } from '../phases.ts';
import { Random } from '../random.ts';
import type { ClockSetting } from '../sim-clock.ts';
import { Deliveries, TENANTS } from './deliveries.ts';
import type { Kill, Measured } from './kill-plan.ts';
import type { NightSetup } from './messages.ts';
import { NightChild, type NightEnd } from './night-child.ts';

export const SEED = Number(process.env.FAULTS_SEED ?? 20_261_121);
export const KILLS = Number(process.env.FAULTS_KILLS ?? 200);
export const NIGHT_TENANTS = TENANTS.map((tenant_id) => ({ tenant_id, time_zone: 'Europe/Berlin' }));

/** An hour of the lake's clock is a minute: files are swept a minute after they were replaced, and a month closes on the way. */
const SPEED = 60;
export const BEGINS = Date.parse('2026-08-31T22:00:00Z');
/** How long readers hold what they have resolved, in milliseconds of the world: less than the grace. */
export const HOLD_MS = (GRACE_MS / SPEED) * 0.75;

/** A lake, the nights over it, and what became of them. */
export class Scene {
  readonly random = new Random(SEED);
  readonly clock: ClockSetting = { shows: BEGINS, startedAt: Date.now(), speed: SPEED };
  readonly kills = new Map<Phase, number>();
  readonly accounts: NightAccount[] = [];
  readonly faults: string[] = [];
  readonly home;
  readonly deliveries;
  readonly root: string;
  readonly #folder: string;
  #next: NightChild;
  #children = 0;
  night: NightChild;
  measured: Measured = { milliseconds: 0, calls: {} };
  missed = 0;
  /** Publications with late calls of their own. */
  late = 0;
  /** Undisturbed nights that listed only new days of a tenant. */
  listedBeside = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.root = join(folder, 'lake');
    this.home = openHome(this.root);
    this.deliveries = new Deliveries(this.home, this.random);
    this.night = this.child(this.clock);
    this.#next = this.child(this.clock);
  }

  /** @param late whether its nights lay late calls apart, and gather them when they are more than a few; every other process by default, so that what one has laid apart another gathers */
  child(clock: ClockSetting, late = this.#children % 2 === 1): NightChild {
    this.#children += 1;
    const phaseFile = join(this.#folder, `phase.${this.#children}`);
    const setup: NightSetup = {
      ...{ root: this.root, tenants: NIGHT_TENANTS, clock, phaseFile, settled: true },
      late,
    };
    return new NightChild(setup);
  }

  get killed(): number {
    return [...this.kills.values()].reduce((sum, count) => sum + count, 0);
  }

  /** A night that nothing disturbs: it has to succeed, whatever became of the one before. */
  async undisturbed(): Promise<void> {
    const end = await this.night.night();
    if (end.kind !== 'done') throw new Error(`faults: a night after a kill: ${JSON.stringify(end)}`);
    const { account, milliseconds, calls, listedBeside } = end;
    if (listedBeside > 0) this.listedBeside += 1;
    this.measured = { milliseconds, calls };
    this.accounts.push(account);
    if (!account.balanced || account.errors.length > 0)
      this.faults.push(`night ${account.run_id} is not balanced: ${JSON.stringify(account.errors)}`);
    await this.look(account.run_id);
  }

  /** A night that is killed, unless it is done before. */
  async disturbed(kill: Kill): Promise<void> {
    const { night } = this;
    // A process that is killed before it is there never says so.
    await night.ready;
    const timer = 'after' in kill ? setTimeout(() => night.kill(), kill.after) : undefined;
    const end: NightEnd = await night.night('at' in kill ? kill.at : null);
    clearTimeout(timer);
    if (end.kind === 'failed') throw new Error(`faults: a night after a kill: ${end.code} ${end.message}`);
    if (end.kind === 'done') {
      this.missed += 1;
      this.accounts.push(end.account);
    } else {
      this.kills.set(end.phase, (this.kills.get(end.phase) ?? 0) + 1);
    }
    if (end.kind === 'killed' || night.isKilled) {
      await night.end();
      this.night = this.#next;
      this.#next = this.child(this.clock);
    }
    await this.look(null);
  }

  /** Compares what is visible with what was delivered. */
  async look(runId: string | null): Promise<void> {
    for (const [tenant, model] of this.deliveries.models) {
      const before = model.version;
      const manifest = await readManifest({ root: this.root }, tenant);
      this.faults.push(...model.see(manifest));
      if (model.version > before && manifest.late?.run_id === manifest.run_id) this.late += 1;
      if (runId !== null && model.version > before && manifest.run_id !== runId)
        this.faults.push(`${tenant}: ${manifest.run_id} published instead of ${runId}`);
    }
  }

  async end(): Promise<void> {
    await Promise.all([this.night.end(), this.#next.end()]);
    this.home.close();
  }
}
