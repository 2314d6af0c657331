import { normalAddress } from '../../domain/consent.ts';
import type { Programme } from '../../domain/programme.ts';
import { PerennialError } from '../../runtime/errors.ts';
import type { Db } from '../database.ts';
import { explainOrders } from './explain-orders.ts';
import { type LotView, type PointsBalance, readBalance, readLots } from './points.ts';
import { type EnrolmentRow, readTimelineRows } from './rows.ts';
import { buildTimeline, type TimelineEntry } from './timeline.ts';

/** A member as the shop sees one: who, how many points, what happened, what comes next. */
export interface MemberView {
  readonly member: MemberFacts;
  readonly balance: PointsBalance;
  /** Open lots in the order in which they will be spent. */
  readonly lots: readonly LotView[];
  readonly campaigns: readonly CampaignOfMember[];
  /** What is known to come, soonest first. */
  readonly upcoming: readonly Upcoming[];
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** True when there are entries older than the first one of the timeline. */
  readonly earlierEntries: boolean;
}

export interface MemberFacts {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly status: string;
  readonly tier: string;
  readonly zone: string;
  readonly locale: string;
  readonly joinedAt: Date;
  readonly profileCompletedAt: Date | null;
  readonly orders: number;
  readonly spentMinor: number;
  readonly lastOrderAt: Date | null;
  /** Consent to marketing by e-mail; null when never asked. */
  readonly marketing: boolean | null;
  /** Why nothing may be sent to the address; null when mail may go. */
  readonly suppressed: string | null;
}

export type CampaignOfMember = Omit<EnrolmentRow, 'id'> & { readonly enrolmentId: string };

export interface Upcoming {
  readonly at: Date;
  readonly kind: 'expiry' | 'available' | 'message' | 'hold';
  readonly points: number;
  readonly template?: string;
}

export interface MemberViewOptions {
  /** Timeline entries at most. */
  readonly limit: number;
  readonly all?: boolean;
}

interface ProgrammeOfView {
  readonly id: number;
  readonly definition: Programme;
}

/** Expiries told as upcoming: the next ones are what a shop asks about. */
const upcomingExpiriesMax = 3;

/** The view of the member with this id of the shop's, or this e-mail address. */
export async function readMemberView(
  db: Db,
  programme: ProgrammeOfView,
  idOrEmail: string,
  options: MemberViewOptions,
): Promise<MemberView> {
  const { definition } = programme;
  const { memberId, facts, birthMonth } = await findMember(db, programme, idOrEmail);
  const [{ balance, holds }, lots, rows] = await Promise.all([
    readBalance(db, programme.id, memberId),
    readLots(db, programme.id, memberId),
    readTimelineRows(db, memberId, options.limit),
  ]);
  const { entries, earlier } = buildTimeline(rows, {
    manner: {
      asset: definition.asset,
      currency: definition.currency,
      zone: facts.zone,
      tiers: Object.fromEntries(definition.tiers.map(({ code, name }) => [code, name])),
    },
    explanations: explainOrders(definition, {
      events: rows.events,
      complete: rows.events.length < options.limit,
      birthMonth,
    }),
    available: balance.available,
    limit: options.limit,
    all: options.all ?? false,
  });
  const waiting = rows.messages.filter((message) => message.status === 'reserved');
  return {
    member: facts,
    balance,
    lots,
    campaigns: rows.enrolments.map(({ id, ...enrolment }) => ({ enrolmentId: String(id), ...enrolment })),
    upcoming: [
      ...expiriesOf(lots),
      ...lots.filter((lot) => lot.state === 'PENDING').map(availabilityOf),
      ...holds.map((hold) => ({ at: hold.expiresAt, kind: 'hold' as const, points: hold.points })),
      ...waiting.map(({ notBefore: at, template }) => ({ at, kind: 'message' as const, points: 0, template })),
    ].sort((a, b) => a.at.getTime() - b.at.getTime()),
    timeline: entries,
    earlierEntries: earlier,
  };
}

/** The lots that expire next, those of one instant together. */
function expiriesOf(lots: readonly LotView[]): Upcoming[] {
  const totals = new Map<number, number>();
  for (const { expiresAt, left, state } of lots) {
    if (expiresAt === null || state !== 'ACTIVE' || left === 0) continue;
    totals.set(expiresAt.getTime(), (totals.get(expiresAt.getTime()) ?? 0) + left);
  }
  return [...totals]
    .sort(([a], [b]) => a - b)
    .slice(0, upcomingExpiriesMax)
    .map(([at, points]) => ({ at: new Date(at), kind: 'expiry', points }));
}

function availabilityOf(lot: LotView): Upcoming {
  return { at: lot.availableAt, kind: 'available', points: lot.left };
}

async function findMember(
  db: Db,
  { id: programmeId, definition }: ProgrammeOfView,
  idOrEmail: string,
): Promise<{ memberId: bigint; facts: MemberFacts; birthMonth: number | null }> {
  const byEmail = idOrEmail.includes('@');
  const found = await db.member.findMany({
    where: byEmail
      ? { programmeId, profile: { email: { equals: idOrEmail.trim(), mode: 'insensitive' } } }
      : { programmeId, externalId: idOrEmail },
    include: { profile: true },
    orderBy: { id: 'asc' },
    take: 10,
  });
  const [member, another] = found;
  if (!member) {
    throw new PerennialError(
      'MEMBER_NOT_FOUND',
      `No member of ${definition.name} has the ${byEmail ? 'e-mail' : 'id'} "${idOrEmail}".`,
      {
        field: 'member',
        fix: 'Give the id the shop sends in its events, or the e-mail address of the profile.',
      },
    );
  }
  if (another) {
    throw new PerennialError('USAGE', `Several members have the e-mail "${idOrEmail}".`, {
      field: 'member',
      fix: `Say which: ${found.map(({ externalId }) => externalId).join(', ')}.`,
    });
  }
  const email = member.profile?.email ?? null;
  const [consent, suppression] = await Promise.all([
    db.consent.findUnique({
      where: { programmeId_memberId_channel: { programmeId, memberId: member.id, channel: 'email' } },
    }),
    email === null
      ? null
      : db.suppression.findUnique({
          where: { programmeId_channel_address: { programmeId, channel: 'email', address: normalAddress(email) } },
        }),
  ]);
  const facts: MemberFacts = {
    id: member.externalId,
    name: member.profile?.name ?? null,
    email,
    status: member.status,
    tier: definition.tiers.find(({ code }) => code === member.tier)?.name ?? member.tier,
    zone: member.zone ?? definition.zone,
    locale: member.locale ?? definition.locale,
    joinedAt: member.joinedAt,
    profileCompletedAt: member.profileCompletedAt,
    orders: member.ordersCount,
    spentMinor: Number(member.spentMinor),
    lastOrderAt: member.lastOrderAt,
    marketing: consent?.granted ?? null,
    suppressed: suppression?.reason ?? null,
  };
  const birthday = member.profile?.birthday;
  return { memberId: member.id, facts, birthMonth: birthday ? birthday.getUTCMonth() + 1 : null };
}
