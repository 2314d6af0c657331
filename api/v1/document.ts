import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import type { ZodObject } from 'zod';
import type { AnswerSpec, Endpoint, WebhookSpec } from './endpoint.ts';
import { problemExamples } from './examples/problems.ts';
import { problemSchema } from './schemas/basics.ts';
import { sentNotification } from './webhooks/sent.ts';

const tags = {
  Events: 'Facts that the shop tells.',
  Orders: 'What events made of orders.',
  Checkout: 'Quote, hold, capture, release, refund.',
  Members: 'People.',
  Points: 'The ledger, and corrections of it.',
  Coupons: 'Coupons.',
  Referrals: 'Invitations.',
  Reviews: 'What a person decides.',
  Segments: 'Who is meant.',
  Campaigns: 'What members go through.',
  Messages: 'What they are sent.',
  Programme: 'The rules, and how it is.',
  Data: 'Files in and out.',
  Webhooks: 'What is told to the shop.',
  Keys: 'Who may do what, and who did.',
  Connect: 'Webhooks of shops.',
  Me: 'For pages and apps of one member, with a member token.',
};

/** What shops and mail providers sign their calls with, where it stands in a header. */
const signatures = {
  shopifySignature: { header: 'X-Shopify-Hmac-Sha256', description: 'Base64 HMAC-SHA-256 of the raw body.' },
  wooCommerceSignature: { header: 'X-WC-Webhook-Signature', description: 'Base64 HMAC-SHA-256 of the raw body.' },
  sendgridSignature: {
    header: 'X-Twilio-Email-Event-Webhook-Signature',
    description: 'ECDSA over X-Twilio-Email-Event-Webhook-Timestamp and the raw body.',
  },
} as const;

const headers = {
  'Request-Id': { description: 'Say it when you ask for help.', schema: { type: 'string' } },
  RateLimit: { description: 'What is left: `"write";r=599;t=60`.', schema: { type: 'string' } },
  'RateLimit-Policy': { description: 'What there is: `"write";q=6000;w=60`.', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 1 } },
  'Idempotent-Replayed': {
    description: 'true on the stored answer of an earlier request.',
    schema: { type: 'boolean' },
  },
  ETag: { description: 'Changes with the thing.', schema: { type: 'string' } },
  Location: { description: 'Where it is.', schema: { type: 'string', format: 'uri-reference' } },
} as const;
type HeaderName = keyof typeof headers;

const problemWords: Readonly<Record<number, string>> = {
  400: 'Not readable, or a header is missing.',
  401: 'No key, or none that holds.',
  403: 'The key may not do this.',
  404: 'There is no such thing in this programme.',
  409: 'The rules or the state of the thing speak against it.',
  412: 'It was changed since it was read.',
  413: 'The body is too large.',
  415: 'The form of the body is not taken here.',
  422: 'A field is missing, unknown or of the wrong form.',
  429: 'Too many requests for now.',
  503: 'The database or Temporal is away.',
};
/** Answers of the pipeline that any route can give. */
const alwaysPossible = [422, 503];

/** The OpenAPI 3.1 document of these routes. */
export function documentOf(endpoints: readonly Endpoint[], version: string): object {
  const app = new OpenAPIHono();
  const { openAPIRegistry: registry } = app;
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'prn_<id>_<secret>',
    description: 'A key of one programme with scopes.',
  });
  registry.registerComponent('securitySchemes', 'memberToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'mtk_<claims>.<signature>',
    description: 'Of one member, for an hour at most; good for /me only.',
  });
  for (const [name, { header, description }] of Object.entries(signatures)) {
    registry.registerComponent('securitySchemes', name, { type: 'apiKey', in: 'header', name: header, description });
  }
  registry.registerComponent('securitySchemes', 'providerPassword', {
    type: 'http',
    scheme: 'basic',
    description: 'The secret of the connection as its password, with any user name.',
  });
  // The answers above name it by its place.
  registry.register('Problem', problemSchema);
  for (const [name, header] of Object.entries(headers)) registry.registerComponent('headers', name, header);
  for (const status of Object.keys(problemWords)) {
    registry.registerComponent('responses', `Problem${status}`, problemResponse(Number(status)) as never);
  }
  for (const each of endpoints) registry.registerPath(pathOf(each));
  registry.registerComponent('securitySchemes', 'webhookSignature', {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'v1,<base64>; several with blanks between while a secret rotates.',
  });
  registry.registerWebhook(sentNotification);
  const used = new Set(endpoints.map(({ spec }) => spec.tag));
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Perennial',
      version,
      summary: 'Points, campaigns and messages of a loyalty programme.',
      description:
        'A key belongs to one programme; everything here is of that programme. Money is whole minor units of its currency, points are whole numbers, instants are RFC 3339. Requests take no unknown field; answers may grow new ones.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      contact: { name: 'Perennial' },
    } as never,
    servers: [{ url: '/v1', description: 'The installation.' }],
    tags: Object.entries(tags).flatMap(([name, description]) => (used.has(name) ? [{ name, description }] : [])),
    security: [{ apiKey: [] }],
  });
}

function pathOf({ spec }: Endpoint): RouteConfig {
  const { params, query, body, method, path, scope, webhook } = spec;
  const open = webhook?.signature === undefined ? [] : [{ [webhook.signature]: [] }];
  const security = scope === 'none' ? open : [scope === 'member' ? { memberToken: [] } : { apiKey: [] }];
  const problems = [...new Set([...spec.problems, ...alwaysPossible])].sort((a, b) => a - b);
  return {
    method,
    path,
    operationId: spec.operationId,
    tags: [spec.tag],
    summary: spec.summary,
    description: spec.description,
    security,
    request: {
      ...(params === undefined ? {} : { params: params as ZodObject }),
      ...(query === undefined ? {} : { query: query as ZodObject }),
      ...(webhook === undefined ? {} : { body: { required: true, content: webhookContent(webhook) } }),
      ...(spec.upload === undefined ? {} : { body: { required: true, content: filesOf(spec.upload) } }),
      ...(body === undefined
        ? {}
        : {
            body: {
              required: body.optional !== true,
              content: {
                'application/json': { schema: body.schema, ...examplesOf(body) },
                ...(body.ndjson === undefined ? {} : linesOf(body.ndjson.example)),
                ...(body.yaml === undefined ? {} : yamlOf(body.yaml)),
              },
            },
          }),
    },
    ...(headerParameters(spec).length === 0 ? {} : { parameters: headerParameters(spec) }),
    responses: {
      ...Object.fromEntries(Object.entries(spec.answers).map(([status, answer]) => [status, answerOf(answer)])),
      ...Object.fromEntries(problems.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])),
    },
    ...(spec.scope === 'none' || spec.scope === 'member' ? {} : { 'x-scope': spec.scope }),
    'x-idempotency': spec.idempotency,
    'x-use-case': spec.useCase,
    'x-cli': spec.cli,
    'x-console': spec.page,
  } as RouteConfig;
}

/** A body that is somebody else's: what of it is read stands in the guide. */
function webhookContent({ example, form }: WebhookSpec): Record<string, object> {
  const schema = { type: 'object', additionalProperties: true };
  return {
    'application/json': { schema, example },
    ...(form === undefined
      ? {}
      : { [form.type]: { schema: { ...schema, description: form.description }, example: form.example } }),
  };
}

function headerParameters({ method, idempotency, answers, problems, webhook }: Endpoint['spec']): object[] {
  const parameter = (name: string, description: string, schema: object, example: string, required = false) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string', ...schema },
    example,
    ...(required ? { required } : {}),
  });
  const made: object[] = [];
  if (webhook?.topic !== undefined) {
    const { header, description, example, required } = webhook.topic;
    made.push(parameter(header, description, { maxLength: 100 }, example, required));
  }
  if (method === 'post' && idempotency !== 'safe' && webhook === undefined) {
    const form = { minLength: 1, maxLength: 128, pattern: '^[!-~]+$' };
    const words = 'The same key is the same request: a repeat gets the first answer.';
    made.push(parameter('Idempotency-Key', words, form, 'checkout-1002', idempotency === 'key'));
  }
  if (problems.includes(412)) {
    const words = 'The ETag that was read; another one now is a VERSION_CONFLICT.';
    made.push(parameter('If-Match', words, { maxLength: 100 }, '"7"'));
  }
  if (answers[304] !== undefined) {
    const words = 'The ETag that is known; the same one now is a 304.';
    made.push(parameter('If-None-Match', words, { maxLength: 100 }, '"7"'));
  }
  return made;
}

function answerOf(answer: AnswerSpec): object {
  const names = ['Request-Id', 'RateLimit', 'RateLimit-Policy', ...(answer.headers ?? [])] as HeaderName[];
  return {
    description: answer.description,
    headers: refsTo(names),
    ...(answer.schema === undefined && answer.files === undefined
      ? {}
      : {
          content: {
            ...(answer.schema === undefined
              ? {}
              : { 'application/json': { schema: answer.schema, ...examplesOf(answer) } }),
            ...(answer.ndjson === undefined ? {} : linesOf(answer.ndjson)),
            ...(answer.eventStream === undefined ? {} : eventsOf(answer.eventStream)),
            ...filesOf(answer.files),
          },
        }),
  };
}

function problemResponse(status: number): object {
  const waits = status === 429 || status === 503;
  return {
    description: problemWords[status],
    headers: refsTo(waits ? ['Request-Id', 'Retry-After'] : ['Request-Id']),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: named(problemExamples[status] ?? {}),
      },
    },
  };
}

const refsTo = (names: readonly HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
const named = (examples: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
const filesOf = (files: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(files).map(([type, example]) => [type, { schema: { type: 'string' }, example }]));
const eventsOf = (example: string) => ({ 'text/event-stream': { schema: { type: 'string' }, example } });
const yamlOf = (example: string) => ({ 'application/yaml': { schema: { type: 'string' }, example } });
const linesOf = (example: string) => ({ 'application/x-ndjson': { schema: { type: 'string' }, example } });

function examplesOf({ example, examples }: Pick<AnswerSpec, 'example' | 'examples'>): object {
  if (examples !== undefined) return { examples: named(examples) };
  return example === undefined ? {} : { example };
}
