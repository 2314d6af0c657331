import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { MessageClass } from '../../programme/rules-message-limits.ts';
import type { SendOrder } from './rules-caps.ts';
import type { Db } from '../../../platform/database.ts';
import { lockClass } from '../../../platform/locks.ts';
import { addressColumn } from '../reachability/rows-address.ts';
import type { Queue } from './rows-queue.ts';
import { readRows, vouchedFor } from '../../../platform/rows.ts';

/** Lets nobody else count or take slots of these owners until the transaction ends; in one order, so that no two wait for each other. */
export async function lockSlots(tx: Db, owners: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(${lockClass.messageSlots}::int, place) FROM (
      SELECT DISTINCT hashtext(owner) AS place FROM unnest(${owners}::text[]) AS owner ORDER BY place
    ) AS ordered`;
}

/** Members with one address whose messages are counted together, at most. */
const sharersMax = 100;

/** A message that has, takes or waits for a slot; by mail whichever of an address's members it is for. */
export interface SlotMessage extends SendOrder {
  /** An address in the form in which addresses are compared; of an inbox its member's row. */
  readonly owner: string;
  readonly class: MessageClass;
  readonly status: 'reserved' | 'sending' | 'sent' | 'unknown';
  readonly leftAt: Date | null;
}

const slotMessage: z.ZodType<SlotMessage> = z.object({
  id: z.string(),
  owner: z.string(),
  class: vouchedFor<MessageClass>(),
  status: z.enum(['reserved', 'sending', 'sent', 'unknown']),
  priority: z.int(),
  notBefore: z.date(),
  leftAt: z.date().nullable(),
});

export interface SlotsWanted extends Queue {
  readonly owners: readonly string[];
  readonly classes: readonly MessageClass[];
  /** What left earlier counts no more. */
  readonly since: Date;
  /** What may leave later does not wait in line yet. */
  readonly now: Date;
}

/** Messages to these addresses or inboxes that caps count: those that left, those on their way, and those that are due. */
export async function readSlotMessages(
  tx: Db,
  { programmeId, channel, owners, classes, since, now }: SlotsWanted,
): Promise<SlotMessage[]> {
  const sharers =
    channel === 'inbox'
      ? Prisma.sql`SELECT wanted.owner::bigint AS member_id`
      : Prisma.sql`
        SELECT p.member_id FROM member_profile p
        WHERE ${addressColumn(channel)} = wanted.owner
          AND (SELECT o.programme_id FROM member o WHERE o.id = p.member_id) = ${programmeId}::smallint
        ORDER BY p.member_id LIMIT ${sharersMax}`;
  return await readRows(
    slotMessage,
    tx.$queryRaw`
      SELECT m.id::text, wanted.owner, m.class, m.status, m.priority, m.not_before AS "notBefore", m.left_at AS "leftAt"
      FROM unnest(${owners}::text[]) AS wanted (owner)
      CROSS JOIN LATERAL (${sharers}) AS sharer
      -- Not joined but looked up: whatever the statistics say, the messages are found by their member.
      CROSS JOIN LATERAL (
        SELECT * FROM message m
        WHERE m.member_id = sharer.member_id AND m.channel = ${channel} AND m.class = ANY(${classes}::text[])
          AND m.class <> 'transactional'
          AND (m.status IN ('sending', 'sent', 'unknown') AND m.left_at > ${since}::timestamptz
            OR m.status = 'reserved' AND m.not_before <= ${now}::timestamptz
              AND NOT EXISTS (SELECT FROM campaign c WHERE c.id = m.campaign_id AND c.status = 'paused'))
        OFFSET 0) AS m`,
  );
}
