import { describe, expect, it } from 'vitest';
import type { MessageCap } from '../../programme/rules-message-limits.ts';
import { bySendOrder, heldByCaps, lookAgainMs } from './rules-caps.ts';
import { decideSend } from './rules-send-decision.ts';

const weekly: MessageCap = { class: 'marketing', channel: 'email', max: 2, perDays: 7 };
const daily: MessageCap = { ...weekly, max: 1, perDays: 1 };
const now = Date.parse('2026-01-15T12:00:00Z');
const at = (text: string) => Date.parse(text);
const after = (...takenAt: string[]) => ({ takenAt: takenAt.map(at), underway: 0, ahead: 0 });

describe('A frequency cap', () => {
  it('lets a message go while a slot is free', () => {
    expect(heldByCaps([weekly], after(), 'UTC', now)).toBeUndefined();
    expect(heldByCaps([weekly], after('2026-01-14T12:00:00Z'), 'UTC', now)).toBeUndefined();
    expect(heldByCaps([], after('2026-01-14T12:00:00Z'), 'UTC', now)).toBeUndefined();
  });

  it('holds it until enough of the earlier ones are old enough', () => {
    const held = (...taken: string[]) => heldByCaps([weekly], after(...taken), 'UTC', now)?.until;
    expect(held('2026-01-10T08:00:00Z', '2026-01-14T12:00:00Z')).toBe(at('2026-01-17T08:00:00Z'));
    expect(held('2026-01-14T12:00:00Z', '2026-01-10T08:00:00Z')).toBe(at('2026-01-17T08:00:00Z'));
    // One more than there should be, because the cap was made narrower: two have to be gone.
    expect(held('2026-01-10T08:00:00Z', '2026-01-11T08:00:00Z', '2026-01-14T12:00:00Z')).toBe(
      at('2026-01-18T08:00:00Z'),
    );
  });

  it('counts no message that is exactly as old as the window', () => {
    const taken = after('2026-01-08T12:00:00Z', '2026-01-14T12:00:00Z');
    expect(heldByCaps([weekly], taken, 'UTC', now)).toBeUndefined();
    expect(heldByCaps([weekly], taken, 'UTC', now - 1)?.until).toBe(now);
  });

  it.each([
    [weekly, '2 marketing mails in 7 days already'],
    [daily, '1 marketing mail in a day already'],
    [{ ...weekly, class: 'service' }, '2 service mails in 7 days already'],
  ] as const)('says why in words (%#)', (cap, reason) => {
    const taken = after('2026-01-15T08:00:00Z', '2026-01-15T09:00:00Z');
    expect(heldByCaps([cap], taken, 'UTC', now)?.reason).toBe(reason);
  });

  it('yields to a wider one that holds for longer', () => {
    const taken = after('2026-01-14T13:00:00Z', '2026-01-14T14:00:00Z');
    expect(heldByCaps([daily, weekly], taken, 'UTC', now)?.until).toBe(at('2026-01-21T13:00:00Z'));
  });
});

describe('Where the clocks change', () => {
  it.each([
    // The night to 29 March 2026 has 23 hours in Berlin, the one to 25 October 25.
    ['Europe/Berlin', '2026-03-28T10:00:00+01:00', '2026-03-29T10:00:00+02:00'],
    ['Europe/Berlin', '2026-10-24T10:00:00+02:00', '2026-10-25T10:00:00+01:00'],
    ['America/New_York', '2026-03-07T09:30:00-05:00', '2026-03-08T09:30:00-04:00'],
    ['Asia/Shanghai', '2026-03-28T10:00:00+08:00', '2026-03-29T10:00:00+08:00'],
    ['UTC', '2026-03-28T10:00:00Z', '2026-03-29T10:00:00Z'],
  ])('a day ends at the same local time in %s', (zone, sentAt, freeAt) => {
    const hold = heldByCaps([daily], after(sentAt), zone, at(sentAt) + 3_600_000);
    expect(hold?.until).toBe(at(freeAt));
  });

  it.each([
    // Sent at 21:30: the slot is free at 21:30, in the quiet hours, so the morning after it is.
    ['Europe/Berlin', '2026-03-27T21:30:00+01:00', '2026-03-29T09:00:00+02:00'],
    ['Europe/Berlin', '2026-10-23T21:30:00+02:00', '2026-10-25T09:00:00+01:00'],
    ['America/New_York', '2026-10-30T21:30:00-04:00', '2026-11-01T09:00:00-05:00'],
    ['Asia/Shanghai', '2026-03-27T21:30:00+08:00', '2026-03-29T09:00:00+08:00'],
  ])('a slot that comes free at night waits for the morning of that day in %s', (zone, sentAt, leavesAt) => {
    const facts = {
      class: 'marketing',
      addressee: { status: 'ACTIVE', address: 'ada@example.test', marketing: true, service: null, suppressed: null },
      zone,
      quietHours: { from: '21:00', until: '09:00' },
      deadlineAt: null,
      reservedAt: at(sentAt),
      campaignStatus: 'live',
      enrolmentStatus: 'active',
    } as const;
    const noon = at(sentAt) + 14 * 3_600_000;
    const decision = decideSend(facts, noon, heldByCaps([daily], after(sentAt), zone, noon));
    expect(decision).toMatchObject({ kind: 'wait', until: at(leavesAt) });
  });
});

describe('When several want the same slot', () => {
  const gives = { until: now + lookAgainMs, reason: 'gives way to another message that goes first' };
  const free = { takenAt: [at('2026-01-14T12:00:00Z')], underway: 0, ahead: 0 };

  it('the one behind gives way and looks again soon, for the first may come to nothing', () => {
    expect(heldByCaps([weekly], { ...free, ahead: 1 }, 'UTC', now)).toEqual(gives);
    expect(heldByCaps([weekly], { ...free, underway: 1 }, 'UTC', now)).toEqual(gives);
    expect(heldByCaps([{ ...weekly, max: 3 }], { ...free, ahead: 1 }, 'UTC', now)).toBeUndefined();
  });

  it('the lower priority number goes first, then the one that has waited for longer', () => {
    const turn = (id: string, priority: number, hour: number) => ({ id, priority, notBefore: new Date(now + hour) });
    const order = [turn('10', 50, 0), turn('9', 50, 0), turn('3', 50, -1), turn('2', 10, 5)].sort(bySendOrder);
    expect(order.map(({ id }) => id)).toEqual(['2', '3', '9', '10']);
  });
});
