import { cancelCoupons } from '../modules/coupons/move.ts';
import { type ConditionalGift, recordGifts } from '../modules/gifts/record.ts';
import type { Db } from '../platform/database.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type MessageRequest = RequestOf<'message'>;

/** A message that was to tell the code of a coupon its member has by now, and what came of it. */
export interface HandedOver {
  readonly request: MessageRequest;
  readonly outcome: Outcome;
  readonly code: string;
  readonly couponId: string;
}

const untoldReason = 'the message that tells of it may not go';

/**
 * A coupon whose code an offer was to tell is of no use to who may not be sent offers: it is taken back, as far as it is unused. One
 * that is told is bound to its message, whose end before it left takes it back.
 */
export async function settleHandedOver(
  tx: Db,
  { programmeId, campaignId }: StepContext,
  all: readonly HandedOver[],
): Promise<void> {
  if (all.length === 0) return;
  const untold = all.filter(({ outcome }) => isUntold(outcome));
  await cancelCoupons(
    tx,
    programmeId,
    untold.map(({ code, request: { key, at } }) => ({
      ...{ code, key: `untold:${key}`, at: new Date(at), actor: `campaign:${campaignId}`, reason: untoldReason },
    })),
  );
  const told = all.filter(({ outcome }) => outcome.kind === 'applied' && !isUntold(outcome));
  const gifts = told.flatMap(({ request: { memberId, at }, outcome, couponId }): ConditionalGift[] => {
    const messageId = outcome.kind === 'applied' ? outcome.data?.messageId : undefined;
    if (typeof messageId !== 'string') return [];
    return [{ memberId, at: new Date(at), txnId: null, couponId, messageId }];
  });
  await recordGifts(tx, programmeId, gifts);
}

/** The offer was left out of it, or it did not go for want of consent; other reasons may pass, or say nothing of offers. */
function isUntold(outcome: Outcome): boolean {
  if (outcome.kind === 'applied') return outcome.data?.lesser === true;
  return outcome.kind === 'refused' && (outcome.code === 'CONSENT_MISSING' || outcome.code === 'OPTED_OUT');
}
