import { z } from 'zod';
import type { ReferralState } from './rules-limits.ts';
import type { Db } from '../../platform/database.ts';
import { readRow, readRows, vouchedFor } from '../../platform/rows.ts';

/** An invitation as its referrer sees it. */
export interface InvitationView {
  /** The shop's id of the friend. */
  readonly friend: string;
  readonly state: ReferralState;
  readonly reasons: readonly string[];
  readonly registeredAt: Date;
  readonly changedAt: Date;
  readonly waitsUntil: Date | null;
  readonly orderId: string | null;
  /** What the referrer got for it; null when nothing. */
  readonly reward: { readonly points: number; readonly coupon?: string; readonly couponCode?: string } | null;
}

/** What is known of a member's invitations. */
export interface Invitations {
  readonly code: string | null;
  /** The shop's id of the member who invited this one. */
  readonly invitedBy: string | null;
  /** Latest first. */
  readonly friends: readonly InvitationView[];
}

const referrerRow = z.object({ id: z.string() });

const invitationView: z.ZodType<InvitationView> = z.object({
  friend: z.string(),
  state: vouchedFor<ReferralState>(),
  reasons: z.array(z.string()),
  registeredAt: z.date(),
  changedAt: z.date(),
  waitsUntil: z.date().nullable(),
  orderId: z.string().nullable(),
  reward: vouchedFor<InvitationView['reward']>(),
});

/** The member's latest invitations, and who invited the member. */
export async function readInvitations(db: Db, memberId: bigint, limit: number): Promise<Invitations> {
  const [code, invitedBy, friends] = await Promise.all([
    db.referralCode.findUnique({ where: { memberId } }),
    readRow(
      referrerRow,
      db.$queryRaw`
        SELECT m.external_id AS id FROM referral r JOIN member m ON m.id = r.referrer_id WHERE r.referee_id = ${memberId}`,
    ),
    readRows(
      invitationView,
      db.$queryRaw`
        SELECT m.external_id AS friend, r.state, r.reasons, r.registered_at AS "registeredAt", r.changed_at AS "changedAt",
          r.waits_until AS "waitsUntil", r.order_id AS "orderId", nullif(r.rewards -> 'referrer', 'null') AS reward
        FROM referral r JOIN member m ON m.id = r.referee_id
        WHERE r.referrer_id = ${memberId} ORDER BY r.registered_at DESC, r.id DESC LIMIT ${limit}::int`,
    ),
  ]);
  return { code: code?.code ?? null, invitedBy: invitedBy?.id ?? null, friends };
}
