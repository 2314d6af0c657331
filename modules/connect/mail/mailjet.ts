import * as z from 'zod';
import { optionalText, shopId } from '../payload-fields.ts';
import { type MailTold, reportOf, toldOf } from './told-reports.ts';

const eventSchema = z.object({
  event: z.string(),
  time: z.number(),
  MessageID: shopId.nullish().catch(null),
  email: optionalText,
  hard_bounce: z.boolean().nullish().catch(null),
  error_related_to: optionalText,
  error: optionalText,
  comment: optionalText,
});
const schema = z.array(eventSchema).max(1_000);

/** Bounces and complaints, one or many a call. Mailjet names mails by an id of its own, so that the address is what counts. */
export function mailjetReports(body: unknown): MailTold {
  const read = schema.safeParse(Array.isArray(body) ? body : [body]);
  if (!read.success) return { invalid: read.error.issues[0]?.path.join('.') || 'body' };
  const reports = read.data.flatMap(
    ({ event, time, MessageID, email, hard_bounce, error_related_to, error, comment }) => {
      // A blocked mail never left; it says something of the address only where nobody has it.
      const isDead = event === 'blocked' && error === 'user unknown';
      const type = event === 'spam' ? 'complaint' : event === 'bounce' || isDead ? 'bounce' : null;
      if (type === null) return [];
      const id = `mailjet:${MessageID ?? email ?? ''}:${event}:${time}`;
      const hard = isDead || (hard_bounce ?? undefined);
      return [
        reportOf({ id, type, hard, at: time * 1_000, detail: [error_related_to, error, comment], address: email }),
      ];
    },
  );
  return toldOf(reports, 'nothing follows from these events');
}
