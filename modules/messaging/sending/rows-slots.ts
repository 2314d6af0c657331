import { z } from 'zod';
import type { MessageClass } from '../../programme/rules-message-limits.ts';
import type { SendOrder } from './rules-caps.ts';
import type { Db } from '../../../platform/database.ts';
import { lockClass } from '../../../platform/locks.ts';
import type { Queue } from './rows-queue.ts';
import { readRows, vouchedFor } from '../../../platform/rows.ts';

/** Lets nobody else count or take slots of these members until the transaction ends; in one order, so that no two wait for each other. */
export async function lockSlots(tx: Db, memberIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(${lockClass.messageSlots}::int, place) FROM (
      SELECT DISTINCT (id % 2147483647)::int AS place FROM unnest(${memberIds}::text[]::bigint[]) AS id ORDER BY place
    ) AS ordered`;
}

/** A member's message that has, takes or waits for a slot. */
export interface SlotMessage extends SendOrder {
  readonly memberId: string;
  readonly class: MessageClass;
  readonly status: 'reserved' | 'sending' | 'sent' | 'unknown';
  readonly leftAt: Date | null;
}

const slotMessage: z.ZodType<SlotMessage> = z.object({
  id: z.string(),
  memberId: z.string(),
  class: vouchedFor<MessageClass>(),
  status: z.enum(['reserved', 'sending', 'sent', 'unknown']),
  priority: z.int(),
  notBefore: z.date(),
  leftAt: z.date().nullable(),
});

export interface SlotsWanted extends Queue {
  readonly memberIds: readonly string[];
  readonly classes: readonly MessageClass[];
  /** What left earlier counts no more. */
  readonly since: Date;
  /** What may leave later does not wait in line yet. */
  readonly now: Date;
}

/** Messages of these members that caps count: those that left, those on their way, and those that are due. */
export async function readSlotMessages(
  tx: Db,
  { programmeId, channel, memberIds, classes, since, now }: SlotsWanted,
): Promise<SlotMessage[]> {
  return await readRows(
    slotMessage,
    tx.$queryRaw`
      SELECT m.id::text, m.member_id::text AS "memberId", m.class, m.status, m.priority, m.not_before AS "notBefore",
        m.left_at AS "leftAt"
      FROM message m
      WHERE m.programme_id = ${programmeId}::smallint AND m.member_id = ANY(${memberIds}::text[]::bigint[])
        AND m.channel = ${channel} AND m.class = ANY(${classes}::text[]) AND m.class <> 'transactional'
        AND (m.status IN ('sending', 'sent', 'unknown') AND m.left_at > ${since}::timestamptz
          OR m.status = 'reserved' AND m.not_before <= ${now}::timestamptz
            AND NOT EXISTS (SELECT FROM campaign c WHERE c.id = m.campaign_id AND c.status = 'paused'))`,
  );
}
