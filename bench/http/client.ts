import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One connection to an HTTP server that stays open; one request at a time. */
export interface HttpConnection {
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly key: string;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const headEnd = '\r\n\r\n';

/**
 * A client that does what HTTP/1.1 needs and no more: its processor time is on the machine that is measured, and callers of a shop
 * have machines of their own.
 */
export async function openConnection(url: string): Promise<HttpConnection> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  return {
    close: () => socket.destroy(),
    send: ({ method, path, key, body = '' }) => {
      const answer = readAnswer(socket);
      const headers = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${key}`];
      if (body !== '') headers.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
      socket.write(`${headers.join('\r\n')}${headEnd}${body}`);
      return answer;
    },
  };
}

/** The next answer of a server that says how long its bodies are. */
function readAnswer(socket: Socket): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let missing: number | undefined;
    const end = () => {
      socket.off('data', read).off('error', fail).off('close', gone);
    };
    const fail = (error: Error) => {
      end();
      reject(error);
    };
    const gone = () => fail(new Error('the API closed the connection'));
    const read = (part: Buffer) => {
      parts.push(part);
      if (missing === undefined) {
        const head = headOf(Buffer.concat(parts));
        if (head === undefined) return;
        missing = head.bytes - parts.reduce((sum, each) => sum + each.length, 0);
      } else missing -= part.length;
      if (missing > 0) return;
      end();
      const bytes = Buffer.concat(parts);
      const bodyAt = bytes.indexOf(headEnd) + headEnd.length;
      resolve({ status: Number(bytes.toString('latin1', 9, 12)), body: bytes.toString('utf8', bodyAt) });
    };
    socket.on('data', read).on('error', fail).on('close', gone);
  });
}

/** Bytes of an answer with its head, once all of that is there. */
function headOf(bytes: Buffer): { bytes: number } | undefined {
  const at = bytes.indexOf(headEnd);
  if (at < 0) return undefined;
  const head = bytes.toString('latin1', 0, at);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer does not say how long it is: ${head}`);
  return { bytes: at + headEnd.length + Number(length) };
}

/** So many connections; a call takes one that is free, or waits for it. */
export async function openConnections(url: string, count: number) {
  const connections = await Promise.all(Array.from({ length: count }, () => openConnection(url)));
  const free = [...connections];
  const waiting: ((connection: HttpConnection) => void)[] = [];
  return {
    send: async (request: HttpRequest): Promise<HttpAnswer> => {
      const connection = free.pop() ?? (await new Promise<HttpConnection>((resolve) => waiting.push(resolve)));
      try {
        return await connection.send(request);
      } finally {
        const next = waiting.shift();
        if (next) next(connection);
        else free.push(connection);
      }
    },
    close: () => connections.forEach((connection) => connection.close()),
  };
}
