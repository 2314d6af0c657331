import { connect, createServer, type Socket } from 'node:net';

export interface PostgresProxy {
  /** The same database, through the proxy. */
  readonly url: string;
  /** Lets the next COMMIT through and cuts the connection before its reply: whoever sent it can't know. */
  dropNextReply(): void;
  /** Faults that are still to happen. */
  pending(): number;
  stop(): Promise<void>;
}

/** The text of the statement, as pg sends it, and of the server's word that it is done. */
const commit = Buffer.from('COMMIT\0');

/** A way to PostgreSQL on which replies can get lost. */
export async function startPostgresProxy(databaseUrl: string, onDropped: () => void): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let armed = 0;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    let committing = false;
    open.add(client);
    client.on('close', () => open.delete(client));
    for (const socket of [client, upstream]) socket.on('error', cut).on('close', cut);
    client.on('data', (chunk) => {
      if (armed > 0 && !committing && chunk.includes(commit)) {
        committing = true;
        armed -= 1;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (committing && chunk.includes(commit)) {
        onDropped();
        return cut();
      }
      client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    url: url.href,
    dropNextReply: () => void (armed += 1),
    pending: () => armed,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
