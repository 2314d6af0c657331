import { createHash } from 'node:crypto';
import type { GivenReport, TakenReport } from './take-mail-report.ts';
import type { GivenTextReport, TakenTextReport } from './take-text-report.ts';

/** Characters of an event's id. */
const eventIdMax = 120;

/** What a report tells campaigns and timelines, as events: one for each member whose mails it ends. */
export function reportEvents(given: Pick<GivenReport, 'id' | 'type' | 'at'>, taken: TakenReport, now: Date) {
  const type = given.type === 'bounce' ? 'message.bounced' : 'message.complained';
  return taken.members.map((member) => ({
    id: eventIdOf(type, given.id, member),
    type,
    memberId: member,
    // A provider's clock may be ahead of the programme's.
    occurredAt: new Date(Math.min(given.at, now.getTime())),
    data: { channel: 'email', reason: taken.suppressed ?? '' },
  }));
}

/** An event's id of these parts; where they don't make a legal one together, their digest does. */
export function eventIdOf(type: string, ...parts: readonly string[]): string {
  const plain = [type, ...parts].join(':');
  if (plain.length <= eventIdMax && /^[^\s\p{C}]+$/u.test(plain)) return plain;
  return `${type}:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}

const textEventTypes = {
  failed: 'message.bounced',
  complaint: 'message.complained',
  opted_out: 'member.unsubscribed',
} as const;

/** The same of a text, as far as something follows for its member: nobody is there, or its reader wants no more. */
export function textReportEvents(
  given: Pick<GivenTextReport, 'id' | 'type' | 'at' | 'isAddressDead'>,
  taken: TakenTextReport,
  now: Date,
) {
  const { channel, template, campaign, suppressed, members } = taken;
  if (given.type === 'delivered' || (given.type === 'failed' && !given.isAddressDead)) return [];
  const type = textEventTypes[given.type];
  const about = type === 'member.unsubscribed' ? { scope: 'marketing' } : { reason: suppressed ?? '' };
  return members.map((member) => ({
    id: eventIdOf(type, given.id, member),
    type,
    memberId: member,
    occurredAt: new Date(Math.min(given.at, now.getTime())),
    data: { channel, template, ...(campaign === null ? {} : { campaign }), ...about },
  }));
}
