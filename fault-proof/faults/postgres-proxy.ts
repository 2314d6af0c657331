import { connect, createServer, type Socket } from 'node:net';

export interface PostgresProxy {
  /** The same database, through the proxy. */
  readonly url: string;
  /**
   * Lets the next COMMIT through and cuts the connection before its reply: whoever sent it can't know. With words, the next one of a
   * transaction that has said them.
   */
  dropNextReply(said?: Said): void;
  /** Faults that are still to happen. */
  pending(): number;
  stop(): Promise<void>;
}

/** Words of a statement, and whom to tell instead of the proxy's owner. */
export interface Said {
  readonly words: string;
  readonly onDropped: () => void;
}

/** The text of the statement, as pg sends it, and of the server's word that it is done. */
const commit = Buffer.from('COMMIT\0');

/** A way to PostgreSQL on which replies can get lost. */
export async function startPostgresProxy(databaseUrl: string, onDropped: () => void): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let armed = 0;
  const waiting: Said[] = [];

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    let committing = false;
    let dropped = onDropped;
    let heard: Said | undefined;
    open.add(client);
    client.on('close', () => open.delete(client));
    for (const socket of [client, upstream]) socket.on('error', cut).on('close', cut);
    client.on('data', (chunk) => {
      heard = waiting.find((said) => chunk.includes(said.words)) ?? heard;
      if (!committing && chunk.includes(commit)) {
        const place = heard === undefined ? -1 : waiting.indexOf(heard);
        if (place >= 0) {
          committing = true;
          dropped = waiting.splice(place, 1)[0]?.onDropped ?? onDropped;
        } else if (armed > 0) {
          committing = true;
          armed -= 1;
        }
        heard = undefined;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (committing && chunk.includes(commit)) {
        dropped();
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
    dropNextReply: (said) => {
      if (said === undefined) armed += 1;
      else waiting.push(said);
    },
    pending: () => armed + waiting.length,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
