import type { JsonObject } from '../../values/json.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { MessageStep } from '../../workflows/steps.ts';
import type { Given } from '../promised-gifts.ts';

/** What later steps of a journey know of a coupon: `<step>.code` and `<step>.couponUntil`. */
export function couponData({ expiresAt = null, ...data }: JsonObject): JsonObject {
  return { ...data, couponUntil: expiresAt };
}

/** An outcome of the product's coupon step with the names that a journey's steps have for it. */
export function ofCoupon(outcome: Outcome): Outcome {
  if (outcome.kind !== 'applied') return outcome;
  const { data = {} } = outcome as { data?: JsonObject };
  return { ...outcome, data: { ...data, ...couponData(data) } };
}

/** What later steps know of the gifts of a message: all its points, the end of the last of them, and the last coupon. */
export function dataOfGifts(gifts: readonly Given[], { variables = {} }: Pick<MessageStep, 'variables'>): JsonObject {
  const all = gifts.map(({ gift, data }) => (gift.kind === 'coupon' ? couponData(data) : data));
  const { giftPoints } = variables;
  const points = gifts.some(({ gift }) => gift.kind === 'points') ? { points: giftPoints ?? 0 } : {};
  return { ...Object.assign({}, ...all), ...points } as JsonObject;
}
