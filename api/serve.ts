import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

export interface ServedApi {
  readonly url: string;
  stop(): Promise<void>;
}

/** How long requests at hand may take when the server stops. */
const graceMs = 5_000;

/** A request that has not come in whole by then is ended: a body of 200 kB takes seconds on any line. */
const requestMsMax = 30_000;
const checkEveryMs = 1_000;

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** How long a request may take to come in. Default 30 s. */
  readonly requestMs?: number;
}

/** Serves the routes over HTTP; port 0 takes a free one. */
export async function serveApi(app: Hono, { host, port, requestMs = requestMsMax }: ServeOptions): Promise<ServedApi> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      requestTimeout: requestMs,
      headersTimeout: requestMs,
      connectionsCheckingInterval: Math.min(checkEveryMs, requestMs),
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: () =>
      new Promise((resolve) => {
        const patience = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections();
        }, graceMs);
        server.close(() => {
          clearTimeout(patience);
          resolve();
        });
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }),
  };
}
