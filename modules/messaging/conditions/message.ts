import * as z from 'zod';
import type { Facts } from '../../../conditions/facts.ts';
import { sayWithin } from '../../../conditions/say.ts';
import { isIn, windowRange } from '../../../conditions/spans.ts';
import { sql, sqlTrue } from '../../../conditions/sql.ts';
import { sinceRefs, subject } from '../../../conditions/subject.ts';
import { rangeSql } from '../../../conditions/tests.ts';
import { happenedTo } from '../../../conditions/where.ts';
import { codeWord, windowWord } from '../../../conditions/words.ts';

const states = ['sent', 'opened', 'clicked', 'bounced'] as const;
type State = (typeof states)[number];

const schema = z.strictObject({
  message: codeWord,
  of: codeWord.optional().describe('its campaign, when others have a message of that name'),
  state: z.enum(states).default('sent').describe('what became of it'),
  within: windowWord.optional(),
});
type MessageBlock = z.output<typeof schema>;

const statesInChinese: Readonly<Record<State, string>> = {
  sent: '已发送',
  opened: '被打开',
  clicked: '被点击',
  bounced: '被退回',
};

const saidOf = (state: State) => ({ en: state, 'zh-CN': statesInChinese[state] });

/** When each message that is meant came to the state; what readers do with it comes as events. */
function timesOf({ message: template, of, state, within }: MessageBlock, facts: Facts): number[] {
  const { messages, events } = facts.member;
  const told =
    state === 'sent' || state === 'bounced'
      ? messages
          .filter((one) => one.template === template && (of === undefined || one.campaign === of))
          .map((one) => (state === 'sent' ? one.sentAt : one.bouncedAt))
      : events
          .filter(({ type, data }) => type === `message.${state}` && isMeant(data, { message: template, of }))
          .map(({ at }) => at);
  const range = within === undefined ? {} : windowRange(within, facts);
  return told.filter((at): at is number => at !== undefined && at <= facts.now && isIn(range, at));
}

const isMeant = (data: Readonly<Record<string, unknown>>, { message, of }: Pick<MessageBlock, 'message' | 'of'>) =>
  data.template === message && (of === undefined || data.campaign === of);

export const message = subject({
  verb: 'message',
  about: 'was sent a message, or what became of it',
  form: {
    ...{ group: 'sent', title: { en: 'Message', 'zh-CN': '消息' }, names: { message: 'template', of: 'campaign' } },
    titles: { of: { en: 'Of the campaign', 'zh-CN': '所属活动' } },
    options: { state: Object.fromEntries(states.map((state) => [state, saidOf(state)])) },
  },
  schema,
  say: {
    en: ({ message: template, of, state, within }) =>
      `the message ${template}${of === undefined ? '' : ` of ${of}`} was ${state}${sayWithin(within, 'en')}`,
    'zh-CN': ({ message: template, of, state, within }) =>
      `消息 ${template}${of === undefined ? '' : `（活动 ${of}）`}${statesInChinese[state]}${sayWithin(within, 'zh-CN')}`,
  },
  holds: (block, facts) => timesOf(block, facts).length > 0,
  found: (block, facts) => {
    const times = timesOf(block, facts);
    return times.length === 0 ? undefined : { kind: 'instant', value: Math.max(...times) };
  },
  sql: ({ message: template, of, state, within }, asking) => {
    const { programmeId } = asking;
    const range = within === undefined ? undefined : windowRange(within, asking);
    if (state === 'sent' || state === 'bounced') {
      const at = state === 'sent' ? sql`s.sent_at` : sql`s.left_at`;
      const { from, memberId } = happenedTo(sql`message s`, sql`s.member_id`);
      const became = state === 'sent' ? sql`s.sent_at IS NOT NULL` : sql`s.status = 'bounced'`;
      const campaign =
        of === undefined
          ? sqlTrue
          : sql`s.campaign_id = (SELECT c.id FROM campaign c
        WHERE c.programme_id = ${programmeId}::smallint AND c.code = ${of}::text)`;
      return sql`EXISTS (SELECT FROM (SELECT ${memberId} AS member_id FROM ${from}
        WHERE s.programme_id = ${programmeId}::smallint AND s.template = ${template}::text AND ${became}
          AND ${campaign} AND ${range === undefined ? sqlTrue : rangeSql(range, at)} AND ${asking.among(sql`s.member_id`)}) x
        WHERE x.member_id = m.id)`;
    }
    const { from, memberId } = happenedTo(sql`event e`, sql`e.member_id`);
    const campaign = of === undefined ? sqlTrue : sql`e.data ->> 'campaign' = ${of}::text`;
    return sql`EXISTS (SELECT FROM (SELECT ${memberId} AS member_id FROM ${from}
      WHERE e.programme_id = ${programmeId}::smallint AND e.type = ${`message.${state}`}::text
        AND e.data ->> 'template' = ${template}::text AND ${campaign}
        AND ${range === undefined ? sqlTrue : rangeSql(range, sql`e.occurred_at`)} AND ${asking.among(sql`e.member_id`)}) x
      WHERE x.member_id = m.id)`;
  },
  refs: ({ message: name, of, within }) => [
    { kind: 'template', name, path: ['message'], ...(of === undefined ? {} : { of }) },
    ...(of === undefined ? [] : [{ kind: 'campaign' as const, name: of, path: ['of'] }]),
    ...sinceRefs(within, ['within']),
  ],
  byTime: ({ within }) => within !== undefined,
});
