import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CciError, type Tenant } from '../../pipeline/contract/index.ts';
import { createApp, type ReportPorts } from '../../reports/api/index.ts';
import type { Home } from './home.ts';
import { publishedVersion, sessionVersion } from './lake-session.ts';
import { latestDocument } from './latest-document.ts';
import { HOST, listen } from './listen.ts';
import { SessionPool } from './session-pool.ts';

export interface ServerOptions {
  /** Given: this port or none. Not given: the usual one, or a free one when it is taken. 0: any free one. */
  readonly port?: number;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the dashboard of a home.
 * @throws {UsageError} when the wanted port is taken
 */
export async function startServer(home: Home, { port }: ServerOptions = {}): Promise<RunningServer> {
  const pool = new SessionPool(home);
  let isClosing = false;
  const tell = (line: string): void => {
    // A query that the end of the server cut off has failed nobody.
    if (!isClosing) process.stderr.write(line);
  };
  const app = createApp(reportPorts(home, pool, tell));
  const server = await listen(app.fetch, port);
  // A tenant that cannot be read is told to whoever asks for its page; a server that is closed meanwhile asks nothing.
  const warm = pool.warm().catch(() => {});
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${actual}`,
    close: async () => {
      isClosing = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await warm;
      pool.close();
    },
  };
}

function reportPorts(home: Home, pool: SessionPool, tell: (line: string) => void): ReportPorts {
  return {
    runnerFor: (tenantId) => pool.runnerFor(tenantId),
    dataVersion: (tenantId) => publishedVersion(home, tenantId),
    checksVersion: (tenantId) => sessionVersion(home, tenantId),
    tenant: async (tenantId) => home.tenants.find(tenantId),
    people: async () => home.tenants.list().map(demoPerson),
    callDocument: (tenantId, callId) => latestDocument(home, tenantId, callId),
    now: () => new Date(),
    onFailure: (error, path) => {
      const what = error instanceof CciError ? `${error.code}: ${error.message}` : String(error);
      tell(`serve: ${path}: ${what}\n`);
    },
    sessionSecret: sessionSecret(home.root),
    webRoot: fileURLToPath(new URL('../../dist/web/', import.meta.url)),
  };
}

/** The local demo login: one QA manager a tenant. */
const demoPerson = (tenant: Tenant) => ({
  id: `qa@${tenant.tenant_id}`,
  name: 'QA manager',
  role: 'Local sign-in',
  tenantId: tenant.tenant_id,
});

/** The key that sessions are signed with, made once a home and readable by its owner only. */
function sessionSecret(root: string): Uint8Array {
  const file = join(root, 'session.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  return readFileSync(file);
}
