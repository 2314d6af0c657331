import { describe, expect, it } from 'vitest';
import { at, enrolment, event, manner, message, step, story, timeline, txn } from '../../test/support/timeline-rows.ts';
import type { TimelineRows } from './rows.ts';
import { buildTimeline } from './timeline.ts';

describe('the timeline of a member', () => {
  it('shows an order and the points it brought as one thing', () => {
    const entries = timeline(
      {
        events: [
          event('order.placed', '2026-03-02T12:31:05', { orderId: '536365', amountMinor: 13912, currency: 'GBP' }),
        ],
        txns: [
          txn('EARN', 'earn:order:536365', '2026-03-02T12:31:05', {
            available: 139,
            lot: { availableAt: at('2026-03-02T12:31:05'), expiresAt: at('2027-03-02T23:59:59.999') },
          }),
        ],
      },
      { available: 139 },
    );
    expect(story(entries)).toEqual(['Order 536365, £139.12 | the points expire on 2 Mar 2027']);
    expect(entries[0]).toMatchObject({ kind: 'event', code: 'order.placed', points: 139, balance: 139 });
  });

  it('says what a return took back, and what is owed when the points were spent already', () => {
    const returned = event('order.returned', '2026-03-09T10:00:00', { orderId: '536365', amountMinor: 5000 });
    const entries = timeline({
      events: [returned],
      txns: [
        txn('CLAWBACK', `clawback:event:${returned.eventId}`, '2026-03-09T10:00:00', {
          amount: 50,
          available: -20,
          debt: -30,
        }),
      ],
    });
    expect(story(entries)).toEqual([
      'Return on order 536365, £50.00 | 30 points had been spent already and are now owed',
    ]);
    expect(entries[0]?.points).toBe(-20);
  });

  it('keeps points that are not available yet apart from the balance', () => {
    const entries = timeline({
      events: [event('order.placed', '2026-03-02T12:00:00', { orderId: '1', amountMinor: 100 })],
      txns: [
        txn('EARN', 'earn:order:1', '2026-03-02T12:00:00', {
          amount: 120,
          pending: 120,
          lot: { availableAt: at('2026-03-16T12:00:00'), expiresAt: null },
        }),
      ],
    });
    expect(entries[0]).toMatchObject({ points: 0, pending: 120, details: ['120 points pending until 16 Mar 2026'] });
  });

  it('tells the points a campaign granted, once, under the campaign', () => {
    const entries = timeline({
      enrolments: [enrolment()],
      steps: [step('gift', 'grant', '2026-03-02T09:00:00', { kind: 'applied', data: { points: 100 } })],
      txns: [txn('EARN', 'step:7/gift/1', '2026-03-02T09:00:00', { available: 100, reason: 'Welcome gift' })],
    });
    expect(story(entries)).toEqual(['Entered campaign “Welcome gift”', '100 points granted: Welcome gift']);
    expect(entries[1]).toMatchObject({ campaign: 'welcome', points: 100 });
  });

  it('tells what a journey did beside giving and telling, and the points that it set aside', () => {
    const applied = { kind: 'applied' };
    const entries = timeline({
      enrolments: [enrolment()],
      steps: [
        step('stake', 'hold', '2026-03-02T09:00:00', applied),
        step('tag-vip', 'tag', '2026-03-02T09:00:01', applied),
        step('risk', 'webhook', '2026-03-02T09:00:02', { kind: 'refused', code: 'ENDPOINT_NOT_FOUND', reason: 'gone' }),
      ],
      txns: [txn('HOLD', 'step:7/stake/1', '2026-03-02T09:00:00', { available: -300, amount: 300 })],
    });
    expect(story(entries).slice(1)).toEqual([
      expect.stringMatching(/^300 points put on hold/),
      'Done: tag-vip',
      'Not done: risk | gone',
    ]);
    expect(entries[1]).toMatchObject({ campaign: 'welcome', points: -300 });
  });

  it('names a refusal as it is called today, by whatever name it was stored', () => {
    const stored = ['KEY_CONFLICT', 'MEMBER_NOT_FOUND', 'OF_A_LATER_VERSION'];
    const entries = timeline({
      enrolments: [enrolment()],
      steps: stored.map((code) =>
        step('gift', 'grant', '2026-03-02T09:00:00', { kind: 'refused', code, reason: 'no' }),
      ),
    });
    const refusals = entries.flatMap(({ refs: { refusal } }) => (refusal === undefined ? [] : [refusal]));
    expect(refusals).toEqual(['IDEMPOTENCY_KEY_REUSED', 'MEMBER_NOT_FOUND', 'OF_A_LATER_VERSION']);
  });

  it('gives the reason when a step was refused', () => {
    const entries = timeline({
      enrolments: [enrolment()],
      steps: [
        step('gift', 'grant', '2026-03-02T09:00:00', {
          kind: 'refused',
          code: 'ALREADY_CLAIMED',
          reason: 'this person has had it before, with this or another account',
        }),
        step('welcome', 'message', '2026-03-02T09:00:00', { kind: 'skipped', reason: 'nothing left to expire' }),
      ],
    });
    expect(story(entries).slice(1)).toEqual([
      'Points not granted: gift | this person has had it before, with this or another account',
      'E-mail not sent: welcome | nothing left to expire',
    ]);
    expect(entries[1]?.refs.refusal).toBe('ALREADY_CLAIMED');
  });

  it.each([
    ['sent', { subject: 'Your 100 points', sentAt: at('2026-03-02T09:00:02') }, 'E-mail sent: “Your 100 points”'],
    ['reserved', {}, 'E-mail waiting to be sent: welcome'],
    ['bounced', { reason: '550 no such user' }, 'E-mail bounced: welcome | 550 no such user'],
    ['suppressed', { reason: 'address bounced before' }, 'E-mail not sent: welcome | address bounced before'],
    ['dropped', { reason: 'too late' }, 'E-mail not sent: welcome | too late'],
    ['unknown', { reason: 'the server fell silent' }, 'E-mail perhaps sent: welcome | the server fell silent'],
  ])('says of a message that is %s what became of it', (status, fields, expected) => {
    const row = message('welcome', '2026-03-02T09:00:00', { status, ...fields });
    expect(story(timeline({ messages: [row] }))).toEqual([expected]);
  });

  it('tells a message that a campaign asked for once', () => {
    const entries = timeline({
      enrolments: [enrolment()],
      steps: [step('welcome', 'message', '2026-03-02T09:00:00', { kind: 'applied', data: { messageId: '1' } })],
      messages: [message('welcome', '2026-03-02T09:00:00', { status: 'sent', sentAt: at('2026-03-02T09:00:01') })],
    });
    expect(story(entries)).toEqual(['Entered campaign “Welcome gift”', 'E-mail sent: welcome']);
  });

  it('says when quiet hours held a message, in the local time of the member', () => {
    const held = message('reminder', '2026-06-05T21:43:00', {
      status: 'sent',
      notBefore: at('2026-06-06T08:00:00'),
      sentAt: at('2026-06-06T08:00:01'),
    });
    expect(story(timeline({ messages: [held] }))).toEqual([
      'E-mail sent: reminder | asked for 5 Jun 2026 22:43, held for quiet hours until 6 Jun 2026 09:00',
    ]);
  });

  it('says until when a message that was due at night waits', () => {
    const waiting = message('reminder', '2026-06-05T21:43:00', {
      reason: 'quiet hours',
      notBefore: at('2026-06-06T08:00:00'),
    });
    expect(story(timeline({ messages: [waiting] }))).toEqual([
      'E-mail waiting to be sent: reminder | asked for 5 Jun 2026 22:43, held for quiet hours until 6 Jun 2026 09:00',
    ]);
  });

  it('says when the mail server made a message wait', () => {
    const delayed = message('welcome', '2026-06-05T10:00:00', {
      status: 'sent',
      reason: '451 try again later',
      notBefore: at('2026-06-05T10:05:00'),
      sentAt: at('2026-06-05T10:05:01'),
    });
    expect(story(timeline({ messages: [delayed] }))[0]).toContain(
      'asked for 5 Jun 2026 11:00, tried again from 5 Jun 2026 11:05',
    );
  });

  it('tells things of one instant in the order in which they follow from each other', () => {
    const instant = '2026-03-02T09:00:00';
    const entries = timeline({
      events: [event('order.placed', instant, { orderId: '1', amountMinor: 100, first: true })],
      enrolments: [enrolment({ status: 'done', reason: 'the first order was placed', endedAt: at(instant) })],
      steps: [step('bonus', 'grant', instant, { kind: 'applied' })],
      txns: [
        txn('EARN', 'step:7/bonus/1', instant, { available: 100, reason: 'First order' }),
        txn('EARN', 'earn:order:1', instant, { available: 1 }),
      ],
    });
    expect(story(entries)).toEqual([
      'First order 1, £1.00',
      'Entered campaign “Welcome gift”',
      '100 points granted: First order',
      'Finished campaign “Welcome gift” | the first order was placed',
    ]);
  });

  it('tells what several causes brought at one instant cause by cause, each in the order of its steps', () => {
    const instant = '2026-03-02T09:00:00';
    const started = (id: bigint, name: string, eventId: string) =>
      enrolment({
        ...{ id, campaign: name, campaignName: name, enrolledAt: at(instant), causeEventId: eventId },
        ...{ status: 'done', reason: 'over', endedAt: at(instant) },
      });
    const steps = (id: bigint, ...names: [string, string][]) =>
      names.map(([name, kind]) => ({
        ...step(name, kind, instant, { kind: 'applied', data: {} }),
        ...{ enrolmentId: id, key: `${id}/${name}/1` },
      }));
    const first = event('order.placed', instant, { orderId: '1', amountMinor: 100 });
    const second = event('order.placed', instant, { orderId: '2', amountMinor: 200 });
    const ofFirst = steps(7n, ['note', 'message'], ['coupon', 'coupon'], ['bonus', 'grant']);
    const ofSecond = steps(8n, ['thanks', 'message']);
    const note = (id: bigint, name: string) => ({ ...message(name, instant), enrolmentId: id, key: `${id}/${name}/1` });
    const entries = timeline({
      events: [first, second],
      enrolments: [started(7n, 'A', first.eventId), started(8n, 'B', second.eventId)],
      steps: [...ofFirst, ...ofSecond],
      txns: [txn('EARN', 'step:7/bonus/1', instant, { available: 100, reason: 'Bonus' })],
      couponMoves: [
        {
          ...{ kind: 'ISSUE', key: 'step:7/coupon/1', at: at(instant), orderId: null, reason: null, couponId: 1n },
          ...{ code: 'C', name: 'Ten off', expiresAt: at('2026-04-02T09:00:00'), enrolmentId: 7n },
        },
      ],
      messages: [note(8n, 'thanks'), note(7n, 'note')],
    });
    expect(entries.map(({ title }) => title)).toEqual([
      ...['Order 1, £1.00', 'Entered campaign “A”', 'E-mail waiting to be sent: note', 'Coupon given: Ten off'],
      ...['100 points granted: Bonus', 'Finished campaign “A”'],
      ...['Order 2, £2.00', 'Entered campaign “B”', 'E-mail waiting to be sent: thanks', 'Finished campaign “B”'],
    ]);
  });

  it('tells of one joining, however often the shop has told of it', () => {
    const joined = (time: string, data: object, result: object = {}) =>
      event('member.joined', time, data as never, result as never);
    const noted = { note: 'nobody has the referral code "X": the registration counts for no one' };
    const entries = timeline({
      events: [joined('2026-03-02T09:00:00', { new: true }), joined('2026-03-03T09:00:00', { email: true }, noted)],
    });
    expect(entries.map(({ title }) => title)).toEqual(['Joined', 'Profile updated']);
    // As an earlier release stored them, without a mark.
    const unmarked = timeline({ events: ['02', '03'].map((day) => joined(`2026-03-${day}T09:00:00`, {})) });
    expect(unmarked.map(({ title }) => title)).toEqual(['Joined', 'Profile updated']);
  });

  it('carries the balance through, from what there is now back to the first entry shown', () => {
    const txns = [
      txn('EARN', 'a', '2026-01-01T00:00:00', { available: 100 }),
      txn('SPEND', 'b', '2026-01-02T00:00:00', { available: -30 }),
      txn('EXPIRE', 'c', '2026-01-03T00:00:00', { available: -70 }),
      txn('EARN', 'd', '2026-01-04T00:00:00', { available: 5 }),
    ];
    expect(timeline({ txns }, { available: 5 }).map((entry) => entry.balance)).toEqual([100, 70, 0, 5]);
    expect(timeline({ txns }, { available: 5, limit: 2 }).map((entry) => entry.balance)).toEqual([0, 5]);
  });

  it('tells entries of one instant in the order in which they were stored', () => {
    const first = enrolment({ id: 7n, occurrence: 3 });
    const second = enrolment({ id: 8n, occurrence: 4 });
    expect(story(timeline({ enrolments: [first, second] })).map((text) => text.slice(-8))).toEqual([
      '3rd time',
      '4th time',
    ]);
  });

  it('says nothing of the sweep that let points expire', () => {
    const expired = txn('EXPIRE', 'x', '2026-01-02T00:00:00', { available: -70, sourceType: 'sweep', sourceId: '2' });
    expect(story(timeline({ txns: [expired] }))).toEqual(['70 points expired']);
  });

  it('says what points were spent on', () => {
    const spent = txn('SPEND', 's', '2026-01-02T00:00:00', { available: -120, reason: '£5 voucher' });
    const unnamed = { ...spent, id: 99n, reason: null, sourceType: 'redemption', sourceId: 'C-77' };
    expect(story(timeline({ txns: [spent] }))).toEqual(['120 points spent | £5 voucher']);
    expect(story(timeline({ txns: [unnamed] }))).toEqual(['120 points spent | redemption C-77']);
  });

  it('tells times as the member lived them, and the day of an expiry as the programme counts it', () => {
    const rows: TimelineRows = {
      events: [],
      txns: [
        txn('EARN', 'a', '2026-01-01T16:30:00', {
          available: 5,
          reason: 'Gift',
          lot: { availableAt: at('2026-01-01T16:30:00'), expiresAt: at('2027-01-01T23:59:59.999') },
        }),
      ],
      enrolments: [],
      steps: [],
      messages: [
        message('late', '2026-01-01T16:30:00', {
          status: 'sent',
          notBefore: at('2026-01-02T01:00:00'),
          sentAt: at('2026-01-02T01:00:01'),
        }),
      ],
    };
    const inShanghai = { ...manner, zone: 'Asia/Shanghai' };
    const { entries } = buildTimeline(rows, { manner: inShanghai, available: 5, limit: 9 });
    expect(story(entries)).toEqual([
      '5 points earned | Gift | the points expire on 1 Jan 2027',
      'E-mail sent: late | asked for 2 Jan 2026 00:30, held for quiet hours until 2 Jan 2026 09:00',
    ]);
  });

  it('says whether there were earlier entries', () => {
    const txns = [1, 2, 3].map((day) => txn('EARN', `t${day}`, `2026-01-0${day}T00:00:00`, { available: 1 }));
    const rows = { events: [], txns, enrolments: [], steps: [], messages: [] };
    expect(buildTimeline(rows, { manner, available: 3, limit: 2 }).earlier).toBe(true);
    expect(buildTimeline(rows, { manner, available: 3, limit: 3 }).earlier).toBe(false);
  });

  it('takes nothing for an e-mail that is none: how far an invitation is, and what could not be taken back', () => {
    const rows = {
      enrolments: [enrolment()],
      steps: [
        step('open', 'referral', '2026-03-02T09:00:01', { kind: 'applied' }),
        step('refuse', 'referral', '2026-03-02T09:00:02', { kind: 'refused', code: 'X', reason: 'it has ended' }),
        step('coupon-back', 'clawback', '2026-03-02T09:00:03', { kind: 'applied', data: { couponId: '7' } }),
        step('reward-back', 'clawback', '2026-03-02T09:00:04', { kind: 'refused', code: 'X', reason: 'it was used' }),
      ],
    };
    expect(story(timeline(rows))).toEqual([
      'Entered campaign “Welcome gift”',
      'Invitation noted: refuse | it has ended',
      'Not taken back: reward-back | it was used',
    ]);
    expect(story(timeline(rows, { all: true }))).toContain('Invitation noted: open');
  });

  it('leaves out the facts a campaign asked for, unless all is asked for', () => {
    const asked = step('profile-complete', 'ask', '2026-03-05T09:00:00', {
      kind: 'applied',
      data: { complete: false },
    });
    expect(timeline({ steps: [asked] })).toEqual([]);
    expect(story(timeline({ steps: [asked] }, { all: true }))).toEqual([
      'Asked: profile-complete | {"complete":false}',
    ]);
  });

  it.each([
    ['member.joined', {}, {}, 'Joined'],
    ['member.joined', { new: true }, {}, 'Joined'],
    [
      'member.joined',
      {},
      { note: 'the member had joined before: the profile was brought up to date' },
      'Profile updated | the member had joined before: the profile was brought up to date',
    ],
    ['member.updated', { name: true, phone: true, profileComplete: true }, {}, 'Completed the profile | name, phone'],
    [
      'member.updated',
      { consent: { email: true, 'email.service': false } },
      {},
      'Profile updated | marketing by e-mail: agreed | service notices by e-mail: refused',
    ],
    ['member.unsubscribed', { channel: 'email', scope: 'marketing' }, {}, 'Unsubscribed from marketing by e-mail'],
    [
      'member.unsubscribed',
      { channel: 'email', scope: 'service', template: 'points-expiring', campaign: 'expiry' },
      {},
      'Stopped service notices by e-mail | by the link in “points-expiring” of expiry',
    ],
    [
      'message.bounced',
      { channel: 'email', reason: '550 no such user' },
      {},
      'The e-mail address bounced | 550 no such user',
    ],
    [
      'checkin.done',
      {},
      { points: 0, note: 'points for this were given today already' },
      'Checked in | points for this were given today already',
    ],
    ['order.placed', { orderId: '7', amountMinor: 900 }, { tier: 'gold' }, 'Order 7, £9.00 | the tier is now Gold'],
    [
      'order.returned',
      { amountMinor: 900 },
      { orders: [{ orderId: '7', amountMinor: 500 }], note: 'no order was found for GBP 4.00 of it' },
      'Return, £9.00 | put down to £5.00 of order 7 | no order was found for GBP 4.00 of it',
    ],
    ['review.posted', { stars: 5 }, {}, 'review.posted | {"stars":5}'],
  ])('says what a %s was: %j', (type, data, result, expected) => {
    expect(story(timeline({ events: [event(type, '2026-03-02T09:00:00', data, result)] }))).toEqual([expected]);
  });

  it('says how often a member has entered before', () => {
    expect(story(timeline({ enrolments: [enrolment({ occurrence: 3 })] }))).toEqual([
      'Entered campaign “Welcome gift” | for the 3rd time',
    ]);
  });

  it('says that a member is held out', () => {
    expect(story(timeline({ enrolments: [enrolment({ shadow: true })] }))).toEqual([
      'Entered campaign “Welcome gift” | held out: nothing is given and nothing is sent, to measure what it adds',
    ]);
  });
});
