import { describe, expect, it } from 'vitest';
import { afterDelivery, attemptsMax, type Delivery, type DueFacts, decideSend } from './rules-send-decision.ts';

const noon = Date.parse('2026-01-15T12:00:00Z');
const night = Date.parse('2026-01-15T23:00:00Z');
const morning = Date.parse('2026-01-16T09:00:00Z');
const due: DueFacts = {
  class: 'service',
  addressee: { status: 'ACTIVE', address: 'ada@example.test', marketing: null, service: null, suppressed: null },
  zone: 'Europe/London',
  quietHours: { from: '21:00', until: '09:00' },
  deadlineAt: null,
  reservedAt: noon,
  campaignStatus: 'live',
  enrolmentStatus: 'active',
};

describe('A message that is due', () => {
  it('goes', () => expect(decideSend(due, noon)).toEqual({ kind: 'go' }));

  it('waits for the morning when it has come into the night meanwhile', () => {
    expect(decideSend(due, night)).toEqual({ kind: 'wait', until: morning, reason: 'quiet hours' });
    expect(decideSend({ ...due, class: 'transactional' }, night)).toEqual({ kind: 'go' });
  });

  it('is dropped when its deadline comes before it may leave', () => {
    expect(decideSend({ ...due, deadlineAt: noon - 1 }, noon)).toMatchObject({ kind: 'end', status: 'dropped' });
    expect(decideSend({ ...due, deadlineAt: morning - 1 }, night)).toMatchObject({ kind: 'end', status: 'dropped' });
    expect(decideSend({ ...due, deadlineAt: morning }, night)).toMatchObject({ kind: 'wait' });
  });

  it('that a cap puts off leaves when both the cap and the night allow it', () => {
    const hold = { until: night, reason: '2 marketing mails in 7 days already' };
    expect(decideSend(due, noon, hold)).toEqual({ kind: 'wait', until: morning, reason: hold.reason });
    expect(decideSend({ ...due, quietHours: null }, noon, hold)).toEqual({
      kind: 'wait',
      until: night,
      reason: hold.reason,
    });
  });

  it('that a cap puts off past its deadline is dropped, and says so', () => {
    const hold = { until: night, reason: '2 marketing mails in 7 days already' };
    const dropped = { status: 'dropped', reason: '2 marketing mails in 7 days already, and its deadline passed' };
    expect(decideSend({ ...due, deadlineAt: morning - 1 }, noon, hold)).toMatchObject(dropped);
    expect(decideSend({ ...due, deadlineAt: morning }, noon, hold)).toMatchObject({ kind: 'wait' });
    const late = { ...hold, until: noon + 14 * 86_400_000 + 1 };
    expect(decideSend(due, noon, late)).toMatchObject(dropped);
    expect(decideSend({ ...due, deferralDays: 15 }, noon, late)).toMatchObject({ kind: 'wait' });
  });

  it('is dropped when its campaign was ended', () => {
    expect(decideSend({ ...due, campaignStatus: 'ended' }, noon)).toMatchObject({ kind: 'end', status: 'dropped' });
  });

  it('is dropped when the member was taken out or left, but a story that is done has its last word', () => {
    expect(decideSend({ ...due, enrolmentStatus: 'cancelled' }, noon)).toMatchObject({ status: 'dropped' });
    expect(decideSend({ ...due, enrolmentStatus: 'exited' }, noon)).toMatchObject({ status: 'dropped' });
    expect(decideSend({ ...due, enrolmentStatus: 'exited', class: 'transactional' }, noon)).toEqual({ kind: 'go' });
    expect(decideSend({ ...due, enrolmentStatus: 'done' }, noon)).toEqual({ kind: 'go' });
  });

  it('is suppressed when the member has withdrawn meanwhile', () => {
    const addressee = { ...due.addressee, service: false };
    expect(decideSend({ ...due, addressee }, noon)).toEqual({
      kind: 'end',
      status: 'suppressed',
      reason: 'the member has stopped service notices by e-mail',
    });
  });
});

describe('After the mail server has answered', () => {
  const refused = (code: number, response: string, stage: 'recipient' | 'message' = 'recipient'): Delivery => ({
    kind: 'refused',
    code,
    stage,
    response,
  });

  it('an accepted mail is sent', () => {
    expect(afterDelivery({ kind: 'accepted' }, 'service', 1)).toEqual({ kind: 'end', status: 'sent', reason: null });
  });

  it('a 4xx is tried again, later each time, and given up in the end', () => {
    const delays = Array.from({ length: attemptsMax }, (_, index) =>
      afterDelivery(refused(451, '451 try later'), 'service', index + 1),
    ).map((after) => (after.kind === 'again' ? after.delayMs / 60_000 : after));
    expect(delays.slice(0, -1)).toEqual([1, 5, 15, 60, 180, 360, 480, 720]);
    expect(delays.at(-1)).toEqual({
      kind: 'end',
      status: 'failed',
      reason: `given up after ${attemptsMax} attempts: 451 try later`,
    });
  });

  it.each([
    ['550 no such user', 550, 'recipient', true],
    ['550 5.1.1 unknown', 550, 'recipient', true],
    ['550-5.2.1 mailbox disabled', 550, 'message', true],
    ['550 5.7.1 your reputation is poor', 550, 'recipient', false],
    ['552 mailbox full', 552, 'recipient', false],
    ['554 looks like spam', 554, 'message', false],
  ] as const)('%s bounces; the address is given up only when it is to blame', (response, code, stage, suppressed) => {
    const after = afterDelivery(refused(code, response, stage), 'service', 1);
    expect(after).toMatchObject({ kind: 'end', status: 'bounced', reason: response });
    expect('suppress' in after).toBe(suppressed);
  });

  it('a server that is not there costs no attempt', () => {
    expect(afterDelivery({ kind: 'unreachable', problem: 'ECONNREFUSED' }, 'service', 1)).toEqual({ kind: 'release' });
  });

  it('a server that hangs up at a mail has had an attempt', () => {
    const after = afterDelivery({ kind: 'interrupted', problem: 'hung up' }, 'marketing', 1);
    expect(after).toEqual({ kind: 'again', delayMs: 60_000, reason: 'attempt 1: hung up' });
  });

  it('when nobody knows whether it arrived, marketing is left at that and the others go again', () => {
    const unknown: Delivery = { kind: 'unknown', problem: 'the connection broke' };
    expect(afterDelivery(unknown, 'marketing', 1)).toMatchObject({ kind: 'end', status: 'unknown' });
    expect(afterDelivery(unknown, 'service', 1)).toMatchObject({ kind: 'again' });
    expect(afterDelivery(unknown, 'transactional', 1)).toMatchObject({ kind: 'again' });
  });
});
