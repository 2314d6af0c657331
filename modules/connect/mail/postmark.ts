import * as z from 'zod';
import { optionalText } from '../payload-fields.ts';
import { type MailTold, reportOf, toldOf } from './told-reports.ts';
import { cutText } from '../../../values/cut-text.ts';

const schema = z.object({
  RecordType: z.string(),
  ID: z.union([z.number(), z.string()]).nullish(),
  Type: optionalText,
  Email: optionalText,
  BouncedAt: optionalText,
  Description: optionalText,
  Details: optionalText,
});

/** The address is dead, or Postmark lets nothing go there any more. */
const hardTypes: readonly string[] = ['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'];
/** What comes back and is no bounce. */
const otherTypes: readonly string[] = [
  ...['Subscribe', 'Unsubscribe', 'AutoResponder', 'AddressChange', 'ChallengeVerification', 'OpenRelayTest'],
  ...['TemplateRenderingFailed', 'InboundError', 'SMTPApiError', 'Unconfirmed'],
];

/** A bounce or a complaint. Postmark gives mails a Message-ID of its own, so that the address is what counts. */
export function postmarkReports(body: unknown): MailTold {
  const read = schema.safeParse(body);
  if (!read.success) return { invalid: read.error.issues[0]?.path.join('.') ?? 'body' };
  const { RecordType: record, ID: id, Type: type, Email: address, BouncedAt, Description, Details } = read.data;
  if ((record !== 'Bounce' && record !== 'SpamComplaint') || otherTypes.includes(type ?? '')) {
    return { reports: [], ignored: `nothing follows from "${cutText(type ?? record, 40)}"` };
  }
  const at = Date.parse(BouncedAt ?? '');
  if (id == null || Number.isNaN(at)) return { invalid: id == null ? 'ID' : 'BouncedAt' };
  const isComplaint = record === 'SpamComplaint' || type === 'SpamComplaint';
  const given = { id: `postmark:${id}`, at, detail: [Details || Description], address } as const;
  const report = isComplaint
    ? reportOf({ ...given, type: 'complaint' })
    : reportOf({ ...given, type: 'bounce', hard: hardTypes.includes(type ?? '') });
  return toldOf([report], 'it names nobody');
}
