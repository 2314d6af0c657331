import { z } from 'zod';
import type { MessageClass } from '../../programme/rules-message-limits.ts';
import type { SendOrder } from './rules-caps.ts';
import type { Db } from '../../../platform/database.ts';
import { lockClass } from '../../../platform/locks.ts';
import type { Queue } from './rows-queue.ts';
import { readRows, vouchedFor } from '../../../platform/rows.ts';

/** Lets nobody else count or take slots of these addresses until the transaction ends; in one order, so that no two wait for each other. */
export async function lockSlots(tx: Db, addresses: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(${lockClass.messageSlots}::int, place) FROM (
      SELECT DISTINCT hashtext(address) AS place FROM unnest(${addresses}::text[]) AS address ORDER BY place
    ) AS ordered`;
}

/** Members with one address whose messages are counted together, at most. */
const sharersMax = 100;

/** A message to an address that has, takes or waits for a slot, whichever of the address's members it is for. */
export interface SlotMessage extends SendOrder {
  /** In the form in which addresses are compared. */
  readonly address: string;
  readonly class: MessageClass;
  readonly status: 'reserved' | 'sending' | 'sent' | 'unknown';
  readonly leftAt: Date | null;
}

const slotMessage: z.ZodType<SlotMessage> = z.object({
  id: z.string(),
  address: z.string(),
  class: vouchedFor<MessageClass>(),
  status: z.enum(['reserved', 'sending', 'sent', 'unknown']),
  priority: z.int(),
  notBefore: z.date(),
  leftAt: z.date().nullable(),
});

export interface SlotsWanted extends Queue {
  readonly addresses: readonly string[];
  readonly classes: readonly MessageClass[];
  /** What left earlier counts no more. */
  readonly since: Date;
  /** What may leave later does not wait in line yet. */
  readonly now: Date;
}

/** Messages to these addresses that caps count: those that left, those on their way, and those that are due. */
export async function readSlotMessages(
  tx: Db,
  { programmeId, channel, addresses, classes, since, now }: SlotsWanted,
): Promise<SlotMessage[]> {
  return await readRows(
    slotMessage,
    tx.$queryRaw`
      SELECT m.id::text, wanted.address, m.class, m.status, m.priority, m.not_before AS "notBefore", m.left_at AS "leftAt"
      FROM unnest(${addresses}::text[]) AS wanted (address)
      CROSS JOIN LATERAL (
        SELECT p.member_id FROM member_profile p
        WHERE lower(btrim(p.email)) = wanted.address
          AND (SELECT o.programme_id FROM member o WHERE o.id = p.member_id) = ${programmeId}::smallint
        ORDER BY p.member_id LIMIT ${sharersMax}) AS sharer
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
