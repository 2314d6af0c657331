import { createHash } from 'node:crypto';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { isCollision } from '../../platform/database-faults.ts';
import { cancelCoupons } from '../coupons/move.ts';
import { revert } from '../ledger/correct.ts';
import { type Figures, addFigures, figuresOf, type Grant, leftoverOf, noFigures, standingOf } from './rules.ts';
import { findReversal, markReverted, noteLeftovers, noteProgress, type ReversalRow } from './rows.ts';
import { couponGrants, findGrants, lockOwners, pointsGrants } from './rows-grants.ts';

/** Members of a page: it is one transaction that locks them, of some tenths of a second. */
export const pageMembersMax = 500;
/** Two collisions in a row are bad luck. */
const collisionRetriesMax = 3;

export interface ReversalDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

/** Carries a reversal on by a page, in one transaction: one that was asked for, or the oldest; undefined when none is to be carried on. */
export async function runReversalPage(
  { database, clock }: ReversalDeps,
  rowId?: string,
  membersMax = pageMembersMax,
): Promise<ReversalRow['status'] | undefined> {
  for (let retriesLeft = collisionRetriesMax; ; retriesLeft -= 1) {
    try {
      return await inTransaction(database, (tx) => runPageIn(tx, clock.now(), rowId, membersMax));
    } catch (error) {
      if (retriesLeft === 0 || !isCollision(error)) throw error;
    }
  }
}

/** Why a reversal is not carried out. */
export const changedReason = 'what was granted stands otherwise than the dry run said';

/** The same in the transaction of `tx`. */
export async function runPageIn(
  tx: Db,
  now: Date,
  rowId?: string,
  membersMax = pageMembersMax,
): Promise<ReversalRow['status'] | undefined> {
  const reversal = await findReversal(tx, { claim: true, ...(rowId === undefined ? {} : { rowId }) });
  if (reversal === undefined) return undefined;
  const { campaignId, since, until, afterMemberId, phase } = reversal;
  const found = await findGrants(tx, { campaignId, since, until, afterMemberId, membersMax });
  const things = {
    txnIds: reversal.points ? found.txnIds : [],
    couponIds: reversal.coupons ? found.couponIds : [],
  };
  const lock = phase === 'taking';
  if (lock) await lockOwners(tx, things);
  const { programmeId } = reversal;
  const grants: Grant[] = [
    ...(await pointsGrants(tx, { programmeId, now }, things.txnIds)),
    ...(await couponGrants(tx, { programmeId, now, lock }, things.couponIds)),
  ];
  const seen = { members: found.members, messages: found.messages };
  const page = grants.reduce((sum, grant) => addFigures(sum, figuresOf(grant)), { ...noFigures, ...seen });
  if (lock) await takeBack(tx, reversal, grants, now);
  if (lock || reversal.dryRun) await noteLeftovers(tx, reversal.rowId, leftoversOf(grants));
  const figures = addFigures(reversal.figures, page);
  const digest = addDigest(reversal.digest, grants);
  if (found.lastMemberId !== null && found.members === membersMax) {
    const progress = { phase, figures, digest, afterMemberId: found.lastMemberId };
    await noteProgress(tx, reversal.rowId, { status: 'running', ...progress });
    return 'running';
  }
  return endPhase(tx, reversal, { figures, digest, now });
}

const leftoversOf = (grants: readonly Grant[]) =>
  grants.flatMap((grant) => {
    const { kind, thingId, memberId } = grant;
    const leftover = leftoverOf(grant);
    return leftover === undefined ? [] : [{ kind, thingId, memberId, ...leftover }];
  });

/** Whether two looks were at the same grants in the same state shows in a sum, in whatever pages they came. */
function addDigest(digest: string, grants: readonly Grant[]): string {
  const sum = grants.reduce((total, grant) => {
    const hash = createHash('sha256').update(standingOf(grant)).digest();
    return total + hash.readBigUInt64BE();
  }, BigInt(digest));
  return String(sum);
}

/** Takes back what there is to take, once for each grant. */
async function takeBack(tx: Db, reversal: ReversalRow, grants: readonly Grant[], now: Date): Promise<void> {
  const { programmeId, rowId, requestedBy: actor, reason } = reversal;
  const points = grants.filter((grant) => grant.kind === 'points').filter(({ takeable }) => takeable > 0);
  const answers = await revert(
    tx,
    points.map(({ thingId, memberId, key: earnKey, takeable }) => ({
      ...{ programmeId, memberId: BigInt(memberId), key: `reversal:${rowId}:${thingId}`, at: now },
      ...{ source: { type: 'reversal', id: rowId }, actor, reason, earnKey, points: takeable },
    })),
  );
  for (const [place, { thingId, takeable }] of points.entries()) {
    const answer = answers[place];
    if (answer?.ok === true && answer.points === takeable) continue;
    const said = answer === undefined ? 'nothing' : answer.ok ? String(answer.points) : answer.message;
    throw new Error(`reversal ${rowId}: grant ${thingId} of ${takeable} points was answered with ${said}`);
  }
  const coupons = grants.filter((grant) => grant.kind === 'coupon').filter(({ status }) => status === 'issued');
  const moved = await cancelCoupons(
    tx,
    programmeId,
    coupons.map(({ code, thingId }) => ({ code, key: `reversal:${rowId}:coupon:${thingId}`, at: now, actor, reason })),
  );
  const refused = moved.find(({ ok }) => !ok);
  if (refused?.ok === false) throw new Error(`reversal ${rowId}: a coupon was not withdrawn: ${refused.message}`);
  await markReverted(tx, rowId, grants);
}

/** All members have been gone through. */
async function endPhase(
  tx: Db,
  reversal: ReversalRow,
  { figures, digest, now }: { figures: Figures; digest: string; now: Date },
): Promise<ReversalRow['status']> {
  const { rowId, phase, dryRun, confirms, afterMemberId } = reversal;
  if (phase === 'looking' && !dryRun) {
    const before = confirms === null ? undefined : await findReversal(tx, { rowId: confirms });
    if (before?.digest === digest) {
      const start = { phase: 'taking', figures: noFigures, digest: '0', afterMemberId: '0' } as const;
      await noteProgress(tx, rowId, { status: 'running', ...start });
      return 'running';
    }
    const ended = { cancelledReason: changedReason, finishedAt: now };
    await noteProgress(tx, rowId, { status: 'cancelled', phase, figures, digest, afterMemberId, ...ended });
    await audit(tx, reversal, { action: 'reversal.cancelled', figures, now });
    return 'cancelled';
  }
  await noteProgress(tx, rowId, { status: 'done', phase, figures, digest, afterMemberId, finishedAt: now });
  if (!dryRun) await audit(tx, reversal, { action: 'reversal.done', figures, now });
  return 'done';
}

async function audit(
  tx: Db,
  { programmeId, rowId, campaign, requestedBy: actor, reason, requestId }: ReversalRow,
  { action, figures, now }: { action: string; figures: Figures; now: Date },
): Promise<void> {
  const data = { programmeId, at: now, actor, action, target: `campaign:${campaign}`, reason, requestId };
  await tx.auditEvent.create({ data: { ...data, after: { reversal: rowId, ...figures } } });
}
