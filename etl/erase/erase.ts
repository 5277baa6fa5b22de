import { isDeepStrictEqual } from 'node:util';
import { ErasureIncomplete, PlaceNotConfigured } from './errors.ts';
import type { ErasurePlan } from './plan.ts';
import { type ErasureRequest, planErasure } from './plan-erasure.ts';
import type { ErasePorts, Finding, Place } from './ports.ts';
import { verifyTenant } from './verify.ts';

/** What becomes of a place. */
export interface PlaceReport {
  readonly place: string;
  /** How many things go, or went. */
  readonly count: number;
  /** UTC day on which the last copy that cannot be removed is gone (backups); null: at once. */
  readonly until: string | null;
}

/** What an erasure would remove. */
export interface ErasurePreview {
  readonly calls: number;
  readonly places: readonly PlaceReport[];
}

/** What an erasure has done. */
export interface ErasureReport extends ErasurePreview {
  /** Whether there was anything to erase, now or before. */
  readonly erased: boolean;
  /** What is left of it, by place. */
  readonly findings: readonly Finding[];
  /** Whether everything was searched and nothing found. */
  readonly proven: boolean;
}

/** How thoroughly an erasure looks at the end: `none` leaves the proof to a verification of its own. */
export interface ErasureOptions {
  readonly proof: 'full' | 'none';
}

const DAY_MS = 86_400_000;

/** @param emptied when the last place was: a backup that was made before holds what went */
function untilOf({ agesOutAfterDays = 0 }: Place, emptied: Date): string | null {
  if (agesOutAfterDays === 0) return null;
  return new Date(emptied.getTime() + agesOutAfterDays * DAY_MS).toISOString().slice(0, 10);
}

/** Says what an erasure would remove, place by place; changes nothing. */
export async function previewErasure(ports: ErasePorts, request: ErasureRequest): Promise<ErasurePreview> {
  const plan = await planErasure(ports, request);
  const places: PlaceReport[] = [];
  for (const place of ports.places)
    places.push({ place: place.name, count: await place.find(plan), until: untilOf(place, request.now) });
  return { calls: plan.calls.size, places };
}

/**
 * Whether there is anything to do. What has a name can stand anywhere; what is too old was chosen by what is there.
 * @throws {PlaceNotConfigured} when no place has it and one cannot be asked
 */
async function isNews(ports: ErasePorts, plan: ErasurePlan): Promise<boolean> {
  const { selector, calls, quarantined, tenant_id } = plan;
  if (selector.kind === 'all' || quarantined.size > 0) return true;
  if (calls.size > (selector.kind === 'call' ? 1 : 0)) return true;
  if (selector.kind === 'before') return false;
  if (selector.kind === 'call' && ports.tombstones.recogniser(tenant_id)?.(selector)) return true;
  const { counts, refusals } = await inEach(ports, (place) => knowsOf(place, plan));
  if (counts.some((count) => count > 0)) return true;
  refuseWith(refusals);
  return false;
}

/** How many things a place has of what was named. Of one that is emptied whatever is named, the calls in it tell. */
async function knowsOf(place: Place, plan: ErasurePlan): Promise<number> {
  if (place.takesAll !== true) return place.find(plan);
  for await (const { kind, value } of place.traces(plan.tenant_id, (id) => plan.alike.has(id)))
    if (kind === 'call' && plan.calls.has(value)) return 1;
  return 0;
}

/** What a place says for itself: the others are asked all the same. */
type Refusal = ErasureIncomplete | PlaceNotConfigured;

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof ErasureIncomplete || error instanceof PlaceNotConfigured;

/** Goes through all places, also past those that refuse or have to keep something. Any other error ends it at once. */
async function inEach({ places }: ErasePorts, work: (place: Place) => Promise<number>) {
  const counts: number[] = [];
  const refusals: Refusal[] = [];
  for (const place of places)
    try {
      counts.push(await work(place));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(error);
    }
  return { counts, refusals };
}

/** @throws what the one place says, or that there are several */
function refuseWith(refusals: readonly Refusal[]): void {
  const [first, second] = refusals;
  if (first === undefined) return;
  if (second === undefined) throw first;
  throw new ErasureIncomplete(`erase: ${refusals.length} places are not done`, {
    where: refusals.map(({ message }) => message).join('; '),
    cause: new AggregateError(refusals),
  });
}

/**
 * Removes what was named from every place and leaves tombstones that keep it from coming back. The tombstones come first and
 * the plan is kept until all is done, so one that is killed at any point is finished by the next of that tenant, whatever
 * that one names; no night runs beside it. What nothing is known of leaves no tombstone.
 * @throws {NightRunning} when a night is under way
 * @throws {ErasureIncomplete} and {@link PlaceNotConfigured} when a place is not done; the others are emptied then
 * @throws what else the places throw: nothing is lost then but time
 */
export async function erase(
  ports: ErasePorts,
  request: ErasureRequest,
  { proof }: ErasureOptions = { proof: 'full' },
): Promise<ErasureReport> {
  await ports.lock.take();
  try {
    const killed = await ports.unfinished.read(request.tenantId);
    if (killed !== null && !isDeepStrictEqual(killed.selector, request.selector))
      await execute(ports, await planErasure(ports, { ...request, selector: killed.selector }), request);
    const plan = await planErasure(ports, request);
    if (!(await isNews(ports, plan))) return nothing(ports, request);
    const places = await execute(ports, plan, request);
    const findings = proof === 'none' ? [] : await leftOf(ports, plan);
    const proven = proof === 'full' && findings.length === 0;
    return { erased: true, calls: plan.calls.size, places, findings, proven };
  } finally {
    await ports.lock.release();
  }
}

async function execute(
  ports: ErasePorts,
  plan: ErasurePlan,
  { now, clock = () => now }: ErasureRequest,
): Promise<PlaceReport[]> {
  await ports.unfinished.write(plan);
  ports.tombstones.bury(plan);
  const { counts, refusals } = await inEach(ports, (place) => place.erase(plan));
  refuseWith(refusals);
  const emptied = clock();
  await ports.unfinished.remove(plan.tenant_id);
  return ports.places.map((place, index) => ({
    place: place.name,
    count: counts[index] ?? 0,
    until: untilOf(place, emptied),
  }));
}

const nothing = ({ places }: ErasePorts, { now }: ErasureRequest): ErasureReport => ({
  erased: false,
  calls: 0,
  places: places.map((place) => ({ place: place.name, count: 0, until: untilOf(place, now) })),
  findings: [],
  proven: true,
});

async function leftOf(ports: ErasePorts, plan: ErasurePlan): Promise<readonly Finding[]> {
  const { findings } = await verifyTenant(ports, plan.tenant_id);
  return [...findings, ...(await ports.search(plan))];
}
