import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type NightAccount, PERIOD_TABLE_NAMES, readManifest, runNight } from '../../../etl/index.ts';
import {
  ACME,
  bytesOf,
  call,
  evaluation,
  keyOf,
  type Lake,
  lakeIn,
  refusedAtIngest,
  revision,
  temporaryFolder,
} from './builders.ts';
import { type Row, visibleRows } from './read-parquet.ts';

const DAYS = ['2026-06-30', '2026-07-01', '2026-07-31', '2026-08-01', '2026-08-02'];
const NIGHTS = [
  '2026-07-31T02:00:00Z',
  '2026-08-01T00:00:00Z',
  '2026-08-03T02:00:00Z',
  '2026-09-01T00:00:00Z',
];

const arrival = fc.record({
  call: fc.constantFrom('a', 'b', 'c', 'd'),
  revision: fc.integer({ min: 1, max: 4 }),
  day: fc.constantFrom(...DAYS),
  kind: fc.constantFrom('good', 'good', 'good', 'unscored', 'broken', 'misplaced', 'foreign'),
});
type Arrival = typeof arrival extends fc.Arbitrary<infer T> ? T : never;

/** What arrives before a night, when it runs, and what it is asked to write again. */
const scene = fc.record({
  arrivals: fc.array(arrival, { maxLength: 6 }),
  refusedAtIngest: fc.integer({ min: 0, max: 2 }),
  since: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
});

function deliver(lake: Lake, { call: call_id, revision: n, day, kind }: Arrival): void {
  const document = call({
    call_id,
    revision: revision(n),
    started_at: `${day}T12:00:00.000Z`,
    evaluations: kind === 'unscored' ? [] : [evaluation({ attempt: n })],
    queue: `${day} ${n}`,
  });
  const key = keyOf(document);
  // A raw object never changes: what arrived under a key first stays.
  if (kind === 'foreign') lake.raw.set(`raw/calls/tenant_id=acme/dt=${day}/${call_id}.txt`, bytesOf(n));
  else if (lake.raw.has(key)) return;
  else if (kind === 'broken') lake.raw.set(key, new TextEncoder().encode('{"schema_version":1'));
  else if (kind === 'misplaced') lake.raw.set(key, bytesOf({ ...document, tenant_id: 'globex' }));
  else lake.raw.set(key, bytesOf(document));
}

const night = (lake: Lake, at: string, since?: string): Promise<NightAccount> =>
  runNight(lake.ports, {
    tenants: [{ tenant_id: ACME, time_zone: 'Europe/Berlin' }],
    now: () => new Date(at),
    ...(since !== undefined && { since }),
  });

function expectBalanced(account: NightAccount): void {
  expect(account.errors).toEqual([]);
  expect(account.balanced).toBe(true);
  for (const counts of [account, ...account.days]) {
    expect(counts.documents_in).toBe(counts.landed + counts.superseded + counts.quarantined);
    expect(counts.rows.calls).toBe(counts.landed);
  }
}

/** Every table as readers see it, and the files by period without the name of the night that wrote them. */
async function contents(lake: Lake): Promise<{ rows: Row[][]; periods: string[] }> {
  const rows = await Promise.all(PERIOD_TABLE_NAMES.map((table) => visibleRows(lake.ports, ACME, table)));
  return { rows, periods: Object.keys((await readManifest(lake.ports.curated, ACME)).periods) };
}

/** The revision that stands for each call, worked out from the arrivals alone. */
function expectedCalls(lake: Lake): Map<string, string> {
  const standing = new Map<string, string>();
  for (const [key, bytes] of [...lake.raw].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = new TextDecoder().decode(bytes);
    if (key.endsWith('.txt') || !text.endsWith('}') || text.includes('globex')) continue;
    const { call_id, revision: r } = JSON.parse(text) as { call_id: string; revision: string };
    if (r >= (standing.get(call_id) ?? '')) standing.set(call_id, r);
  }
  return standing;
}

it('whatever arrives over whichever nights: each is balanced, repeating changes nothing, and the lake is that of a single night', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(scene, { minLength: NIGHTS.length, maxLength: NIGHTS.length }),
      async (scenes) => {
        const lake = await lakeIn(await temporaryFolder());
        let refused = 0;
        for (const [i, { arrivals, refusedAtIngest: count, since }] of scenes.entries()) {
          for (const one of arrivals) deliver(lake, one);
          for (let n = 0; n < count; n += 1) {
            const entry = refusedAtIngest(`in/${refused++}`, DAYS[i] ?? '');
            lake.pending.set(entry.quarantine_id, entry);
          }
          const at = NIGHTS[i] ?? '';
          expectBalanced(await night(lake, at, since));
          const manifest = await readManifest(lake.ports.curated, ACME);
          expect(await night(lake, at)).toMatchObject({ documents_in: 0, balanced: true, days: [] });
          expect(await readManifest(lake.ports.curated, ACME)).toEqual(manifest);
        }
        expect([...lake.pending.values()].every(({ counted }) => counted)).toBe(true);
        const once = await lakeIn(await temporaryFolder());
        for (const [key, bytes] of lake.raw) once.raw.set(key, bytes);
        const account = await night(once, NIGHTS.at(-1) ?? '');
        expectBalanced(account);
        expect(account.documents_in).toBe(once.raw.size);
        const seen = await contents(lake);
        expect(seen).toEqual(await contents(once));
        const calls = seen.rows[PERIOD_TABLE_NAMES.indexOf('calls')] ?? [];
        expect(new Map(calls.map(({ call_id, revision: r }) => [call_id, r]))).toEqual(expectedCalls(lake));
        expect(calls.length).toBe(expectedCalls(lake).size);
      },
    ),
    { numRuns: 4 },
  );
}, 120_000);
