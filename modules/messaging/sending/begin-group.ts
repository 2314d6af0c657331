import { type Database, type Db, inTransaction } from '../../../platform/database.ts';
import { canonicalAddress } from '../reachability/rules-address.ts';
import type { MessageCap } from '../../programme/rules-message-limits.ts';
import type { MessagingProgramme } from '../content/rows-sources.ts';
import { type AnswerConditions, untrueOf } from './conditions-port.ts';
import { decideDue } from './decide-due.ts';
import { beginSending, type Claim, type DueMessage, type Queue, type Settlement } from './rows-queue.ts';
import { lockSlots, readSlotMessages, type SlotMessage } from './rows-slots.ts';
import { bySendOrder, heldByCaps, type Slots } from './rules-caps.ts';

export interface BeginGroup extends Pick<Claim, 'owner' | 'leaseMs' | 'now'> {
  readonly queue: Queue;
  readonly programme: MessagingProgramme;
  readonly messages: readonly DueMessage[];
  readonly answerConditions: AnswerConditions;
}

export interface BegunGroup {
  /** Marked as on their way: each one's points and attempts. */
  readonly begun: ReadonlyMap<string, { readonly points: number; readonly attempts: number }>;
  /** What a cap keeps from leaving now. */
  readonly held: ReadonlyMap<string, Settlement>;
}

const dayMs = 86_400_000;

/**
 * Marks a group of claimed messages as on their way, but for those that a cap holds back. Addresses and inboxes are counted under a
 * lock that ends with the transaction, so that two dispatchers at once can't both take the last slot of one.
 */
export async function beginGroup(database: Database, group: BeginGroup): Promise<BegunGroup> {
  const { queue, programme, messages } = group;
  const caps = programme.messageCaps.filter(({ channel }) => channel === queue.channel);
  const capped = messages.filter((message) => caps.some((cap) => cap.class === message.class));
  const asks = messages.some(({ onlyIf }) => onlyIf !== null);
  const all = messages.map(({ id }) => id);
  if (capped.length === 0 && !asks) return { begun: await beginSending(database, group, all), held: new Map() };

  return inTransaction(database, async (tx) => {
    const ids = await stillTrue(tx, group);
    if (capped.length === 0) return { begun: await beginSending(tx, group, ids), held: new Map() };
    const owners = [...new Set(capped.map(slotOwner))];
    await lockSlots(tx, owners);
    const standing = await readSlotMessages(tx, {
      ...queue,
      owners,
      classes: [...new Set(caps.map((cap) => cap.class))],
      // A local day has 25 hours at most, and a window is a day longer than it has to be.
      since: new Date(group.now.getTime() - (Math.max(...caps.map(({ perDays }) => perDays)) + 1) * dayMs),
      now: group.now,
    });
    const held = heldMessages(group, caps, [...capped].sort(bySendOrder), standing);
    const leaving = ids.filter((id) => !held.has(id));
    return { begun: await beginSending(tx, group, leaving), held };
  });
}

/** Those whose journey's condition, if there is one, holds in this transaction; of the others the next page says why. */
async function stillTrue(tx: Db, { queue, messages, now, answerConditions }: BeginGroup): Promise<string[]> {
  const untrue = await untrueOf(tx, answerConditions, { programmeId: queue.programmeId, now }, messages);
  return messages.filter((message) => !untrue.has(message)).map(({ id }) => id);
}

/** Decides one after the other, by their turn: what was let go before takes its slot. */
function heldMessages(
  { programme, messages, now }: BeginGroup,
  caps: readonly MessageCap[],
  inTurn: readonly DueMessage[],
  standing: readonly SlotMessage[],
): Map<string, Settlement> {
  const held = new Map<string, Settlement>();
  const admitted: DueMessage[] = [];
  for (const message of inTurn) {
    const applying = caps.filter((cap) => cap.class === message.class);
    const owner = slotOwner(message);
    const mates = admitted.filter((other) => slotOwner(other) === owner && other.class === message.class).length;
    const alike = standing.filter((other) => other.owner === owner && other.class === message.class);
    const slots = slotsBeside(message, alike, (id) => messages.some((mate) => mate.id === id));
    const hold = heldByCaps(
      applying,
      { ...slots, underway: slots.underway + mates },
      message.zone ?? programme.zone,
      now.getTime(),
    );
    const settlement = hold && decideDue(message, programme, now.getTime(), hold);
    if (settlement) held.set(message.id, settlement);
    else admitted.push(message);
  }
  return held;
}

/** Twins share a mailbox: who reads it is who has had enough. An inbox is its member's alone. */
const slotOwner = ({ channel, memberId, address }: DueMessage) =>
  channel === 'inbox' ? memberId : canonicalAddress(channel, address ?? '');

function slotsBeside(message: DueMessage, others: readonly SlotMessage[], isOfGroup: (id: string) => boolean): Slots {
  // Those of its own group are decided in their turn; after a repeated call they stand there as on their way already.
  const strangers = others.filter(({ id }) => !isOfGroup(id));
  return {
    takenAt: strangers
      .filter(({ status }) => status === 'sent' || status === 'unknown')
      .map(({ leftAt }) => leftAt?.getTime() ?? 0),
    underway: strangers.filter(({ status }) => status === 'sending').length,
    ahead: strangers.filter((other) => other.status === 'reserved' && bySendOrder(other, message) < 0).length,
  };
}
