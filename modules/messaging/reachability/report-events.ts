import { createHash } from 'node:crypto';
import type { GivenReport, TakenReport } from './take-mail-report.ts';

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
