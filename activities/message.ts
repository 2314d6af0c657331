import { couponsByCode } from '../modules/coupons/rows-states.ts';
import { recordGifts } from '../modules/gifts/record.ts';
import {
  type Completion,
  type MessageStep as ToldStep,
  reserveMessages,
} from '../modules/messaging/sending/reserve.ts';
import type { ToldVersion } from '../modules/messaging/sending/rows-reservations.ts';
import type { Db } from '../platform/database.ts';
import type { JsonObject } from '../values/json.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import { withCouponWords } from '../workflows/lifecycles/coupon-words.ts';
import type { MessageForm } from '../workflows/lifecycles/form.ts';
import { findForm } from '../workflows/lifecycles/forms.ts';
import { toldTogether } from '../workflows/lifecycles/told-together.ts';
import { waysToTell } from '../workflows/lifecycles/ways-to-tell.ts';
import type { PromisedGift } from '../workflows/steps.ts';
import { issueCoupons } from './coupon.ts';
import { givenIds } from './gift-conditions.ts';
import { grantPoints } from './grant.ts';
import type { RequestOf, StepContext } from './step-context.ts';
import { type HandedOver, settleHandedOver } from './untold-coupons.ts';

type MessageRequest = RequestOf<'message'>;

interface Given {
  readonly request: MessageRequest;
  readonly gift: PromisedGift;
  readonly data: JsonObject;
}

/**
 * Reserves messages, and gives what those promise that may go, under the same key: whoever is not to be told gets nothing. The gift is
 * bound to its message, whose end before it left takes it back. Who may not be sent offers gets what is left without, where that is
 * something.
 */
export async function reserveWithGifts(
  tx: Db,
  context: StepContext,
  requests: readonly MessageRequest[],
): Promise<Outcome[]> {
  const given: Given[] = [];
  const codes = requests.flatMap(({ step }) => codeIn(step) ?? []);
  const issued = await couponsByCode(tx, context.programmeId, codes);
  let version: ToldVersion | undefined;
  const waysOf = ({ step }: MessageRequest, told: ToldVersion) => {
    version = told;
    return waysToTell(step, messageFormOf(told, step.template), told.messageClasses ?? undefined);
  };
  const words = (step: ToldStep, locale: string, { lifecycle, settings }: ToldVersion) => {
    const coupon = issued.get(codeIn(step) ?? '');
    const terms = coupon && { ...coupon, expiresAt: coupon.expiresAt.getTime() };
    const variables = step.variables ?? {};
    return lifecycle === null ? variables : withCouponWords(variables, { settings, locale, issued: terms });
  };
  const complete = async (allowed: readonly MessageRequest[]) => {
    const came = [
      ...(await giveAll(allowed, 'points', (gifts) => grantPoints(tx, context, gifts.map(grantOf)))),
      ...(await giveAll(allowed, 'coupon', (gifts) => issueCoupons(tx, context, gifts.map(couponOf)))),
    ];
    for (const { request, gift, outcome } of came) {
      if (outcome.kind === 'applied') given.push({ request, gift, data: outcome.data ?? {} });
    }
    return new Map(came.map(({ request, gift, outcome }) => [request.key, completionOf(gift, outcome)]));
  };
  const outcomes = await reserveMessages(tx, context, requests, { waysOf, words, together: toldTogether, complete });
  if (version !== undefined) await settleHandedOver(tx, context, handedOver({ version, issued }, requests, outcomes));
  return bind(tx, context, requests, { outcomes, given });
}

const messageFormOf = ({ lifecycle }: ToldVersion, template: string): MessageForm | undefined =>
  lifecycle === null ? undefined : findForm(lifecycle)?.messages[template];

/** The code of a coupon that was given before its message. */
function codeIn({ variables }: ToldStep): string | undefined {
  const code = variables?.couponCode;
  return typeof code === 'string' && code !== '' ? code : undefined;
}

/** Offers that were to tell the codes of coupons which were given before. */
function handedOver(
  { version, issued }: { version: ToldVersion; issued: Awaited<ReturnType<typeof couponsByCode>> },
  requests: readonly MessageRequest[],
  outcomes: readonly Outcome[],
): HandedOver[] {
  const { messageClasses, settings } = version;
  if (messageClasses === null || settings.evenIfUntold === true) return [];
  return requests.flatMap((request, place): HandedOver[] => {
    const { step } = request;
    const form = messageFormOf(version, step.template);
    const coupon = issued.get(codeIn(step) ?? '');
    const outcome = outcomes[place];
    if (!form?.handsOver || step.gives || coupon === undefined || !outcome) return [];
    const { code, id: couponId } = coupon;
    return waysToTell(step, form, messageClasses)[0].class === 'marketing'
      ? [{ request, outcome, code, couponId }]
      : [];
  });
}

type Promising<Kind extends PromisedGift['kind']> = {
  readonly request: MessageRequest;
  readonly gift: Extract<PromisedGift, { kind: Kind }>;
};

async function giveAll<Kind extends PromisedGift['kind']>(
  requests: readonly MessageRequest[],
  kind: Kind,
  give: (gifts: readonly Promising<Kind>[]) => Promise<Outcome[]>,
): Promise<{ request: MessageRequest; gift: PromisedGift; outcome: Outcome }[]> {
  const gifts = requests.flatMap((request) => {
    const { gives } = request.step;
    return gives?.kind === kind ? [{ request, gift: gives as Promising<Kind>['gift'] }] : [];
  });
  if (gifts.length === 0) return [];
  const outcomes = await give(gifts);
  return gifts.flatMap((each, place) => {
    const outcome = outcomes[place];
    return outcome === undefined ? [] : [{ ...each, outcome }];
  });
}

const grantOf = ({ request, gift: { points, expiresInDays, reason } }: Promising<'points'>): RequestOf<'grant'> => {
  const expiry = expiresInDays === undefined ? {} : { expiresInDays };
  return { ...request, step: { kind: 'grant', name: request.step.name, points, reason, ...expiry } };
};

const couponOf = ({ request, gift: { offer, reason } }: Promising<'coupon'>): RequestOf<'coupon'> => ({
  ...request,
  step: { kind: 'coupon', name: request.step.name, offer, reason },
});

/** The message says what was given; a gift that could not be given is nothing to tell of. */
function completionOf({ tells }: PromisedGift, outcome: Outcome): Completion {
  if (outcome.kind !== 'applied') return { kind: 'skipped', reason: outcome.reason };
  const told = Object.entries(tells).map(([variable, field]) => [variable, outcome.data?.[field] ?? null]);
  return { variables: Object.fromEntries(told) as JsonObject };
}

/** Notes which message tells of which gift; the outcomes say both. */
async function bind(
  tx: Db,
  { programmeId }: StepContext,
  requests: readonly MessageRequest[],
  { outcomes, given }: { readonly outcomes: readonly Outcome[]; readonly given: readonly Given[] },
): Promise<Outcome[]> {
  const giftOf = new Map(given.map((each) => [each.request.key, each]));
  const bound = requests.map((request, place) => {
    const outcome = outcomes[place];
    if (outcome === undefined) throw new Error(`message ${request.key} came to no outcome`);
    const gift = outcome.kind === 'applied' ? giftOf.get(request.key) : undefined;
    return { outcome, gift };
  });
  await recordGifts(
    tx,
    programmeId,
    bound.flatMap(({ outcome, gift }) => (gift && outcome.kind === 'applied' ? [recordOf(gift, outcome.data)] : [])),
  );
  return bound.map(({ outcome, gift }) =>
    gift && outcome.kind === 'applied' ? { kind: 'applied', data: { ...gift.data, ...outcome.data } } : outcome,
  );
}

function recordOf({ request, gift, data }: Given, told: JsonObject = {}) {
  const { memberId, at } = request;
  return {
    ...{ memberId, at: new Date(at), condition: gift.dependsOn, ...givenIds(data) },
    ...(typeof told.messageId === 'string' ? { messageId: told.messageId } : {}),
  };
}
