import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { optionalText } from '../payload-fields.ts';
import { isSame } from '../sign.ts';
import { type MailTold, reportOf, toldOf } from './told-reports.ts';
import { cutText } from '../../../values/cut-text.ts';

const schema = z.object({
  signature: z.object({ timestamp: z.string().max(40), token: z.string().max(200), signature: z.string().max(200) }),
  'event-data': z.object({
    event: z.string(),
    id: z.string().min(1),
    timestamp: z.number(),
    severity: optionalText,
    reason: optionalText,
    recipient: optionalText,
    message: z
      .object({ headers: z.object({ 'message-id': optionalText }).nullish() })
      .nullish()
      .catch(null),
    'delivery-status': z
      .object({
        code: z.number().nullish().catch(null),
        'enhanced-code': optionalText,
        message: optionalText,
        description: optionalText,
      })
      .nullish()
      .catch(null),
  }),
});

/** True of a call that Mailgun has signed: its signature stands in its body, over a time and a token. */
export function isFromMailgun(secret: string, body: unknown): boolean {
  const read = schema.safeParse(body);
  if (!read.success) return false;
  const { timestamp, token, signature } = read.data.signature;
  const expected = createHmac('sha256', secret).update(`${timestamp}${token}`).digest('hex');
  return isSame(Buffer.from(expected), Buffer.from(signature));
}

/** A failure that is permanent, or a complaint; Mailgun itself tries again what may pass. */
export function mailgunReports(body: unknown): MailTold {
  const read = schema.safeParse(body);
  if (!read.success) return { invalid: read.error.issues[0]?.path.join('.') ?? 'body' };
  const data = read.data['event-data'];
  const { event, severity, reason, id, timestamp, recipient, message } = data;
  const type = event === 'complained' ? 'complaint' : event === 'failed' && severity === 'permanent' ? 'bounce' : null;
  if (type === null) return { reports: [], ignored: `nothing follows from "${cutText(event, 40)}"` };
  const status = data['delivery-status'];
  const detail = [status?.code, status?.['enhanced-code'], status?.message || status?.description || reason];
  const messageId = message?.headers?.['message-id'];
  const given = { id: `mailgun:${id}`, type, at: timestamp * 1_000, detail, address: recipient, messageId } as const;
  return toldOf(
    [reportOf({ ...given, hard: reason?.startsWith('suppress-') === true ? true : undefined })],
    'it names nobody',
  );
}
