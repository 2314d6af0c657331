import { isCheckIn, takeCheckInEvent } from './check-ins.ts';
import type { DecisionContext, Standing } from './context.ts';
import { emptyProfile } from './dated-profile.ts';
import type { Fact } from './facts.ts';
import { changeMember, joinMember } from './joining.ts';
import { amendOrder, cancelOrder } from './order-amendments.ts';
import { returnGoods } from './order-returns.ts';
import { placeOrder } from './orders.ts';
import { bringRedemptions } from './redemptions.ts';
import { payTask } from './tasks.ts';
import { type Decided, type Planned, refuse, type Decision, type Refused } from './decision.ts';

/** A sender's clock may be this far ahead. */
const futureToleranceMs = 5 * 60_000;
const earliestAt = Date.UTC(1900, 0, 1);

/** Decides on the next event of a batch: what it means is added to the context's plan, or nothing is. */
export function decide(context: DecisionContext, fact: Fact): Decision {
  if (isOfErased(context, fact)) {
    return refuse(
      'MEMBER_NOT_ACTIVE',
      'memberId',
      `the member "${fact.memberId}" is erased`,
      'drop the event; who was erased may join anew, with member.joined of a later time',
    );
  }
  const before = context.events.get(fact.id);
  if (before) {
    // Told again without a time, it is the one that is known: the first time stays.
    if (before.contentHash === fact.contentHash || before.contentHash === fact.hashAt?.(before.at)) {
      const { rowId, place, result } = before;
      return { kind: 'duplicate', rowId, place, result };
    }
    return eventConflict(fact.id);
  }
  if (fact.at.getTime() > context.now.getTime() + futureToleranceMs) {
    const now = context.now.toISOString();
    return refuse(
      'DATE_IN_FUTURE',
      'occurredAt',
      `${fact.at.toISOString()} has not come yet, it is ${now}`,
      'send the time it happened, with its zone',
    );
  }
  if (fact.at.getTime() < earliestAt) {
    return refuse(
      'EVENT_INVALID',
      'occurredAt',
      `${fact.at.toISOString()} is before 1900, which is how some systems write that they know no time`,
      'send the time it happened, with its zone',
    );
  }
  const member = findMember(context, fact);
  if (!member) {
    return refuse(
      'MEMBER_NOT_FOUND',
      'memberId',
      `no member "${fact.memberId}"`,
      'send member.joined for this member first',
    );
  }
  if (member.status !== 'ACTIVE' && !windsUp(fact, member)) {
    return refuse(
      'MEMBER_NOT_ACTIVE',
      'memberId',
      `member "${fact.memberId}" is ${member.status.toLowerCase()}`,
      'reopen the membership, or drop the event',
    );
  }
  const decided = decideByType(context, fact, member);
  if ('kind' in decided) return decided;
  return record(context, fact, member, bringRedemptions(context, member, fact, decided));
}

/** Whoever was erased and joins later is somebody new; all else under the former id is of a member who is not there any more. */
function isOfErased({ erased, members }: DecisionContext, { memberId, type, at }: Fact): boolean {
  const erasedAt = members.has(memberId) ? undefined : erased?.get(memberId);
  return erasedAt !== undefined && (type !== 'member.joined' || at <= erasedAt);
}

/** What takes an order back goes on for who has left: the money went back, whatever became of the membership. */
function windsUp({ type }: Fact, { status }: Standing): boolean {
  return status !== 'ERASED' && (type === 'order.returned' || type === 'order.cancelled');
}

/** The id is another event's. */
export function eventConflict(id: string): Refused & { kind: 'refused' } {
  return refuse(
    'EVENT_CONFLICT',
    'id',
    `"${id}" was used before by an event with other content`,
    'give every event an id of its own',
  );
}

function decideByType(context: DecisionContext, fact: Fact, member: Standing): Decided {
  switch (fact.type) {
    case 'order.placed':
      return placeOrder(context, fact, member);
    case 'order.amended':
      return amendOrder(context, fact, member);
    case 'order.returned':
      return returnGoods(context, fact, member);
    case 'order.cancelled':
      return cancelOrder(context, fact, member);
    case 'member.joined':
      return joinMember(context, fact, member);
    case 'member.updated':
      return changeMember(context, fact, member);
    default:
      if (isCheckIn(fact.type)) return takeCheckInEvent(context, fact, member);
      return payTask(context, fact, member, { data: fact.data, result: {} });
  }
}

function record(context: DecisionContext, fact: Fact, member: Standing, decided: Planned): Decision {
  const place = context.plan.events.length;
  context.plan.events.push({ fact, member, ...decided });
  const { contentHash, at } = fact;
  context.events.set(fact.id, { contentHash, at, result: decided.result, rowId: null, place });
  if (!context.members.has(member.externalId)) {
    context.members.set(member.externalId, member);
    context.plan.newMembers.push(member);
  }
  return { kind: 'accepted', place, result: decided.result };
}

/** The member, or the one that this event makes known once it is accepted. */
function findMember(context: DecisionContext, fact: Fact): Standing | undefined {
  const known = context.members.get(fact.memberId);
  if (known || (fact.type !== 'member.joined' && !context.createsMembers)) return known;
  const id = context.newIds.shift();
  if (id === undefined) throw new RangeError('No id was set aside for a new member.');
  return {
    id,
    externalId: fact.memberId,
    status: 'ACTIVE',
    was: null,
    joinedAt: fact.at,
    tier: context.programme.tiers[0]?.code ?? 'base',
    ordersCount: 0,
    spentMinor: 0,
    lastOrderAt: null,
    birthMonth: null,
    profile: emptyProfile,
    profileCompletedAt: null,
    orders: new Map(),
    turn: 0,
  };
}
