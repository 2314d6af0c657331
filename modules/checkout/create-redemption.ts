import { randomInt } from 'node:crypto';
import { contentHash } from '../../platform/canonical-json.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { hold, spend } from '../ledger/redeem.ts';
import { releaseRunOut } from '../ledger/sweep.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { readInput, type RedemptionInput, redemptionInput } from './input.ts';
import { lockCustomer, readCustomer } from './rows-purse.ts';
import { insertRedemption, loadRedemption, readRedemptions, type StoredRedemption } from './rows.ts';
import { captureKey, holdKey } from './rules-keys.ts';
import { redemptionObjection } from './rules-share.ts';
import { worthMinor } from './rules-worth.ts';
import { type Actor, type CheckoutClock, type CheckoutDeps, posted } from './posted.ts';
import { within } from '../../platform/transact.ts';
import { type RedemptionView, viewOf } from './view.ts';

export interface CreatedRedemption {
  readonly redemption: RedemptionView;
  /** True when the key had made it before: it is shown as it stands now. */
  readonly replayed: boolean;
}

/** The same key with the same input is the same redemption; without one every call makes another. */
export interface CreateOptions extends Actor {
  readonly key?: string;
}

/** Sets points aside for an order, or uses them at once. */
export function createRedemption(
  deps: CheckoutDeps,
  programmeId: number,
  input: RedemptionInput,
  options: CreateOptions,
): Promise<CreatedRedemption> {
  return within(deps.database, (tx) => createIn(tx, deps, programmeId, input, options));
}

async function createIn(
  tx: Db,
  { clock }: CheckoutClock,
  programmeId: number,
  input: RedemptionInput,
  { actor, key }: CreateOptions,
): Promise<CreatedRedemption> {
  const wanted = readInput(redemptionInput, input);
  const programme = await loadProgramme(tx, programmeId);
  const memberId = await lockCustomer(tx, programmeId, wanted.memberId);
  const requestHash = contentHash(wanted);
  const before = key === undefined ? undefined : await redemptionOfKey(tx, programmeId, key, requestHash);
  const now = clock.now();
  if (before !== undefined) return { redemption: await viewOf(tx, programme, before, now), replayed: true };

  await releaseRunOut(tx, programmeId, memberId, now);
  await refuseUnfit(tx, programme, wanted, now);
  const id = newRedemptionId();
  const { points, orderId = null } = wanted;
  const source = orderId === null ? { type: 'redemption', id } : { type: 'order', id: orderId };
  const request = { programmeId, memberId, at: now, points, source, actor };
  const holdMs = wanted.expiresInSeconds === undefined ? holdMsOf(programme) : wanted.expiresInSeconds * 1_000;
  const expiresAt = new Date(now.getTime() + holdMs);
  const { txnId } = posted(
    wanted.capture === true
      ? await spend(tx, [{ ...request, key: captureKey(id) }])
      : await hold(tx, [{ ...request, key: holdKey(id), expiresAt }]),
  );
  const rules = programme.definition.redemption;
  await insertRedemption(tx, programmeId, {
    ...{ id, memberId, orderId, points, createdAt: now, key: key ?? null, requestHash },
    amountMinor: rules === undefined ? 0 : worthMinor(rules, points),
    held: wanted.capture === true ? null : { txnId, expiresAt },
  });
  const made = await loadRedemption(tx, programmeId, id);
  return { redemption: await viewOf(tx, programme, made, now), replayed: false };
}

const minuteMs = 60_000;
const holdMsOf = ({ definition }: StoredProgramme) => (definition.redemption?.holdMinutes ?? 0) * minuteMs;

const idAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** 16 of 36 characters are 82 bits. */
const idLength = 16;

function newRedemptionId(): string {
  return `red_${Array.from({ length: idLength }, () => idAlphabet[randomInt(idAlphabet.length)]).join('')}`;
}

async function redemptionOfKey(
  tx: Db,
  programmeId: number,
  key: string,
  requestHash: string,
): Promise<StoredRedemption | undefined> {
  const [before] = await readRedemptions(tx, programmeId, { where: Prisma.sql`r.idem_key = ${key}`, limit: 1 });
  if (before === undefined || before.requestHash === requestHash) return before;
  throw new PerennialError('IDEMPOTENCY_KEY_REUSED', `The key "${key}" was used before, with another content.`, {
    field: 'Idempotency-Key',
    fix: 'Send the same content to get the first answer again, or take a new key.',
  });
}

/** Orders have few redemptions; of one that has more the rest is not reckoned with. */
const ofOrderMax = 100;

/** Throws what stands against using these points on this order. */
async function refuseUnfit(
  tx: Db,
  programme: StoredProgramme,
  { memberId, orderId, points, amountMinor }: RedemptionInput,
  now: Date,
): Promise<void> {
  const { id: programmeId, definition } = programme;
  const ofOrder =
    orderId === undefined
      ? []
      : await readRedemptions(tx, programmeId, {
          where: Prisma.sql`r.order_id = ${orderId} AND r.status IN ('held', 'captured')`,
          limit: ofOrderMax,
        });
  const open = ofOrder.find(({ status }) => status === 'held');
  if (open !== undefined) {
    throw new PerennialError('REDEMPTION_EXISTS', `Order "${orderId}" has ${open.points} points on hold already.`, {
      field: 'orderId',
      fix: `Use ${open.id}, or release it first.`,
      conflictsWith: open.id,
    });
  }
  const { status, balance } = await readCustomer(tx, programmeId, memberId, now);
  const rules = definition.redemption;
  const inUse = ofOrder.reduce((sum, each) => sum + each.capturedPoints - each.refundedPoints, 0);
  const objection = redemptionObjection(definition, points, {
    purse: { status, available: balance.available, debt: balance.debt },
    basket: { amountMinor, usedMinor: rules === undefined ? 0 : worthMinor(rules, inUse) },
  });
  if (objection === undefined) return;
  const { code, message, field, fix } = objection;
  throw new PerennialError(code, message, { field, fix });
}
