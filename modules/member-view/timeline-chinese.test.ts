import { describe, expect, it } from 'vitest';
import { at, enrolment, manner, message, step, story, txn } from '../../test/support/timeline-rows.ts';
import type { TimelineRows } from './rows.ts';
import type { TimelineEntry } from './timeline-entry.ts';
import { buildTimeline } from './timeline.ts';

describe('the timeline of a member for a reader of Chinese', () => {
  it('says everything in Chinese, the reasons that rules stored in English, too', () => {
    const rows: TimelineRows = {
      events: [],
      enrolments: [
        enrolment({
          occurrence: 2,
          status: 'done',
          reason: 'placed the first order',
          endedAt: at('2026-03-04T09:00:00'),
        }),
      ],
      steps: [
        step('gift', 'grant', '2026-03-02T09:00:00', { kind: 'applied' }),
        step('coupon', 'coupon', '2026-03-03T09:00:00', { kind: 'refused', reason: 'the member is frozen' }),
      ],
      txns: [
        txn('EARN', 'step:7/gift/1', '2026-03-02T09:00:00', {
          available: 100,
          reason: 'Welcome gift',
          lot: { availableAt: at('2026-03-02T09:00:00'), expiresAt: at('2026-06-02T22:59:59.999') },
        }),
      ],
      messages: [
        message('reminder', '2026-03-03T21:43:00', {
          status: 'sent',
          subject: '您的入会礼',
          notBefore: at('2026-03-04T08:00:00'),
          sentAt: at('2026-03-04T08:00:01'),
        }),
        message('offer', '2026-03-03T22:00:00', {
          status: 'dropped',
          reason: '2 marketing mails in 7 days already, and its deadline passed',
        }),
      ],
    };
    const chinese = { ...manner, locale: 'zh-CN' } as const;
    const { entries } = buildTimeline(rows, { manner: chinese, available: 100, limit: 9 });
    expect(story(entries)).toEqual([
      '进入活动“Welcome gift” | 第 2 次参与',
      '赠送 100 积分：入会礼 | 积分于2026年6月2日到期',
      '未发放优惠券：coupon | 会员资格：已冻结',
      '邮件未发送：offer | 7 天内已发送 2 封营销邮件，且已过发送期限',
      '邮件已发送：“您的入会礼” | 应于2026年3月3日 21:43 发送，因免打扰时段推迟至2026年3月4日 08:00',
      '完成活动“Welcome gift” | 已完成首笔订单',
    ]);
    const { entries: english } = buildTimeline(rows, { manner, available: 100, limit: 9 });
    const named = (all: readonly TimelineEntry[]) =>
      all.map(({ key, params, detailPhrases }) => [key, params, detailPhrases]);
    expect(named(entries)).toEqual(named(english));
  });
});
