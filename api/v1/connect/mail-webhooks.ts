import { z } from '@hono/zod-openapi';
import { receiveMailCall } from '../../../modules/connect/mail/receive.ts';
import type { MailKind } from '../../../modules/connect/settings.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { mailAnswerExample, mailBodyExamples } from '../examples/connect.ts';
import { publicId } from '../schemas/basics.ts';
import { mailConnectAnswerSchema } from '../schemas/connect.ts';

const params = z.strictObject({ connectionId: publicId('cnx').describe('Its id; percent-encode it once.') });
/** A thousand events of SendGrid have 500 kB. */
const bytesMax = 2_000_000;

const providers: readonly { kind: MailKind; name: string; signature?: string }[] = [
  { kind: 'ses', name: 'Ses' },
  { kind: 'postmark', name: 'Postmark', signature: 'providerPassword' },
  { kind: 'mailgun', name: 'Mailgun' },
  { kind: 'sendgrid', name: 'Sendgrid', signature: 'sendgridSignature' },
  { kind: 'mailjet', name: 'Mailjet', signature: 'providerPassword' },
];

/** A route for each mail provider, in its own form and signed in its own way. */
export const mailWebhookEndpoints: readonly Endpoint[] = providers.map(({ kind, name, signature }) =>
  endpoint(
    {
      operationId: `take${name}`,
      method: 'post',
      path: `/connect/${kind}/{connectionId}`,
      tag: 'Connect',
      summary: `Bounces and complaints, told by ${name}`,
      description: 'Each is taken once by its id. At the command line: perennial connection show.',
      scope: 'none',
      idempotency: 'natural',
      useCase: 'connect.receive-mail',
      cli: 'connection show',
      page: 'Webhooks',
      params,
      webhook: { ...(signature === undefined ? {} : { signature }), bytesMax, example: mailBodyExamples[kind] },
      answers: {
        200: {
          description: 'Taken or ignored, with the reason.',
          schema: mailConnectAnswerSchema,
          example: mailAnswerExample,
        },
      },
      problems: [400, 401, 404, 413, 422, 429, 503],
    },
    async ({ params: { connectionId }, headers, raw, deps }) => ({
      status: 200,
      body: await receiveMailCall(deps, { kind, connectionId, headers, body: raw }),
    }),
  ),
);
