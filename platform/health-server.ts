import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthSource {
  /** Why the process can't work at the moment; empty when it can. */
  problems(): readonly string[] | Promise<readonly string[]>;
  /** What whoever reads /readyz should know all the same. */
  notes?(): readonly string[];
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves /healthz (the process lives), /readyz (it can work, or why not) and /metrics (Prometheus). */
export async function serveHealth(
  { host, port }: { host: string; port: number },
  source: HealthSource,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, text: string, contentType = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': contentType }).end(text);
    const path = request.url?.split('?', 1)[0];
    if (path === '/healthz') return answer(200, 'ok\n');
    const failed = (error: unknown) => answer(500, `${String(error)}\n`);
    if (path === '/readyz') {
      return void Promise.resolve(source.problems()).then((problems) => {
        const lines = problems.length === 0 ? ['ok', ...(source.notes?.() ?? [])] : problems;
        answer(problems.length === 0 ? 200 : 503, `${lines.join('\n')}\n`);
      }, failed);
    }
    if (path === '/metrics') {
      return void source.metrics().then(({ text, contentType }) => answer(200, text, contentType), failed);
    }
    return answer(404, 'There are /healthz, /readyz and /metrics.\n');
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve());
  });
}
