import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

/** A call of Temporal on its way through the proxy. */
export interface ProxiedCall {
  /** `StartWorkflowExecution` */
  readonly method: string;
  /** What it sends, as it goes over the wire. */
  readonly body: Buffer;
}

export interface TemporalProxy {
  /** The same server, through the proxy. */
  readonly address: string;
  /** Asked of every call: how much later than it came it is answered. The server has it at once. */
  delayBy(delayMs: (call: ProxiedCall) => number): void;
  stop(): Promise<void>;
}

/**
 * A way to Temporal on which answers can come late. It goes by calls and not by bytes: a server that is slow still answers the
 * pings of a connection, and a connection whose pings are not answered is given up long before its calls are.
 */
export async function startTemporalProxy(target: string): Promise<TemporalProxy> {
  const sessions = new Set<Http2Session>();
  let delayOf: (call: ProxiedCall) => number = () => 0;

  const server = createServer();
  server.on('session', (client) => {
    const upstream = connect(`http://${target}`);
    const cut = () => {
      client.destroy();
      upstream.destroy();
      sessions.delete(client);
    };
    sessions.add(client);
    for (const session of [client, upstream]) session.on('error', cut).on('close', cut);
    client.on('stream', (stream, headers) => passOn(stream, headers, upstream, (call) => delayOf(call)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    delayBy: (delayMs) => void (delayOf = delayMs),
    stop: async () => {
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends a call on to the server, and its answer back when its time has come. */
function passOn(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  upstream: ClientHttp2Session,
  delayOf: (call: ProxiedCall) => number,
): void {
  const cameAt = performance.now();
  const fail = () => stream.close(constants.NGHTTP2_REFUSED_STREAM);
  if (upstream.destroyed) return fail();
  const sent: Buffer[] = [];
  const received: Buffer[] = [];
  let delayMs = 0;
  let answered: { readonly head: IncomingHttpHeaders; readonly isWhole: boolean } | undefined;
  let trailers: IncomingHttpHeaders = {};

  const call = upstream.request(headers, { endStream: false });
  stream.on('data', (chunk: Buffer) => {
    sent.push(chunk);
    call.write(chunk);
  });
  stream.on('end', () => {
    delayMs = delayOf({ method: String(headers[':path']).split('/').at(-1) ?? '', body: Buffer.concat(sent) });
    call.end();
  });
  call.on('response', (head, flags) => {
    answered = { head, isWhole: (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0 };
  });
  call.on('data', (chunk: Buffer) => received.push(chunk));
  call.on('trailers', (given: IncomingHttpHeaders) => (trailers = given));
  const answer = () => {
    if (stream.destroyed || answered === undefined) return;
    if (answered.isWhole) return stream.respond(answered.head, { endStream: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.respond(answered.head, { waitForTrailers: true });
    stream.end(Buffer.concat(received));
  };
  call.on('end', () => {
    if (answered === undefined) return fail();
    setTimeout(answer, Math.max(0, cameAt + delayMs - performance.now()));
  });
  call.on('error', fail);
  // Whoever asked has given up.
  stream.on('error', () => call.close()).on('aborted', () => call.close());
}
