import { openSync, writeSync } from 'node:fs';
import { duckdbEngine, type Engine, type NightPorts, runNight } from '../../../etl/index.ts';
import { FolderStore } from '../../../infra/local/folder-store.ts';
import { openHome } from '../../../infra/local/home.ts';
import { rawCallPrefix } from '../../../pipeline/contract/index.ts';
import { PHASES, type Phase, phaseOf } from '../phases.ts';
import { clockOf } from '../sim-clock.ts';
import { type FileOperation, watchFiles } from '../watch-files.ts';
import type { NightOrder, NightReport, NightSetup, StopAt } from './messages.ts';

/** A process that runs nights when it is told to, writes down what it is busy with, and may end or pause itself anywhere. */
const setup = JSON.parse(process.argv[2] ?? '') as NightSetup;
const { root, ahead = 0, settled = false, late = false } = setup;

if (ahead > 0) {
  const World = Date;
  globalThis.Date = class extends World {
    constructor(...given: [] | [number]) {
      super(...(given.length === 0 ? ([World.now() + ahead] as const) : given));
    }
  } as DateConstructor;
}

const phaseFile = openSync(setup.phaseFile, 'w');
/** Few enough that periods are gathered now and then. */
const LATE_APART = { documents: 8, share: 100, worth: 0, fixed: 0 };

/** Later than a folder counts as changed just now. */
const SETTLED_MS = 60_000;

let stopAt: StopAt | null = null;
let calls: Partial<Record<Phase, number>> = {};

function enter(phase: Phase): void {
  writeSync(phaseFile, Buffer.from([PHASES.indexOf(phase)]), 0, 1, 0);
}

function reach(operation: FileOperation, side: StopAt['side']): void {
  const phase = phaseOf(operation);
  if (side === 'before') {
    enter(phase);
    calls[phase] = (calls[phase] ?? 0) + 1;
  }
  if (stopAt?.phase !== phase || stopAt.side !== side || calls[phase] !== stopAt.call) return;
  const { signal } = stopAt;
  stopAt = null;
  process.kill(process.pid, signal);
}

watchFiles(root, {
  before: (operation) => reach(operation, 'before'),
  after: (operation) => reach(operation, 'after'),
});

/** The engine, which says when it is at work. */
function markedEngine(engine: Engine): Engine {
  return {
    async open(spill) {
      enter('engine');
      const session = await engine.open(spill);
      return {
        revisions: (files) => session.revisions(files),
        holdAny: (...asked) => session.holdAny(...asked),
        writeSums: (...summed) => session.writeSums(...summed),
        writeRows: (...written) => session.writeRows(...written),
        close: () => session.close(),
        async begin(...period) {
          enter('read');
          const writer = await session.begin(...period);
          return {
            add(lines) {
              enter('engine');
              return writer.add(lines);
            },
            keep: (kept) => writer.keep(kept),
            write(...into) {
              enter('engine');
              return writer.write(...into);
            },
            close: () => writer.close(),
          };
        },
      };
    },
  };
}

const home = openHome(root);
const store = settled ? new FolderStore(root, () => Date.now() + SETTLED_MS) : home.store;
let listedBeside = 0;
const ports: NightPorts = {
  raw: {
    list: (tenantId, stamps) => store.folders(rawCallPrefix(tenantId), stamps),
    async beside(tenantId, stamps) {
      const folders = await store.beside(rawCallPrefix(tenantId), stamps);
      if (folders !== null && folders.length > 0) listedBeside += 1;
      return folders;
    },
    read: (key) => store.get(key),
    pathOf: (key) => store.pathOf(key),
  },
  curated: { root },
  quarantine: {
    put: (record, bytes) => home.quarantine.put(record, bytes),
    pending: (tenantId) => home.quarantine.pending(tenantId),
    markCounted(...marked) {
      enter('count');
      return home.quarantine.markCounted(...marked);
    },
  },
  engine: markedEngine(duckdbEngine()),
};

async function night(): Promise<NightReport> {
  const begun = performance.now();
  try {
    const account = await runNight(ports, {
      tenants: setup.tenants,
      now: clockOf(setup.clock),
      ...(late && { late: LATE_APART }),
    });
    return { kind: 'done', account, calls, listedBeside, milliseconds: performance.now() - begun };
  } catch (error) {
    const { code = 'unknown', message } = error as Error & { readonly code?: string };
    return { kind: 'failed', code, message };
  }
}

const report = (message: NightReport): void => void process.send?.(message);

process.on('message', async (order: NightOrder) => {
  stopAt = order.stopAt;
  calls = {};
  listedBeside = 0;
  const done = await night();
  stopAt = null;
  enter('idle');
  report(done);
});
process.on('disconnect', () => process.exit());
report({ kind: 'ready' });
