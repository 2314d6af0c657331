import type { Db } from '../platform/database.ts';
import type { JsonObject } from '../values/json.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { PromisedGift } from '../workflows/steps.ts';
import { issueCoupons } from './coupon.ts';
import { grantPoints } from './grant.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type MessageRequest = RequestOf<'message'>;

/** A gift that was given with its message. */
export interface Given {
  readonly gift: PromisedGift;
  readonly data: JsonObject;
}

/** What came of the gifts of a message: all were given, or none was, with what came of the first that could not be. */
export type GiftsOutcome =
  | { readonly kind: 'given'; readonly given: readonly Given[] }
  | { readonly kind: 'none'; readonly outcome: Exclude<Outcome, { kind: 'applied' }> };

/** What a message promises. */
export const giftsOf = ({ step: { gives } }: MessageRequest): readonly PromisedGift[] =>
  gives === undefined ? [] : [gives].flat();

/**
 * Gives what messages promise, of each all or nothing: where one of several can't be given, everything is undone and given again
 * without that message, so that what it had taken (a benefit that a person has once) is free for the others.
 */
export async function givePromised(
  tx: Db,
  context: StepContext,
  requests: readonly MessageRequest[],
): Promise<ReadonlyMap<string, GiftsOutcome>> {
  const none = new Map<string, GiftsOutcome>();
  let asked = requests.filter((request) => giftsOf(request).length > 0);
  const mayBePartial = asked.some((request) => giftsOf(request).length > 1);
  for (;;) {
    if (mayBePartial) await tx.$executeRaw`SAVEPOINT promised_gifts`;
    const came = await giveAll(tx, context, asked);
    const partial = asked.filter(({ key }) => isPartial(came.get(key) ?? []));
    if (partial.length === 0) {
      if (mayBePartial) await tx.$executeRaw`RELEASE SAVEPOINT promised_gifts`;
      return new Map([...none, ...asked.map(({ key }) => [key, outcomeOf(came.get(key) ?? [])] as const)]);
    }
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT promised_gifts`;
    for (const { key } of partial) none.set(key, outcomeOf(came.get(key) ?? []));
    asked = asked.filter(({ key }) => !none.has(key));
  }
}

interface Came {
  readonly gift: PromisedGift;
  readonly outcome: Outcome;
}

const isPartial = (came: readonly Came[]): boolean =>
  new Set(came.map(({ outcome }) => outcome.kind === 'applied')).size > 1;

function outcomeOf(came: readonly Came[]): GiftsOutcome {
  for (const { outcome } of came) if (outcome.kind !== 'applied') return { kind: 'none', outcome };
  return {
    kind: 'given',
    given: came.map(({ gift, outcome }) => ({ gift, data: outcome.kind === 'applied' ? (outcome.data ?? {}) : {} })),
  };
}

/** The first gift has the key of its message, the others that and their place. */
const keyOf = (key: string, place: number) => (place === 0 ? key : `${key}/${place}`);

/** All gifts of a kind at once; what came of each in its place, by the key of its message. */
async function giveAll(
  tx: Db,
  context: StepContext,
  requests: readonly MessageRequest[],
): Promise<Map<string, Came[]>> {
  const came = new Map<string, Came[]>(requests.map(({ key }) => [key, []]));
  const placed = requests.flatMap((request) => giftsOf(request).map((gift, place) => ({ request, gift, place })));
  const note = (gifts: readonly (typeof placed)[number][], outcomes: readonly Outcome[]) =>
    gifts.forEach(({ request, gift, place }, index) => {
      const outcome = outcomes[index];
      const own = came.get(request.key);
      if (outcome !== undefined && own !== undefined) own[place] = { gift, outcome };
    });
  const points = placed.filter(({ gift }) => gift.kind === 'points');
  note(points, await grantPoints(tx, context, points.flatMap(grantOf)));
  const coupons = placed.filter(({ gift }) => gift.kind === 'coupon');
  note(coupons, coupons.length === 0 ? [] : await issueCoupons(tx, context, coupons.flatMap(couponOf)));
  return came;
}

interface Placed {
  readonly request: MessageRequest;
  readonly gift: PromisedGift;
  readonly place: number;
}

function grantOf({ request, gift, place }: Placed): RequestOf<'grant'>[] {
  if (gift.kind !== 'points') return [];
  const { name } = request.step;
  return [{ ...request, key: keyOf(request.key, place), step: { ...gift, kind: 'grant', name } }];
}

function couponOf({ request, gift, place }: Placed): RequestOf<'coupon'>[] {
  if (gift.kind !== 'coupon') return [];
  const { name } = request.step;
  return [{ ...request, key: keyOf(request.key, place), step: { ...gift, kind: 'coupon', name } }];
}
