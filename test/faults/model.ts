import type { Manifest } from '../../etl/index.ts';
import { revisionText } from './documents.ts';

/** A document that lies among the raw ones. */
export interface Delivered {
  readonly key: string;
  readonly callId: string;
  /** The greater one stands. */
  readonly revision: number;
  readonly dt: string;
  readonly damaged: boolean;
}

type Fate = 'landed' | 'superseded' | 'found';
type Counts = Record<Fate, number>;

/** The partition of a day: said once more here, since it is what the product is compared with. */
const periodAt = (dt: string, now: string): string =>
  dt.slice(0, 7) < now.slice(0, 7) ? dt.slice(0, 7) : dt;

/** What the lake of one tenant has to look like, worked out from what was delivered alone. */
export class TenantModel {
  readonly #calls = new Map<string, Delivered[]>();
  /** Damaged documents that a published night has counted. */
  readonly #counted = new Set<string>();
  /** What stands at each version, as {@link standingIn} writes it. */
  readonly standing = new Map<number, string>([[0, '']]);
  /** Nights that published. */
  readonly published: string[] = [];
  #version = 0;
  foreign = 0;
  refused = 0;

  deliver(document: Delivered): void {
    const revisions = this.#calls.get(document.callId) ?? [];
    revisions.push(document);
    revisions.sort((a, b) => b.revision - a.revision);
    this.#calls.set(document.callId, revisions);
  }

  get calls(): readonly string[] {
    return [...this.#calls.keys()];
  }

  /** The newest revision that was delivered of a call. */
  newest(callId: string): number {
    return this.#calls.get(callId)?.[0]?.revision ?? 0;
  }

  get version(): number {
    return this.#version;
  }

  get counted(): number {
    return this.#counted.size;
  }

  /** What a night makes of the documents that the last publication did not know to be damaged. */
  #fates(): Map<Delivered, Fate> {
    const fates = new Map<Delivered, Fate>();
    for (const revisions of this.#calls.values()) {
      let stands = false;
      for (const document of revisions) {
        if (this.#counted.has(document.key)) continue;
        fates.set(document, stands ? 'superseded' : document.damaged ? 'found' : 'landed');
        stands ||= !document.damaged;
      }
    }
    return fates;
  }

  /**
   * Takes in what is visible after a night or a death, during which nothing was delivered.
   * @returns what is wrong with it
   */
  see(manifest: Manifest): string[] {
    if (manifest.version === this.#version) return [];
    const faults =
      manifest.version === this.#version + 1 ? [] : [`version ${manifest.version} after ${this.#version}`];
    const fates = this.#fates();
    faults.push(...accountFaults(manifest, fates), ...lateFaults(manifest));
    for (const [document, fate] of fates) if (fate === 'found') this.#counted.add(document.key);
    const landed = [...fates].filter(([, fate]) => fate === 'landed').map(([document]) => document);
    const texts = landed.map(({ callId, revision }) => `${callId}=${revisionText(revision)}`);
    this.standing.set(manifest.version, texts.sort().join(' '));
    this.#version = manifest.version;
    this.published.push(manifest.run_id ?? '');
    return faults.map((fault) => `${manifest.tenant_id}: ${fault}`);
  }
}

/** Whether a publication counts the documents of the periods that it wrote as they are, by day, and those known as damaged not again. */
function accountFaults({ periods, run_id }: Manifest, fates: ReadonlyMap<Delivered, Fate>): string[] {
  const now = `${run_id?.slice(0, 4)}-${run_id?.slice(4, 6)}`;
  return Object.entries(periods)
    .filter(([, period]) => period.run_id === run_id)
    .flatMap(([period, { days }]) => {
      const wanted = new Map<string, Counts>();
      for (const [{ dt }, fate] of fates) {
        if (periodAt(dt, now) !== period) continue;
        const counts = wanted.get(dt) ?? { landed: 0, superseded: 0, found: 0 };
        counts[fate] += 1;
        wanted.set(dt, counts);
      }
      const got = days.map(({ dt, documents_in, landed, superseded, quarantined, rows }) =>
        [dt, documents_in, landed, superseded, quarantined, rows.calls ?? 0].join(' '),
      );
      const texts = [...wanted].map(([dt, { landed, superseded, found }]) =>
        [dt, landed + superseded + found, landed, superseded, found, landed].join(' '),
      );
      const same = got.sort().join('; ') === texts.sort().join('; ');
      return same ? [] : [`period ${period} counts ${got.join('; ')}, delivered are ${texts.join('; ')}`];
    });
}

/** Whether the late files count as many calls as they are said to hold, each of them landed. */
function lateFaults({ late, run_id }: Manifest): string[] {
  if (late === undefined || late.run_id !== run_id) return [];
  const calls = Object.values(late.periods).reduce((sum, count) => sum + count, 0);
  const landed = late.days.reduce((sum, day) => sum + day.landed, 0);
  const rows = late.days.reduce((sum, day) => sum + (day.rows.calls ?? 0), 0);
  const same = calls === landed && calls === rows && calls === late.files.calls?.rows;
  return same ? [] : [`late files of ${calls} calls count ${landed} landed, ${rows} rows`];
}
