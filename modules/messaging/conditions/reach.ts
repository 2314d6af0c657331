import * as z from 'zod';
import { type Sql, sql } from '../../../conditions/sql.ts';
import { subject } from '../../../conditions/subject.ts';

/** Ways in which the product writes to members. */
const channel = z.enum(['email', 'sms', 'wechat', 'push']);
type Written = z.output<typeof channel>;
const channelsInChinese = { email: '邮件', sms: '短信', wechat: '微信', push: '推送' } as const;
const channelsInEnglish = { email: 'email', sms: 'SMS', wechat: 'WeChat', push: 'push' } as const;
const channels = {
  email: { en: 'e-mail', 'zh-CN': channelsInChinese.email },
  sms: { en: 'SMS', 'zh-CN': channelsInChinese.sms },
  wechat: { en: 'WeChat', 'zh-CN': channelsInChinese.wechat },
  push: { en: 'push', 'zh-CN': channelsInChinese.push },
};

/** As rows-address.ts has them; addresses are checked when they come in, so that one is enough here. */
const addresses: Readonly<Record<Written, Sql>> = {
  email: sql`nullif(lower(btrim(p.email)), '')`,
  sms: sql`phone_number(p.phone)`,
  wechat: sql`p.wechat_open_id`,
  push: sql`p.push_token`,
};

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
    en: ({ consent: by }) => `has agreed to marketing by ${channelsInEnglish[by]}`,
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
    en: ({ reachable: by }) => `is reachable by ${channelsInEnglish[by]}`,
    'zh-CN': ({ reachable: by }) => `可通过${channelsInChinese[by]}触达`,
  },
  holds: ({ reachable: by }, { member }) => member.reachable.has(by),
  // As consentObjection() decides it.
  sql: ({ reachable: by }) => sql`m.status = 'ACTIVE' AND ${addresses[by]} IS NOT NULL
    AND NOT EXISTS (SELECT FROM suppression s
      WHERE s.programme_id = m.programme_id AND s.channel = ${by}::text AND s.address = ${addresses[by]})
    AND EXISTS (SELECT FROM mail_consent(m.id, ${by}::text) said WHERE said.marketing)`,
});
