import type { Engine, EngineSession, NightPorts, PeriodWriter } from '../../etl/index.ts';

/** Is told of every call of a port; what it throws is what the night gets instead. `write.after` is told when the files are there. */
export type PortWatch = (name: string) => void;

function watchedWriter(writer: PeriodWriter, watch: PortWatch): PeriodWriter {
  return {
    async add(lines) {
      watch('add');
      await writer.add(lines);
    },
    async keep(kept) {
      watch('keep');
      await writer.keep(kept);
    },
    async write(...into) {
      watch('write');
      const written = await writer.write(...into);
      watch('write.after');
      return written;
    },
    async close() {
      watch('writer.close');
      await writer.close();
    },
  };
}

function watchedSession(session: EngineSession, watch: PortWatch): EngineSession {
  return {
    async begin(...period) {
      watch('begin');
      return watchedWriter(await session.begin(...period), watch);
    },
    async revisions(files) {
      watch('revisions');
      return session.revisions(files);
    },
    async holdAny(...asked) {
      watch('holdAny');
      return session.holdAny(...asked);
    },
    async writeSums(...summed) {
      watch('writeSums');
      return session.writeSums(...summed);
    },
    async writeRows(...written) {
      watch('writeRows');
      return session.writeRows(...written);
    },
    async close() {
      watch('session.close');
      await session.close();
    },
  };
}

const watchedEngine = (engine: Engine, watch: PortWatch): Engine => ({
  async open(spill) {
    watch('open');
    return watchedSession(await engine.open(spill), watch);
  },
});

/** The same ports, watched. */
export const watchedPorts = (ports: NightPorts, watch: PortWatch): NightPorts => ({
  ...ports,
  raw: {
    async *list(tenantId) {
      for await (const { folder, names } of ports.raw.list(tenantId))
        for (const name of names) {
          watch('list');
          yield { folder, names: [name] };
        }
    },
    async read(key) {
      watch('read');
      return ports.raw.read(key);
    },
  },
  quarantine: {
    async put(record, bytes) {
      watch('put');
      await ports.quarantine.put(record, bytes);
    },
    async pending(tenantId) {
      watch('pending');
      return ports.quarantine.pending(tenantId);
    },
    async markCounted(...marked) {
      watch('markCounted');
      await ports.quarantine.markCounted(...marked);
    },
  },
  engine: watchedEngine(ports.engine, watch),
});
