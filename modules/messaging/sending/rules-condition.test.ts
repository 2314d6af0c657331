import { describe, expect, it } from 'vitest';
import { conditionReason } from './rules-condition.ts';
import { decideSend } from './rules-send-decision.ts';

const noon = Date.parse('2026-01-15T12:00:00Z');
const due = {
  class: 'service',
  addressee: { status: 'ACTIVE', address: 'ada@example.test', marketing: null, service: null, suppressed: null },
  zone: 'Europe/London',
  quietHours: null,
  deadlineAt: noon - 1,
  reservedAt: noon,
  campaignStatus: 'live',
  enrolmentStatus: 'active',
} as const;

describe('A message whose condition is no longer true', () => {
  it('is skipped and says what has happened, before anybody asks whether it is late', () => {
    expect(decideSend({ ...due, untrue: 'checked-in' }, noon)).toEqual({
      kind: 'end',
      status: 'skipped',
      reason: 'the member had checked in by the time it was to leave',
    });
    expect(decideSend({ ...due, untrue: null }, noon)).toMatchObject({ status: 'dropped' });
  });

  it('is told to be over rather than untrue when the member may not be written to, or has left', () => {
    const closed = { ...due.addressee, status: 'CLOSED' };
    expect(decideSend({ ...due, addressee: closed, untrue: 'ordered' }, noon)).toMatchObject({ status: 'suppressed' });
    expect(decideSend({ ...due, enrolmentStatus: 'exited', untrue: 'ordered' }, noon)).toMatchObject({
      status: 'dropped',
    });
  });

  it('has its reason in words', () => {
    expect(conditionReason('redeemed')).toBe('the coupon was used by the time it was to leave');
  });
});
