import { z } from '@hono/zod-openapi';
import type { ShopAnswer, TakenEvent } from '../../../modules/connect/answers.ts';
import { receiveShopCall } from '../../../modules/connect/receive.ts';
import type { ShopKind } from '../../../modules/connect/settings.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { endpoint, type V1Request } from '../endpoint.ts';
import { connectAnswerExample, shopifyBodyExample, wooAnswerExample, wooBodyExample } from '../examples/connect.ts';
import { problemOf } from '../problem.ts';
import { publicId } from '../schemas/basics.ts';
import { connectAnswerSchema } from '../schemas/connect.ts';

const params = z.strictObject({ connectionId: publicId('cnx').describe('Its id; percent-encode it once.') });
/** An order of a wholesaler has hundreds of lines of 3 kB each. */
const bytesMax = 5_000_000;
const problems = [400, 401, 404, 413, 422, 429, 503];

const headers = {
  shopify: { topic: 'X-Shopify-Topic', signature: 'X-Shopify-Hmac-Sha256' },
  woocommerce: { topic: 'X-WC-Webhook-Topic', signature: 'X-WC-Webhook-Signature' },
} as const;

type Call = V1Request<z.output<typeof params>, unknown, unknown>;

async function take(kind: ShopKind, { params: { connectionId }, headers: given, raw, deps, requestId }: Call) {
  const { topic, signature } = headers[kind];
  const call = { kind, connectionId, body: raw, topic: given.get(topic) ?? '' };
  const answer = await receiveShopCall(deps, { ...call, signature: given.get(signature) ?? undefined });
  for (const event of answer.events) deps.metrics.events.inc({ outcome: event.answer.kind });
  return { status: 200, body: bodyOf(answer, requestId) };
}

function bodyOf({ events, ignored }: ShopAnswer, requestId: string): object {
  return { events: events.map((event) => eventBody(event, requestId)), ignored };
}

function eventBody({ id, type, memberId, occurredAt, answer, warnings }: TakenEvent, requestId: string): object {
  const told = warnings.map(({ code, field, message, fix }) => ({ code, field, detail: message, fix }));
  return {
    ...{ id, status: answer.kind, type, memberId, occurredAt },
    ...('points' in answer && answer.points !== undefined ? { points: answer.points } : {}),
    ...(told.length === 0 ? {} : { warnings: told }),
    ...(answer.kind === 'refused' ? { problem: problemOf(refusalOf(answer), requestId) } : {}),
  };
}

const refusalOf = ({ code, field, message, fix }: Extract<TakenEvent['answer'], { kind: 'refused' }>) =>
  new PerennialError(code, `${field} ${message}.`, { field, fix });

const takeShopify = endpoint(
  {
    operationId: 'takeShopify',
    method: 'post',
    path: '/connect/shopify/{connectionId}',
    tag: 'Connect',
    summary: 'A webhook of Shopify',
    description: 'Signed by the shop, in any order and number. At the command line: perennial connection send.',
    scope: 'none',
    idempotency: 'natural',
    useCase: 'connect.receive',
    cli: 'connection send',
    page: 'Webhooks',
    params,
    webhook: {
      signature: 'shopifySignature',
      topic: {
        header: headers.shopify.topic,
        description: 'What it is about.',
        example: 'orders/paid',
        required: true,
      },
      bytesMax,
      example: shopifyBodyExample,
    },
    answers: {
      200: {
        description: 'Taken or ignored, with the reason; also what was here before.',
        schema: connectAnswerSchema,
        example: connectAnswerExample,
      },
    },
    problems,
  },
  (request) => take('shopify', request),
);

const takeWooCommerce = endpoint(
  {
    operationId: 'takeWooCommerce',
    method: 'post',
    path: '/connect/woocommerce/{connectionId}',
    tag: 'Connect',
    summary: 'A webhook of WooCommerce',
    description: 'Signed by the shop, in any order and number. At the command line: perennial connection send.',
    scope: 'none',
    idempotency: 'natural',
    useCase: 'connect.receive',
    cli: 'connection send',
    page: 'Webhooks',
    params,
    webhook: {
      signature: 'wooCommerceSignature',
      topic: {
        ...{ header: headers.woocommerce.topic, description: 'What it is about; absent in the ping.' },
        ...{ example: 'order.updated', required: false },
      },
      bytesMax,
      example: wooBodyExample,
      form: {
        type: 'application/x-www-form-urlencoded',
        description: 'The ping that WooCommerce sends when a webhook is saved.',
        example: { webhook_id: '12' },
      },
    },
    answers: {
      200: {
        description: 'Taken or ignored, with the reason.',
        schema: connectAnswerSchema,
        example: wooAnswerExample,
      },
    },
    problems,
  },
  (request) => take('woocommerce', request),
);

export const webhookEndpoints = [takeShopify, takeWooCommerce];
