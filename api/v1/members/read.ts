import { createHash } from 'node:crypto';
import { listCoupons } from '../../../modules/coupons/list.ts';
import { listLots } from '../../../modules/member-view/lots.ts';
import { type MemberNow, readMembersNow } from '../../../modules/member-view/members-now.ts';
import { memberNotFound } from '../../../modules/members/find.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { countInvitations } from '../../../modules/referrals/count.ts';
import { referralCodeOf, referralLink } from '../../../modules/referrals/rows-codes.ts';
import type { Db } from '../../../platform/database.ts';
import { couponBody, lotBody, memberBody } from './shapes.ts';

export interface Expansion {
  readonly db: Db;
  readonly programmeId: number;
  readonly now: Date;
  readonly publicUrl?: string | undefined;
}

/** Lots and coupons that come with a member. */
const expandedMax = 20;

/** The member with this id of the shop's; throws MEMBER_NOT_FOUND. */
export async function requireMember(db: Db, programmeId: number, memberId: string, now: Date): Promise<MemberNow> {
  const [member] = await readMembersNow(db, programmeId, [memberId], now);
  if (member === undefined) throw memberNotFound(memberId);
  return member;
}

/** A member with what was asked for besides, and the tag of what can be changed of it. */
export async function memberOf(
  where: Expansion,
  memberId: string,
  expand: readonly ('lots' | 'coupons' | 'referral')[] = [],
): Promise<{ body: object; etag: string }> {
  const { db, programmeId, now } = where;
  const member = await requireMember(db, programmeId, memberId, now);
  const { definition } = await loadProgramme(db, programmeId);
  const lots = expand.includes('lots') ? await listLots(db, programmeId, { memberId, now, limit: expandedMax }) : [];
  const coupons = expand.includes('coupons')
    ? await listCoupons(db, { programmeId, now, member: memberId, limit: expandedMax })
    : [];
  const body = {
    ...memberBody(member, definition.currency),
    ...(expand.includes('lots') ? { lots: lots.map(lotBody) } : {}),
    ...(expand.includes('coupons') ? { coupons: coupons.map(couponBody) } : {}),
    ...(expand.includes('referral') ? { referral: await referralOf(where, BigInt(member.rowId)) } : {}),
  };
  return { body, etag: tagOf(member) };
}

/** The code of a member and what came of it. */
export async function referralOf({ db, programmeId, now, publicUrl = '' }: Expansion, memberId: bigint) {
  const code = await referralCodeOf(db, { programmeId, memberId, now });
  return { code, url: referralLink(publicUrl, code), ...(await countInvitations(db, memberId)) };
}

/** Of the profile and the status alone: points change by themselves. */
function tagOf({ balance: _, streak: __, ...member }: MemberNow): string {
  return createHash('sha256').update(JSON.stringify(member)).digest('base64url').slice(0, 16);
}
