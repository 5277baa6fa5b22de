import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_PORT, listen } from '../../../infra/local/listen.ts';

const answer = () => new Response('here');
const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve());
    server.listen(port, '127.0.0.1', () => resolve());
  });
  open.push(server);
  return server;
}

describe('the local server', () => {
  it('takes a free port when its own is taken', async () => {
    await occupy(DEFAULT_PORT);
    const server = await listen(answer, undefined);
    open.push(server);
    expect(portOf(server)).not.toBe(DEFAULT_PORT);
    const response = await fetch(`http://127.0.0.1:${portOf(server)}/`);
    expect(await response.text()).toBe('here');
  });

  it('does not take another port than the one it was asked for', async () => {
    const taken = portOf(await occupy(0));
    await expect(listen(answer, taken)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(`${taken}`),
    });
  });

  it('is reached from this machine only', async () => {
    const server = await listen(answer, 0);
    open.push(server);
    expect((server.address() as AddressInfo).address).toBe('127.0.0.1');
  });
});
