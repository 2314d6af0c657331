import * as z from 'zod';
import { sql } from '../../../conditions/sql.ts';
import { subject } from '../../../conditions/subject.ts';

/** Ways in which the product writes to members. */
const channel = z.enum(['email']);
const channelsInChinese = { email: '邮件' } as const;
const channels = { email: { en: 'e-mail', 'zh-CN': channelsInChinese.email } };

export const consent = subject({
  verb: 'consent',
  about: 'has agreed to marketing by a channel',
  form: {
    group: 'sent',
    title: { en: 'Agreed to marketing by', 'zh-CN': '同意营销的渠道' },
    options: { consent: channels },
  },
  schema: z.strictObject({ consent: channel }),
  say: {
    en: ({ consent: by }) => `has agreed to marketing by ${by}`,
    'zh-CN': ({ consent: by }) => `同意${channelsInChinese[by]}营销`,
  },
  holds: ({ consent: by }, { member: { consents } }) => consents.has(by),
  sql: ({ consent: by }) => sql`EXISTS (SELECT FROM mail_consent(m.id, ${by}::text) said WHERE said.marketing)`,
});

export const reachable = subject({
  verb: 'reachable',
  about: 'may be sent marketing by a channel now',
  form: { group: 'sent', title: { en: 'Reachable by', 'zh-CN': '可触达的渠道' }, options: { reachable: channels } },
  schema: z.strictObject({ reachable: channel }),
  say: {
    en: ({ reachable: by }) => `is reachable by ${by}`,
    'zh-CN': ({ reachable: by }) => `可通过${channelsInChinese[by]}触达`,
  },
  holds: ({ reachable: by }, { member }) => member.reachable.has(by),
  // As consentObjection() decides it; addresses are checked when they come in, so that one is enough here.
  sql: ({ reachable: by }) => sql`m.status = 'ACTIVE' AND coalesce(btrim(p.email), '') <> ''
    AND NOT EXISTS (SELECT FROM suppression s
      WHERE s.programme_id = m.programme_id AND s.channel = ${by}::text AND s.address = lower(btrim(p.email)))
    AND EXISTS (SELECT FROM mail_consent(m.id, ${by}::text) said WHERE said.marketing)`,
});
