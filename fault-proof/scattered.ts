import { z } from 'zod';
import type { JsonObject } from '../values/json.ts';
import { readOnlyRow } from '../platform/rows.ts';
import { lifecycleCodes } from '../workflows/lifecycles/codes.ts';
import { declined, everything } from './campaigns.ts';
import { type Draw, drawFrom } from './random.ts';
import { nameOf, restSlots, type ScriptedEvent, type ScriptOptions, slotsOf } from './script.ts';
import type { World } from './world.ts';

/** Of a member's slots, those that have something for this member alone; and so many of them in a slot, however few members there are. */
const shareMin = 0.03;
const aSlotMin = 12;
/** The first is among what a campaign listens to; no step of the proof's campaigns waits for any of them. */
const unheard = ['member.activated', 'review.posted', 'share.opened'];
/** Word of it comes with the slot, and it was within this before. */
const withinMs = 80 * 60_000;

/**
 * What happens to single members here and there, each by itself at an instant of its own: what takes a member out of a campaign,
 * what somebody's story may wait for, and what nobody waits for. Only where the script has nothing for the member: of two things of which word
 * comes in one slot the order would decide.
 */
export function writeScattered(options: ScriptOptions, script: readonly ScriptedEvent[]): ScriptedEvent[] {
  const slots = slotsOf(options);
  const share = Math.max(shareMin, aSlotMin / options.members);
  const busy = new Set(script.flatMap(({ memberId, slot }) => [slot - 1, slot].map((each) => `${memberId} ${each}`)));
  const joined = new Map(
    script.filter(({ type }) => type === 'member.joined').map((each) => [each.memberId, each.slot]),
  );
  const scattered: ScriptedEvent[] = [];
  for (let place = 0; place < options.members; place += 1) {
    const memberId = nameOf(place);
    const draw = drawFrom(options.seed, `scattered ${place}`);
    for (const [slot, at] of slots.entries()) {
      const isMeant = draw.share() < share;
      if (!isMeant || slot >= slots.length - restSlots || slot <= (joined.get(memberId) ?? slots.length)) continue;
      if (busy.has(`${memberId} ${slot}`)) continue;
      const occurredAt = new Date(at.getTime() - 1 - draw.below(withinMs));
      const id = `${memberId}:scattered-${slot}`;
      scattered.push({ ...drawDoing(draw, id), id, memberId, occurredAt, slot, isAlone: true });
    }
  }
  return scattered;
}

function drawDoing(draw: Draw, id: string): { type: string; data: JsonObject } {
  const kind = draw.share();
  if (kind < 0.25) {
    const topic = draw.share() < 0.5 ? everything : draw.pick(lifecycleCodes);
    return { type: declined, data: { topic } };
  }
  if (kind < 0.45) {
    const order = { orderId: id.replace(':', '-'), amountMinor: 500 + draw.below(12_000), currency: 'GBP' };
    return { type: 'order.placed', data: order };
  }
  // Whoever does not check in otherwise begins a streak with it, in a cohort of one.
  if (kind < 0.7) return { type: 'checkin.done', data: {} };
  return { type: draw.pick(unheard), data: {} };
}

const scatteredRow = z.object({
  events: z.int(),
  exits: z.int(),
  reactions: z.int(),
  unheard: z.int(),
  cohorts: z.int(),
  alive: z.int(),
});

/** What scattered events came to, the cohorts that they came to, and the most cohorts that were alive at once. */
export type Scattered = z.infer<typeof scatteredRow>;

/** An exit is told by the enrolment that ended with the event, a reaction by a step at the event's own instant. */
export async function readScattered({ database }: World): Promise<Scattered> {
  return readOnlyRow(
    scatteredRow,
    database.$queryRaw`
      WITH scattered AS (
        SELECT e.type, e.member_id, e.occurred_at, e.received_at,
          EXISTS (
            SELECT FROM enrolment en WHERE en.member_id = e.member_id AND en.status = 'exited' AND e.type = ${declined}
              AND en.ended_at BETWEEN e.occurred_at AND e.received_at) AS took_out,
          EXISTS (SELECT FROM step s WHERE s.member_id = e.member_id AND s.story_at = e.occurred_at) AS woke
        FROM event e WHERE e.event_id LIKE '%:scattered-%')
      SELECT count(*)::int AS events, count(*) FILTER (WHERE took_out)::int AS exits, count(*) FILTER (WHERE woke AND NOT took_out)::int AS reactions,
        count(*) FILTER (WHERE type = ANY (${unheard}::text[]))::int AS unheard,
        (SELECT count(DISTINCT en.cohort_id)::int FROM scattered e JOIN enrolment en ON en.member_id = e.member_id
          WHERE en.enrolled_at < e.received_at AND (en.ended_at IS NULL OR en.ended_at >= e.occurred_at)) AS cohorts,
        (SELECT max(alive)::int FROM (SELECT DISTINCT started_at FROM cohort) moment CROSS JOIN LATERAL (
          SELECT count(*) AS alive FROM cohort co
          WHERE co.started_at <= moment.started_at AND (co.ended_at IS NULL OR co.ended_at > moment.started_at)) there) AS alive
      FROM scattered`,
  );
}
