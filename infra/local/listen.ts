import type { Server } from 'node:http';
import { UsageError } from './errors.ts';

/** Where the dashboard is served unless that port is taken. */
export const DEFAULT_PORT = 3000;

/** Only this machine can reach it: the demo login has no passwords. */
export const HOST = '127.0.0.1';

type Fetch = (request: Request) => Response | Promise<Response>;

/**
 * Listens on localhost: on the wanted port or none; without a wish on {@link DEFAULT_PORT}, or a free one when it is taken.
 * @throws {UsageError} when the wanted port is taken
 */
export async function listen(fetch: Fetch, wanted: number | undefined): Promise<Server> {
  try {
    return await listenOn(fetch, wanted ?? DEFAULT_PORT);
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) throw error;
    if (wanted !== undefined) {
      throw new UsageError(`serve: port ${wanted} is taken`, {
        hint: 'Name another, or none to get a free one.',
      });
    }
    return listenOn(fetch, 0);
  }
}

async function listenOn(fetch: Fetch, port: number): Promise<Server> {
  const { serve } = await import('@hono/node-server');
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: HOST, port }, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}
