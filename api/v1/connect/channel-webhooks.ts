import { z } from '@hono/zod-openapi';
import { receiveChannelCall } from '../../../modules/connect/channel/receive.ts';
import { endpoint } from '../endpoint.ts';
import { channelReportAnswerExample, channelReportExample } from '../examples/connect.ts';
import { publicId } from '../schemas/basics.ts';
import { channelReportAnswerSchema } from '../schemas/connect.ts';

const params = z.strictObject({ connectionId: publicId('cnx').describe('Its id; percent-encode it once.') });
/** One report of one text. */
const bytesMax = 16_384;

/** What the provider of a channel tells of texts, signed as it gets them. */
export const channelWebhookEndpoints = [
  endpoint(
    {
      operationId: 'takeChannelReport',
      method: 'post',
      path: '/connect/channel/{connectionId}',
      tag: 'Connect',
      summary: 'What became of a text, told by the provider of its channel',
      description:
        'Signed by Standard Webhooks with the secret of the connection; each is taken once by its webhook-id. At the command line: perennial connection show.',
      scope: 'none',
      idempotency: 'natural',
      useCase: 'connect.receive-channel',
      cli: 'connection show',
      page: 'Webhooks',
      params,
      webhook: { signature: 'webhookSignature', bytesMax, example: channelReportExample },
      answers: {
        200: { description: 'Taken.', schema: channelReportAnswerSchema, example: channelReportAnswerExample },
      },
      problems: [400, 401, 404, 413, 422, 429, 503],
    },
    async ({ params: { connectionId }, headers, raw, deps }) => ({
      status: 200,
      body: await receiveChannelCall(deps, { connectionId, headers, body: raw }),
    }),
  ),
];
