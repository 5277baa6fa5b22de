import { planErasure, type QuarantinedObject, renamedIn, type Selector } from '../../../etl/erase/index.ts';
import { indexKeys } from '../../../etl/plan/index.ts';
import { withoutErased } from '../../../etl/run/erased.ts';
import type { NightOptions, NightPorts } from '../../../etl/run/index.ts';
import { parseRawCallKey, type QuarantineRecord } from '../../../pipeline/contract/index.ts';
import { type Landing, landCall } from '../../../pipeline/land/index.ts';
import { NOTHING_ERASED } from '../land/scene.ts';
import { ACME, NOW, scene, tenantOf } from './scene.ts';

const KILLED = new Error('killed');

/** A lake in memory that files are ingested into under ids that change, as landing itself does it. */
export function renamingLake() {
  const objects = new Map<string, Uint8Array>();
  const written = new Map<string, Uint8Array>();
  const kept: { record: QuarantineRecord; bytes: Uint8Array }[] = [];
  let landings: Landing[] = [];
  let minute = 0;
  const { ports, buried } = scene({});

  /** Offers a file with a sidecar that says the id; `killed` ends the ingest before it takes back what the file was before. */
  async function ingest(file: string, callId: string, words: string, killed = false): Promise<void> {
    minute += 1;
    const now = new Date(NOW.getTime() + minute * 60_000);
    let isWritten = false;
    const offered = {
      path: `/in/${file}.json`,
      bytes: Buffer.from(
        JSON.stringify({
          format: 'cci-transcript',
          version: 1,
          channel: 'chat',
          turns: [{ speaker: 'AGENT', start_ms: 0, text: words }],
        }),
      ),
      sidecar: Buffer.from(JSON.stringify({ call_id: callId, started_at: '2026-06-01T10:00:00Z' })),
      startedAt: null,
    };
    const landing = landCall(
      {
        tenant: tenantOf(ACME),
        erased: NOTHING_ERASED,
        raw: {
          async put(key, bytes) {
            for (const store of [written, objects]) store.set(key, bytes);
          },
          get: async (key) => objects.get(key) as Uint8Array,
          has: async (key) => objects.has(key),
          delete: async (key) => void objects.delete(key),
        },
        index: {
          ofCall: (_, id) => landings.filter(({ call_id }) => call_id === id),
          ofFile(_, path, sha) {
            if (killed && isWritten) throw KILLED;
            return landings.filter((one) => one.path === path && one.content_sha256 === sha);
          },
          record(_, one) {
            isWritten = true;
            landings.push(one);
          },
          forget: (_, id, path) => {
            landings = landings.filter((one) => one.call_id !== id || (path && one.path !== path));
          },
        },
        quarantine: { keep: async (record, bytes) => void kept.push({ record, bytes }) },
        score: () => ({ unscored: 'no form' }),
        now: () => now,
      },
      offered,
    );
    await landing.catch((error) => {
      if (error !== KILLED) throw error;
    });
  }

  const holdings = {
    async *documents() {
      for (const key of objects.keys()) yield { key, call: parseRawCallKey(key) };
    },
    read: async (key: string) => objects.get(key) as Uint8Array,
    landings: () => landings,
    async *quarantined(): AsyncGenerator<QuarantinedObject> {
      for (const { record, bytes } of kept) {
        const { quarantine_id, dt, path, reason, where, content_sha256 } = record;
        const texts = [path, reason, where ?? ''];
        const shared = { quarantine_id, dt, path, content_sha256, texts };
        async function* contents() {
          yield bytes;
        }
        yield { ...shared, ...renamedIn(record, async () => bytes), contents };
      }
    },
  };
  const lake = { ...ports, holdings };

  /** Plans an erasure, buries it and removes what goes, as the places do. */
  async function erase(selector: Selector) {
    const plan = await planErasure(lake, { tenantId: ACME, selector, now: NOW });
    ports.tombstones.bury(plan);
    const goes = (id: string, revision: string): boolean =>
      plan.calls.has(id) || plan.calls.has(`${id}.${revision}`);
    for (const key of objects.keys()) {
      const { callId, revision } = parseRawCallKey(key);
      if (goes(callId, revision)) objects.delete(key);
    }
    landings = landings.filter(({ call_id, revision }) => !goes(call_id, revision));
    const left = kept.filter(({ record }) => !plan.quarantined.has(record.quarantine_id));
    kept.splice(0, kept.length, ...left);
    return plan;
  }

  /** Keys that a night reads once all that ever lay among the raw documents lies there again. */
  function readByNight(): Set<string> {
    const isErased = (value: string): boolean => buried.has(`call ${value}`);
    const night = { ports: { erased: { callsOf: () => isErased } } as unknown as NightPorts };
    const { index } = withoutErased(
      { ...night, options: {} as NightOptions },
      ACME,
      indexKeys(ACME, written.keys()),
    );
    return new Set([...index.calls.values()].flat().map(({ key }) => key));
  }

  return { ingest, erase, readByNight, objects, written, kept, buried };
}

/** The file that a raw document came from. */
export const fileOf = (bytes: Uint8Array): string =>
  /"uri":"\/in\/(\w+)\.json"/.exec(Buffer.from(bytes).toString())?.[1] ?? '';
