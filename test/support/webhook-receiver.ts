import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What came in, as it came. */
export interface Received {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly at: number;
}

/** How a call is answered: a status, after a while or never. */
export interface Reply {
  readonly status?: number;
  readonly afterMs?: number;
  readonly headers?: Record<string, string>;
  readonly never?: boolean;
  /** What it says. */
  readonly body?: string;
}

/** A shop's own server: takes what it is sent, and answers as the test says. */
export async function startReceiver(replyTo: (call: Received, number: number) => Reply = () => ({})) {
  const received: Received[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const call = {
      id: headers['webhook-id'] ?? '',
      headers,
      body: Buffer.concat(parts).toString(),
      at: performance.now(),
    };
    received.push(call);
    const { status = 204, afterMs = 0, headers: more = {}, never = false, body } = replyTo(call, received.length);
    if (never) return;
    if (afterMs > 0) await sleep(afterMs);
    response.writeHead(status, more).end(body);
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    port,
    url: `http://localhost:${port}/hooks`,
    ids: () => received.map(({ id }) => id),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
