import * as z from 'zod';
import { sayTest } from '../../../conditions/say.ts';
import { sql, sqlInstant } from '../../../conditions/sql.ts';
import { subject } from '../../../conditions/subject.ts';
import { holdsNumber, numberSql, numberTest } from '../../../conditions/tests.ts';

export const streak = subject({
  verb: 'streak',
  about: 'days checked in in a row, as they stand today',
  form: {
    group: 'doings',
    title: { en: 'Days checked in in a row', 'zh-CN': '连续签到天数' },
    unit: { en: 'days', 'zh-CN': '天' },
  },
  schema: z.strictObject({ streak: numberTest }),
  say: {
    en: ({ streak: test }) => `has checked in ${sayTest(test, 'en')} days in a row`,
    'zh-CN': ({ streak: test }) => `连续签到天数${sayTest(test, 'zh-CN')}`,
  },
  holds: ({ streak: test }, { member: { streak: days } }) => holdsNumber(test, days),
  found: (_, { member: { streak: days } }) => ({ kind: 'number', value: days }),
  // As missedDays() of rules-days.ts counts: where the member is and where the member checked in last, and the smaller number.
  sql: ({ streak: test }, { programmeId, now, catalogue, among }) => {
    const meetsNone = holdsNumber(test, 0);
    const wanted = numberSql(test, sql`s.streak`);
    const today = (zone: ReturnType<typeof sql>) => sql`(${sqlInstant(now)} AT TIME ZONE ${zone})::date`;
    const alive = sql`EXISTS (
      SELECT FROM check_in_streak s JOIN check_in d ON d.member_id = s.member_id AND d.day = s.last_day
      JOIN campaign k ON k.programme_id = s.programme_id AND k.lifecycle = 'check-in-streak' AND k.status IN ('live', 'paused')
      JOIN campaign_version v ON v.campaign_id = k.id AND v.version = k.current_version
      WHERE s.programme_id = ${programmeId}::smallint AND s.member_id = m.id AND ${among(sql`s.member_id`)}
        AND least(${today(sql`coalesce(m.zone, ${catalogue.zone}::text)`)}, ${today(sql`d.zone`)}) - s.last_day - 1
          <= (v.definition -> 'settings' ->> 'graceDays')::int
        AND ${meetsNone ? sql`NOT (${wanted})` : wanted})`;
    return meetsNone ? sql`NOT ${alive}` : alive;
  },
  byTime: () => true,
});
