import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a fake saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Breaks the connection instead of answering, or, where there is a body, behind what it has of a longer one. */
  readonly broken?: true;
}

/** A server whose answers are a function of the request and its number (from 0). */
export interface HttpFake extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
}

export async function httpFake(answer: (seen: Seen, number: number) => FakeAnswer): Promise<HttpFake> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(one);
    const { status, headers = {}, body = '', broken } = answer(one, seen.length - 1);
    if (broken && body !== '')
      response
        .writeHead(status, { 'content-length': '9999' })
        .write(body, () => request.socket.destroySoon());
    else if (broken) request.socket.destroy();
    else response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
