import { z } from 'zod';
import type { JsonObject } from '../../values/json.ts';
import type { ReferralState } from './rules-limits.ts';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';

/** A referral, locked. */
export interface StoredReferral {
  readonly id: string;
  readonly referrerId: string;
  readonly state: ReferralState;
  readonly registeredAt: number;
  /** The enrolment that decides on it; null until one has opened it. */
  readonly enrolmentId: string | null;
}

const storedRow = z.object({
  id: z.string(),
  refereeId: z.string(),
  referrerId: z.string(),
  state: vouchedFor<ReferralState>(),
  registeredAt: z.number(),
  enrolmentId: z.string().nullable(),
});

/** The referrals that brought members, by member, locked until the transaction ends. */
export async function lockReferrals(
  tx: Db,
  programmeId: number,
  refereeIds: readonly string[],
): Promise<ReadonlyMap<string, StoredReferral>> {
  const rows = await readRows(
    storedRow,
    tx.$queryRaw`
      SELECT id::text, referee_id::text AS "refereeId", referrer_id::text AS "referrerId", state,
        (extract(epoch FROM registered_at) * 1000)::float8 AS "registeredAt", enrolment_id::text AS "enrolmentId"
      FROM referral WHERE referee_id = ANY (${refereeIds}::text[]::bigint[]) AND programme_id = ${programmeId}::smallint
      ORDER BY id FOR UPDATE`,
  );
  return new Map(rows.map(({ refereeId, ...referral }) => [refereeId, referral]));
}

/** Where a referral has come to. */
export interface ReferralMark {
  readonly id: string;
  readonly enrolmentId: string;
  readonly state: ReferralState;
  readonly reasons?: readonly string[];
  readonly waitsUntil?: number;
  /** Added to what is known of the rewards. */
  readonly rewards?: JsonObject;
  readonly at: number;
}

/** Writes where referrals have come to. */
export async function markReferrals(tx: Db, marks: readonly ReferralMark[]): Promise<void> {
  if (marks.length === 0) return;
  const rows = marks.map(({ at, waitsUntil, reasons = [], rewards = {}, ...mark }) => ({
    ...mark,
    ...{ reasons, rewards, at: new Date(at).toISOString() },
    until: waitsUntil === undefined ? null : new Date(waitsUntil).toISOString(),
  }));
  await tx.$executeRaw`
    UPDATE referral r
    SET state = m.state, reasons = array(SELECT jsonb_array_elements_text(m.reasons)), waits_until = m.until,
      rewards = r.rewards || m.rewards, changed_at = m.at, enrolment_id = m."enrolmentId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      m (id bigint, "enrolmentId" bigint, state text, reasons jsonb, rewards jsonb, at timestamptz, until timestamptz)
    WHERE r.id = m.id`;
}
