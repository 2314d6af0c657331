import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { asError } from '../../platform/errors.ts';
import { AddressRefused, allowedAddresses, checkedLookup, type WebhookReach } from './reach.ts';
import type { Answer } from './rules-retry.ts';
import { urlProblem } from './rules-url.ts';
import { cutText } from '../../values/cut-text.ts';

/** Of what went wrong, as it is stored. */
const errorCharsMax = 200;
/** Of an answer to a notification nothing is read but its status; what comes behind it is taken so far, so that the connection ends in peace. */
const answerBytesMax = 16_384;

export interface Post {
  readonly url: string;
  readonly id: string;
  readonly body: string;
  /** The current secret first. */
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
}

/** The headers of Standard Webhooks, with a signature for each secret. */
export function signedHeaders(
  { id, body, secrets }: Pick<Post, 'id' | 'body' | 'secrets'>,
  now: Date,
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
}

/** Posts a notification once and says what the endpoint answered, or why it did not. */
export async function post(message: Post, reach: WebhookReach): Promise<Answer> {
  try {
    return { kind: 'answered', ...(await send(message, reach, statusOf)) };
  } catch (error) {
    return notAnswered(error);
  }
}

/** What a system answered that was asked: its words, as far as they are not too many. */
export type AskedAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly text: string | undefined;
      /** Of the header Retry-After. */
      readonly retryAfter?: string;
    }
  /** `isUnreached`: nobody was there to hear the question. */
  | (Extract<Answer, { kind: 'failed' }> & { readonly isUnreached?: true });

/** Posts a question once and says what the endpoint answered, words included, or why it did not. */
export async function postForAnswer(message: Post, reach: WebhookReach): Promise<AskedAnswer> {
  try {
    return { kind: 'answered', ...(await send(message, reach, wordsOf)) };
  } catch (error) {
    return { ...notAnswered(error), ...(isUnreached(error) ? { isUnreached: true } : {}) };
  }
}

const unreachedCode = /^(?:ECONNREFUSED|ENOTFOUND|EAI|EHOSTUNREACH|ENETUNREACH|ENETDOWN)/;

/** No connection was made: what was to be sent is nowhere. */
function isUnreached(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof AddressRefused || (typeof code === 'string' && unreachedCode.test(code));
}

function notAnswered(error: unknown): Extract<Answer, { kind: 'failed' }> {
  const { message: text } = asError(error);
  return { kind: 'failed', error: cutText(text === '' ? 'no connection' : text, errorCharsMax) };
}

/** Reads an answer as far as it is wanted. */
type Read<Wanted> = (response: IncomingMessage) => Wanted | Promise<Wanted>;

const statusOf: Read<{ status: number }> = (response) => {
  let bytes = 0;
  response.on('data', (part: Buffer) => (bytes += part.length) > answerBytesMax && response.destroy());
  return { status: response.statusCode ?? 0 };
};

const wordsOf: Read<{ status: number; text: string | undefined; retryAfter?: string }> = (response) =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    response.on('data', (part: Buffer) => {
      parts.push(part);
      if ((bytes += part.length) > answerBytesMax) response.destroy();
    });
    const status = response.statusCode ?? 0;
    response.on('close', () =>
      resolve({
        status,
        text: response.complete && bytes <= answerBytesMax ? Buffer.concat(parts).toString() : undefined,
        ...(response.headers['retry-after'] === undefined ? {} : { retryAfter: response.headers['retry-after'] }),
      }),
    );
  });

async function send<Wanted>(message: Post, reach: WebhookReach, read: Read<Wanted>): Promise<Wanted> {
  const problem = urlProblem(message.url, reach);
  if (problem !== undefined) throw new Error(`the URL ${problem}`);
  const url = new URL(message.url);
  // A socket asks no one for the address of a host that is one.
  if (/^[\d.]+$|^\[/.test(url.hostname)) await allowedAddresses(url, reach);
  return await new Promise<Wanted>((resolve, reject) => {
    const request = open(url, message, reach);
    const late = setTimeout(
      () => request.destroy(new Error(`no answer within ${message.timeoutMs} ms`)),
      message.timeoutMs,
    );
    request.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    request.on('response', (response) => {
      clearTimeout(late);
      response.on('error', () => undefined);
      response.setTimeout(message.timeoutMs, () => response.destroy());
      resolve(read(response));
    });
    request.end(message.body);
  });
}

/** A connection of its own: one that is kept would go on to an address that is not asked again. */
function open(url: URL, message: Post, reach: WebhookReach): ClientRequest {
  const options = {
    method: 'POST',
    agent: false as const,
    lookup: checkedLookup(url, reach),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.body),
      'user-agent': 'Perennial-Webhooks',
      ...signedHeaders(message, new Date()),
    },
  };
  return url.protocol === 'http:' ? httpRequest(url, options) : httpsRequest(url, options);
}
