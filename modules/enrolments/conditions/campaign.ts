import * as z from 'zod';
import type { Facts, MemberStay } from '../../../conditions/facts.ts';
import { sayWithin } from '../../../conditions/say.ts';
import { isIn, windowRange } from '../../../conditions/spans.ts';
import { sql, sqlTrue, type Sql } from '../../../conditions/sql.ts';
import { sinceRefs, subject } from '../../../conditions/subject.ts';
import { rangeSql } from '../../../conditions/tests.ts';
import { codeWord, windowWord } from '../../../conditions/words.ts';

const states = ['inside', 'been', 'done', 'exited'] as const;
type State = (typeof states)[number];
const statesInEnglish: Readonly<Record<State, string>> = {
  inside: 'is in',
  been: 'has been in',
  done: 'has finished',
  exited: 'has left',
};
const statesInChinese: Readonly<Record<State, string>> = {
  inside: '正在参加',
  been: '参加过',
  done: '已完成',
  exited: '已退出',
};

const saidOf = (state: State) => ({ en: statesInEnglish[state], 'zh-CN': statesInChinese[state] });

const schema = z.strictObject({
  campaign: codeWord,
  state: z.enum(states).default('inside').describe('how the member is or was in it'),
  within: windowWord.optional(),
});
type CampaignBlock = z.output<typeof schema>;

/** Those who were passed over at the door have not been in it. */
const passedOver = 'skipped';

function staysOf({ campaign: code, state, within }: CampaignBlock, facts: Facts): MemberStay[] {
  const range = within === undefined ? {} : windowRange(within, facts);
  return facts.member.stays.filter(
    (stay) =>
      stay.campaign === code &&
      (state === 'been' ? stay.status !== passedOver : stay.status === (state === 'inside' ? 'active' : state)) &&
      isIn(range, stay.endedAt ?? stay.at),
  );
}

function stateSql(state: State): Sql {
  return state === 'been'
    ? sql`e.status <> ${passedOver}::text`
    : sql`e.status = ${state === 'inside' ? 'active' : state}::text`;
}

export const campaign = subject({
  verb: 'campaign',
  about: 'is or was in a campaign',
  form: {
    ...{ group: 'sent', title: { en: 'Campaign', 'zh-CN': '营销活动' }, names: { campaign: 'campaign' } },
    options: { state: Object.fromEntries(states.map((state) => [state, saidOf(state)])) },
  },
  schema,
  say: {
    en: ({ campaign: code, state, within }) =>
      `${statesInEnglish[state]} the campaign ${code}${sayWithin(within, 'en')}`,
    'zh-CN': ({ campaign: code, state, within }) =>
      `${statesInChinese[state]}活动 ${code}${sayWithin(within, 'zh-CN')}`,
  },
  holds: (block, facts) => staysOf(block, facts).length > 0,
  found: (block, facts) => {
    const stay = staysOf(block, facts).at(-1);
    return stay && { kind: 'instant', value: stay.endedAt ?? stay.at };
  },
  sql: ({ campaign: code, state, within }, asking) => sql`EXISTS (
    SELECT FROM enrolment e JOIN campaign c ON c.id = e.campaign_id
    WHERE c.programme_id = ${asking.programmeId}::smallint AND c.code = ${code}::text AND e.member_id = m.id AND ${stateSql(state)}
      AND ${within === undefined ? sqlTrue : rangeSql(windowRange(within, asking), sql`coalesce(e.ended_at, e.enrolled_at)`)}
      AND ${asking.among(sql`e.member_id`)})`,
  refs: ({ campaign: name, within }) => [
    { kind: 'campaign', name, path: ['campaign'] },
    ...sinceRefs(within, ['within']),
  ],
  byTime: ({ within }) => within !== undefined,
});
