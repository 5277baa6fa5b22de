import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ErasureReport, erase, type Selector, verifyTenant } from '../../../etl/erase/index.ts';
import { type Manifest, readManifest } from '../../../etl/publish/index.ts';
import { erasePorts } from '../../../infra/local/erase/index.ts';
import { night } from '../../../infra/local/night.ts';
import type { CallDocument } from '../../../pipeline/contract/index.ts';
import { type DocumentsHome, homeOf } from '../../support/documents-home.ts';
import { filesWith } from '../../support/erasure-scene.ts';
import { sampleCalls } from '../../support/sample-calls.ts';
import { ACME, tenantOf } from './scene.ts';

const MARCH = '2026-03';

/** The calls of a closed month, so many that late ones lie apart; short, since what they say does not matter. */
const CALLS = sampleCalls({
  tenantId: ACME,
  seed: 5,
  calls: 1_600,
  agents: 4,
  days: 28,
  until: '2026-03-28',
}).map(
  (call, index): CallDocument => ({
    ...call,
    call_id: `call-${String(index).padStart(4, '0')}-end`,
    customer: { ref: index === 700 || index === 1_400 ? 'C-twice' : `C-${index}`, origin: 'metadata' },
    transcript: null,
    evaluations: index % 8 === 0 ? call.evaluations : [],
    unscored_reason: index % 8 === 0 ? call.unscored_reason : 'no transcript',
  }),
);
/** The second one is of the same customer as a call that came in time. */
const LATE = CALLS.filter((_, index) => [100, 700, 1_200].includes(index));

/** One for both tests, each of which erases something else of it. */
let lake: DocumentsHome;
afterAll(() => lake.remove());
beforeAll(async () => {
  lake = await homeOf([{ tenant: tenantOf(ACME), documents: CALLS.filter((call) => !LATE.includes(call)) }]);
  for (const call of LATE) await lake.land(call);
  const { errors } = await night(lake.home, lake.home.tenants.list());
  if (errors.length > 0) throw new Error('the night failed');
}, 60_000);

const manifest = (): Promise<Manifest> => readManifest({ root: lake.home.root }, ACME);

function eraseNow(selector: Selector): Promise<ErasureReport> {
  return erase(erasePorts(lake.home), { tenantId: ACME, selector, now: new Date() });
}

/** Files below the home that hold any of these texts. */
async function holding(...texts: string[]): Promise<string[]> {
  return (await Promise.all(texts.map((text) => filesWith(lake.home.root, text)))).flat();
}

const callsIn = ({ periods, late }: Manifest): (number | undefined)[] => [
  periods[MARCH]?.files.calls?.rows,
  late?.files.calls?.rows,
];

it('a late call is erased from the late files and the sums, and the month keeps its own files', async () => {
  const before = await manifest();
  expect(callsIn(before)).toEqual([1_597, 3]);
  const gone = 'call-0100-end';
  expect(await holding(gone)).not.toEqual([]);
  const report = await eraseNow({ kind: 'call', value: gone });
  expect(report).toMatchObject({ calls: 1, findings: [], proven: true });
  const after = await manifest();
  expect(callsIn(after)).toEqual([1_597, 2]);
  expect(after.periods[MARCH]?.files.calls).toEqual(before.periods[MARCH]?.files.calls);
  expect(after.periods[MARCH]?.files.call_days?.path).not.toBe(before.periods[MARCH]?.files.call_days?.path);
  expect(await holding(gone)).toEqual([]);
  expect(await verifyTenant(erasePorts(lake.home), ACME)).toMatchObject({ findings: [] });
}, 60_000);

it('a customer is erased from the month and from its late files', async () => {
  const report = await eraseNow({ kind: 'customer', value: 'C-twice' });
  expect(report).toMatchObject({ calls: 2, findings: [], proven: true });
  const { periods, late } = await manifest();
  expect([periods[MARCH]?.files.calls?.rows, late]).toEqual([1_597, undefined]);
  expect(await holding('C-twice', 'call-0700-end', 'call-1400-end')).toEqual([]);
  const folders = await readdir(`${lake.home.root}/curated/calls/tenant_id=acme`);
  expect(folders).toEqual([`period=${MARCH}`]);
  expect(await verifyTenant(erasePorts(lake.home), ACME)).toMatchObject({ findings: [] });
}, 60_000);
