import { listLots } from '../../../modules/member-view/lots.ts';
import { readCard } from '../../../modules/member-view/card.ts';
import type { MemberNow } from '../../../modules/member-view/members-now.ts';
import { requireMemberId } from '../../../modules/members/find.ts';
import { countUnread } from '../../../modules/messaging/inbox/list.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { PerennialError } from '../../../platform/errors.ts';
import type { V1Request } from '../endpoint.ts';
import { localeOf } from '../locale.ts';
import { inLocale } from '../../../values/locale.ts';
import { referralOf, requireMember } from '../members/read.ts';
import { streakBody } from '../members/shapes.ts';

export type MeRequest = V1Request<object, object, unknown>;

/** Lots that are looked at for the one that ends first. */
const lotsMax = 50;

/** Who that is, where nothing else of the member is told. */
export async function selfId({ member, programmeId, db }: MeRequest): Promise<{ id: string; row: bigint }> {
  const id = member?.memberId ?? '';
  return { id, row: await requireMemberId(db, programmeId, id) };
}

/** The member whose token it is, as long as there is one. */
export async function self({ member, programmeId, db, deps }: MeRequest): Promise<MemberNow> {
  return requireMember(db, programmeId, member?.memberId ?? '', deps.clock.now());
}

/** Throws when the shop has not let the token do this. */
export function requireLeave({ member }: MeRequest, what: 'checkIn' | 'edit'): void {
  if (member?.[what] === true) return;
  const words = { checkIn: 'check in', edit: 'change anything' }[what];
  throw new PerennialError('UNAUTHENTICATED', `The token may look, and not ${words}.`, {
    field: 'Authorization',
    fix: `Ask for a token with "${what}": true.`,
  });
}

/** A member's own standing, as the document has it. */
export async function meBody(request: MeRequest): Promise<object> {
  const { programmeId, db, deps, member: token } = request;
  const now = deps.clock.now();
  const member = await self(request);
  const { definition } = await loadProgramme(db, programmeId);
  const lots = await listLots(db, programmeId, { memberId: member.id, statuses: ['active'], now, limit: lotsMax });
  const next = lots.find(({ left, expiresAt }) => left > 0 && expiresAt !== null);
  const row = BigInt(member.rowId);
  const { code, url, invited, paid } = await referralOf({ db, programmeId, now, publicUrl: deps.publicUrl }, row);
  const card = await readCard(db, programmeId, member);
  const { streak } = member;
  const tier = definition.tiers.find((each) => each.code === member.tier);
  return {
    memberId: member.id,
    name: member.name,
    tier: member.tier,
    tierName: tierName(tier, request.language) ?? member.tier,
    balance: member.balance,
    nextExpiry: next === undefined ? null : { points: next.left, at: next.expiresAt },
    streak: streakBody(streak),
    referral: { code, url, invited, paid },
    status: member.status,
    email: member.email,
    birthday: member.birthday,
    joinedAt: member.joinedAt,
    consent: { email: member.marketing, inbox: card.inboxConsent, ...member.otherConsents },
    activation: card.activation,
    checkIn: {
      state: card.checkIn,
      next: streak === null ? null : streak.next,
      losesAt: streak?.alive === true ? new Date(streak.losesAt) : null,
    },
    unreadMessages: await countUnread(db, row),
    may: { checkIn: token?.checkIn === true, edit: token?.edit === true },
  };
}

/** Where nobody asks for a language it stays the programme's own. */
function tierName(
  tier: { readonly name: string; readonly names?: Readonly<Record<string, string>> } | undefined,
  language: string | undefined,
): string | undefined {
  if (tier === undefined || language === undefined) return tier?.name;
  return inLocale(tier.names ?? tier.name, localeOf(language)) ?? tier.name;
}
