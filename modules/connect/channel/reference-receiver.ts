import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

// How a provider's side behaves, in a hundred lines to copy from: it trusts nobody unsigned, takes an id once, and answers a repeat as
// it answered the first time. What it "sends" it gives to `onMessage`.

/** A text as it is posted. */
export interface ReceivedText {
  readonly id: string;
  readonly channel: string;
  readonly to: string;
  readonly text: string;
  readonly title?: string;
  readonly url?: string;
}

/** What a receiver that was told to fail does: answers with a status and takes nothing, or takes it and loses the answer. */
export type Failure = { readonly kind: 'answer'; readonly status: number } | { readonly kind: 'lose-answer' };

export interface ReferenceReceiverOptions {
  /** That of the connection, as Standard Webhooks writes it. */
  readonly secret: string;
  readonly host?: string;
  /** Any that is free when absent. */
  readonly port?: number;
  /** Told of each text once: here a real one would send it. */
  readonly onMessage?: (text: ReceivedText) => void;
  /** Asked before each call; undefined takes it. */
  readonly failWith?: () => Failure | undefined;
}

export interface ReferenceReceiver {
  readonly url: string;
  /** Calls that were signed, repeats among them. */
  calls(): number;
  /** Texts that were taken, each once. */
  texts(): readonly ReceivedText[];
  stop(): Promise<void>;
}

const bodyBytesMax = 65_536;
/** Ids that are remembered; a text is handed over again within a day and a half. A real one keeps them in its database. */
const idsMax = 100_000;

/** Starts a receiver of texts as the guide asks for one. */
export async function startReferenceReceiver({
  secret,
  host = '127.0.0.1',
  port = 0,
  onMessage = () => undefined,
  failWith = () => undefined,
}: ReferenceReceiverOptions): Promise<ReferenceReceiver> {
  const webhook = new Webhook(secret);
  const taken = new Map<string, { readonly text: ReceivedText; readonly answer: string }>();
  let calls = 0;

  const take = (text: ReceivedText): string => {
    const known = taken.get(text.id);
    if (known !== undefined) return known.answer;
    const answer = JSON.stringify({ id: `rcv-${taken.size + 1}` });
    if (taken.size >= idsMax) taken.delete(taken.keys().next().value ?? '');
    // Kept before it is sent: a crash in between loses a text and doubles none. With a database both are one transaction.
    taken.set(text.id, { text, answer });
    onMessage(text);
    return answer;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request);
    if (body === undefined || !isSigned(webhook, body, request)) return say(response, 401, { reason: 'not signed' });
    calls += 1;
    const text = JSON.parse(body) as ReceivedText & { readonly type: string };
    if (text.type !== 'message.send') return say(response, 400, { reason: `what is ${text.type}?` });
    const failure = failWith();
    if (failure?.kind === 'answer') return say(response, failure.status, { reason: 'told to fail' });
    const answer = take(text);
    if (failure?.kind === 'lose-answer') return void response.destroy();
    response.writeHead(202, { 'content-type': 'application/json' }).end(answer);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => say(response, 500, { reason: 'it broke' }));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${address.port}/`,
    calls: () => calls,
    texts: () => [...taken.values()].map(({ text }) => text),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function isSigned(webhook: Webhook, body: string, { headers }: IncomingMessage): boolean {
  try {
    webhook.verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > bodyBytesMax) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

function say(response: ServerResponse, status: number, words: object): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(words));
}
