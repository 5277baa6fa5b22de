import { expect, it } from 'vitest';
import type { Engine, PeriodWriter } from '../../../etl/index.ts';
import { ACME, GLOBEX, lakeIn, temporaryFolder } from './builders.ts';
import { days, night, on } from './night-scene.ts';

const BERLIN = 'Europe/Berlin';
const DAY = '2026-08-01';
const BOTH = [
  { tenant_id: ACME, time_zone: 'UTC' },
  { tenant_id: GLOBEX, time_zone: BERLIN },
];

/** Tells what happens to the documents and tables of each zone, and holds the tables of each back until the other's documents come. */
function watched(engine: Engine, log: string[]): Engine {
  const landed = { UTC: Promise.withResolvers<void>(), [BERLIN]: Promise.withResolvers<void>() };
  const watch = (writer: PeriodWriter, zone: string): PeriodWriter => ({
    add: (lines) => {
      log.push(`${zone} lands`);
      landed[zone === BERLIN ? BERLIN : 'UTC'].resolve();
      return writer.add(lines);
    },
    keep: (kept) => writer.keep(kept),
    write: async (...into) => {
      log.push(`${zone} is written`);
      await landed[zone === BERLIN ? 'UTC' : BERLIN].promise;
      return writer.write(...into);
    },
    close: () => writer.close(),
  });
  return {
    open: async (spill) => {
      const session = await engine.open(spill);
      return {
        begin: async (zone, range) => watch(await session.begin(zone, range), zone),
        revisions: (files) => session.revisions(files),
        holdAny: (...asked) => session.holdAny(...asked),
        writeSums: (...summed) => session.writeSums(...summed),
        writeRows: (table, rows, file, earlier) => {
          log.push(`${/tenant_id=([^/]+)/.exec(file)?.[1]} is recorded`);
          return session.writeRows(table, rows, file, earlier);
        },
        close: () => session.close(),
      };
    },
  };
}

/** A day's documents that have the engine for themselves. */
const MANY = 4_000;

it('lands the next documents when the facts of many are written, while their sums are made', async () => {
  const lake = await lakeIn(await temporaryFolder());
  for (let n = 0; n < MANY; n += 1) lake.put(on(DAY, `a${n}`));
  lake.put(on(DAY, 'b', 1, { tenant_id: GLOBEX }));
  const engine = lake.ports.engine.open.bind(lake.ports.engine);
  const next = Promise.withResolvers<void>();
  lake.ports.engine.open = async (spill) => {
    const session = await engine(spill);
    const begin = session.begin.bind(session);
    session.begin = async (zone, ...of) => {
      const writer = await begin(zone, ...of);
      if (zone === BERLIN) next.resolve();
      const write = writer.write.bind(writer);
      writer.write = async (fileOf, onFactsWritten) => {
        const written = await write(fileOf, onFactsWritten);
        await next.promise;
        return written;
      };
      return writer;
    };
    return session;
  };
  const account = await night(lake, { tenants: BOTH });
  expect(days(account)).toEqual([
    ['acme', DAY, MANY, MANY, 0, 0, true],
    ['globex', DAY, 1, 1, 0, 0, true],
  ]);
});

it('lands the documents of the next tenant while the tables of one are written', async () => {
  const lake = await lakeIn(await temporaryFolder());
  lake.put(on(DAY, 'a'), on(DAY, 'b', 1, { tenant_id: GLOBEX }));
  const log: string[] = [];
  lake.ports.engine.open = watched({ open: lake.ports.engine.open.bind(lake.ports.engine) }, log).open;
  const account = await night(lake, { tenants: BOTH });
  expect(log.filter((event) => event.endsWith('is written')).sort()).toEqual([
    `${BERLIN} is written`,
    'UTC is written',
  ]);
  expect(log.filter((event) => event.endsWith('is recorded')).sort()).toEqual([
    'acme is recorded',
    'globex is recorded',
  ]);
  expect(days(account)).toEqual([
    ['acme', DAY, 1, 1, 0, 0, true],
    ['globex', DAY, 1, 1, 0, 0, true],
  ]);
});
