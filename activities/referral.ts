import { claimReferrals, lockOrders, lockReferrers, type RewardedFriends } from '../modules/referrals/rows-claims.ts';
import { memberZones } from '../modules/members/rows.ts';
import { readReferralFacts } from '../modules/referrals/rows-facts.ts';
import {
  lockReferrals,
  markReferrals,
  type ReferralMark,
  type StoredReferral,
} from '../modules/referrals/rows-states.ts';
import { limitReached } from '../modules/referrals/rules-limits.ts';
import type { Db } from '../platform/database.ts';
import { daysLater } from '../values/calendar.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { ReferralChange } from '../workflows/steps.ts';
import { refused } from './refused.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type Request = RequestOf<'referral'>;
type ChangeOf<Kind extends ReferralChange['kind']> = Extract<ReferralChange, { kind: Kind }>;
type Placed<Kind extends ReferralChange['kind']> = {
  readonly request: Request;
  readonly change: ChangeOf<Kind>;
  readonly referral: StoredReferral;
};
type PlacedByKind = { readonly [Kind in ReferralChange['kind']]: Placed<Kind>[] };

/** Changes the referrals that brought the members; a referral belongs to the first enrolment that opens it. */
export async function changeReferrals(tx: Db, context: StepContext, requests: readonly Request[]): Promise<Outcome[]> {
  if (requests.length === 0) return [];
  const memberIds = requests.map(({ memberId }) => memberId);
  const referrals = await lockReferrals(tx, context.programmeId, memberIds);
  const outcomes = new Map<Request, Outcome>();
  const placed: PlacedByKind = { open: [], mark: [], claim: [] };
  for (const request of requests) {
    const referral = referrals.get(request.memberId);
    if (referral === undefined) outcomes.set(request, notReferred);
    else if ((referral.enrolmentId ?? request.enrolmentId) !== request.enrolmentId) {
      outcomes.set(request, ofAnotherCampaign);
    } else place(placed, request, referral);
  }
  await open(tx, context, placed.open, outcomes);
  await mark(tx, placed.mark, outcomes);
  await claim(tx, context, placed.claim, outcomes);
  return requests.map((request) => outcomes.get(request) ?? notReferred);
}

const notReferred = refused('NOT_REFERRED', 'nobody invited this member');
const ofAnotherCampaign = refused('OTHER_CAMPAIGN', 'another campaign rewards this invitation');

function place(placed: PlacedByKind, request: Request, referral: StoredReferral): void {
  const { change } = request.step;
  switch (change.kind) {
    case 'open':
      return void placed.open.push({ request, change, referral });
    case 'mark':
      return void placed.mark.push({ request, change, referral });
    case 'claim':
      return void placed.claim.push({ request, change, referral });
    default:
      return change satisfies never;
  }
}

async function open(
  tx: Db,
  { programmeId }: StepContext,
  opened: readonly Placed<'open'>[],
  outcomes: Map<Request, Outcome>,
): Promise<void> {
  if (opened.length === 0) return;
  await markReferrals(
    tx,
    opened.map(({ request, referral: { id, state } }) => markOf(request, { id, state })),
  );
  const facts = await readReferralFacts(
    tx,
    programmeId,
    opened.map(({ referral }) => referral.id),
  );
  const zoneOf = await zonesOf(tx, programmeId, opened);
  for (const { request, change, referral } of opened) {
    const { referrerId, registeredAt: joinedAt } = referral;
    const { orderWithinDays: days } = change;
    const until = days === undefined ? {} : { orderUntilAt: daysLater(joinedAt, days, zoneOf(request.memberId)) };
    outcomes.set(request, {
      kind: 'applied',
      data: { referrerId, joinedAt, ...until, facts: { ...facts.get(referral.id) } },
    });
  }
}

/** The zones of those who joined, whose days count. */
function zonesOf(tx: Db, programmeId: number, placed: readonly { readonly request: Request }[]) {
  return memberZones(
    tx,
    programmeId,
    placed.map(({ request }) => request.memberId),
  );
}

async function mark(tx: Db, marked: readonly Placed<'mark'>[], outcomes: Map<Request, Outcome>): Promise<void> {
  await markReferrals(
    tx,
    marked.map(({ request, change: { kind: _, ...change }, referral }) =>
      markOf(request, { id: referral.id, ...change }),
    ),
  );
  for (const { request } of marked) outcomes.set(request, { kind: 'applied' });
}

const markOf = (request: Request, change: Omit<ReferralMark, 'enrolmentId' | 'at'>): ReferralMark => ({
  ...change,
  enrolmentId: request.enrolmentId,
  at: request.at,
});

/** With the referrers locked, so that friends who qualify at one moment, in any number of workers, count one by one. */
async function claim(
  tx: Db,
  { programmeId }: StepContext,
  claims: readonly Placed<'claim'>[],
  outcomes: Map<Request, Outcome>,
): Promise<void> {
  if (claims.length === 0) return;
  const referrers = await lockReferrers(
    tx,
    programmeId,
    claims.map(({ referral }) => referral.referrerId),
  );
  const keptOf = await lockOrders(
    tx,
    programmeId,
    claims.flatMap(({ change: { order } }) => (order === undefined ? [] : [order.orderId])),
  );
  const zoneOf = await zonesOf(tx, programmeId, claims);
  const approved = claims.flatMap(({ request, change: { limits, order, takeBackDays }, referral }) => {
    if (order && (keptOf.get(order.orderId) ?? 0) < order.minMinor) {
      outcomes.set(request, orderReturned);
      return [];
    }
    const referrer = referrers.get(referral.referrerId);
    const reason = referrer?.active
      ? overLimit(referrer.friends, limits, { at: request.at, zone: zoneOf(request.memberId) })
      : 'the member who invited has left';
    if (reason === undefined) referrer?.friends.push(request.at);
    const counted = reason === undefined;
    const { enrolmentId, at } = request;
    const days = takeBackDays;
    const until = days === undefined ? {} : { watchUntilAt: daysLater(at, days, zoneOf(request.memberId)) };
    outcomes.set(request, { kind: 'applied', data: { counted, ...until, ...(counted ? {} : { reason }) } });
    return [{ id: referral.id, enrolmentId, at, counted, orderId: order?.orderId ?? null }];
  });
  await claimReferrals(tx, approved);
}

const orderReturned = refused('ORDER_RETURNED', 'too little of the order is left');

/** Places taken later than `at` count, too: run in any order, no period ever has more. */
function overLimit(
  friends: RewardedFriends,
  limits: ChangeOf<'claim'>['limits'],
  { at, zone }: { at: number; zone: string },
): string | undefined {
  const since = daysLater(at, -limits.periodDays, zone);
  return limitReached(limits, { inPeriod: friends.filter((each) => each > since).length, inAll: friends.length });
}
