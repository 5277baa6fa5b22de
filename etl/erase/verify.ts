import type { TenantId } from '../../pipeline/contract/index.ts';
import { Found } from './findings.ts';
import type { ErasePorts, Finding } from './ports.ts';
import { wordsOf } from './tokens.ts';
import type { Identity, Trace } from './tombstone.ts';

/** What a verification found of one tenant. */
export interface Verification {
  readonly tenant_id: TenantId;
  /** How many erasures there were. */
  readonly erasures: number;
  /** Where something lies that was erased; empty when absence is proven. */
  readonly findings: readonly Finding[];
}

/** Under what name an erasure that was never finished stands among the findings. */
export const UNFINISHED = 'unfinished erasure';

type Recogniser = (identity: Identity) => boolean;
type Ports = Pick<ErasePorts, 'holdings' | 'places' | 'tombstones' | 'unfinished'>;

/**
 * Proves that nothing that was erased of a tenant is kept: takes every identity that any place gives away and compares its
 * keyed hash with the tombstones.
 * @throws {ErasureKeyRefused} when the tombstones cannot be trusted
 */
export async function verifyTenant(ports: Ports, tenantId: TenantId): Promise<Verification> {
  const { tombstones, unfinished, places } = ports;
  const erasures = tombstones.records(tenantId).length;
  const isErased = tombstones.recogniser(tenantId);
  const findings: Finding[] = [];
  if ((await unfinished.read(tenantId)) !== null)
    findings.push({ kind: 'erased', place: UNFINISHED, found: 1, files: [] });
  if (isErased === null) return { tenant_id: tenantId, erasures, findings };
  const kept = keptCalls(ports, tenantId, isErased);
  for (const place of places) {
    const traces = place.traces(tenantId, (id) => kept.has(id));
    findings.push(...(await findingsIn(traces, isErased, place.name)));
  }
  return { tenant_id: tenantId, erasures, findings };
}

function keptCalls({ holdings }: Ports, tenantId: TenantId, isErased: Recogniser): Set<string> {
  const ids = Array.from(holdings.landings(tenantId), ({ call_id }) => call_id);
  return new Set(ids.filter((value) => !isErased({ kind: 'call', value })));
}

/** Answers that are remembered, since a word stands in many files: asking again costs time, and remembering all of them memory. */
const MOST_ASKED = 1_000_000;

/** How many different erased identities a place gives away, and how many things in it nobody can read. */
async function findingsIn(
  traces: AsyncIterable<Trace>,
  isErased: Recogniser,
  place: string,
): Promise<Finding[]> {
  const asked = new Set<string>();
  const found = { erased: new Found(), unreadable: new Found() };
  for await (const trace of traces) {
    const thing = `${trace.kind} ${trace.value}`;
    const kind = trace.kind === 'unreadable' ? 'unreadable' : 'erased';
    const isNew = !asked.has(thing);
    if (asked.size >= MOST_ASKED) asked.clear();
    asked.add(thing);
    if (found[kind].has(trace) || (isNew && (trace.kind === 'unreadable' || isErased(trace))))
      found[kind].add(trace, trace.file);
  }
  const givesAway = (text: string): boolean =>
    found.erased.isNamedIn(text) ||
    wordsOf(text).some((value) => isErased({ kind: 'call', value }) || isErased({ kind: 'content', value }));
  return [
    ...found.erased.findings('erased', place, givesAway),
    ...found.unreadable.findings('unreadable', place, givesAway),
  ];
}
