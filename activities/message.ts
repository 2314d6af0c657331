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
import { inLocale, type LocalText } from '../values/locale.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import { withCouponWords } from '../workflows/lifecycles/coupon-words.ts';
import type { MessageForm } from '../workflows/lifecycles/form.ts';
import { findForm } from '../workflows/lifecycles/forms.ts';
import { toldTogether } from '../workflows/lifecycles/told-together.ts';
import { waysToTell } from '../workflows/lifecycles/ways-to-tell.ts';
import { givenIds } from './gift-conditions.ts';
import { answerMessages } from './journey/message-conditions.ts';
import { dataOfGifts } from './journey/outcomes.ts';
import { type Given, givePromised, type GiftsOutcome } from './promised-gifts.ts';
import type { RequestOf, StepContext } from './step-context.ts';
import { type HandedOver, settleHandedOver } from './untold-coupons.ts';

type MessageRequest = RequestOf<'message'>;

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
  const given = new Map<string, readonly Given[]>();
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
    if (context.journey !== undefined) return inLanguage(variables, locale);
    return lifecycle === null ? variables : withCouponWords(variables, { settings, locale, issued: terms });
  };
  const complete = async (allowed: readonly MessageRequest[]) => {
    const came = await givePromised(tx, context, allowed);
    for (const [key, one] of came) if (one.kind === 'given') given.set(key, one.given);
    return new Map([...came].map(([key, one]) => [key, completionOf(one, context)]));
  };
  // The pair that makes one mail is of two other lifecycles, whatever a journey calls its messages.
  const together = context.journey === undefined ? { together: toldTogether } : {};
  const outcomes = await reserveMessages(tx, context, requests, {
    waysOf,
    words,
    complete,
    answerConditions: answerMessages,
    ...together,
  });
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

/** The name of a coupon, of whose languages a journey's step leaves the choice to its message. */
function inLanguage(variables: JsonObject, locale: string): JsonObject {
  return { ...variables, couponName: inLocale(variables.couponName as LocalText | undefined, locale) ?? '' };
}

/**
 * The message says what was given; a gift that could not be given is nothing to tell of. A journey goes another way then: its message is
 * refused as its gift was.
 */
function completionOf(came: GiftsOutcome, { journey }: StepContext): Completion {
  if (came.kind === 'none') {
    const { outcome } = came;
    return journey === undefined ? { kind: 'skipped', reason: outcome.reason } : (outcome as Completion);
  }
  const told = came.given.flatMap(({ gift: { tells }, data }) =>
    Object.entries(tells).map(([variable, field]) => [variable, data[field] ?? null]),
  );
  return { variables: Object.fromEntries(told) as JsonObject };
}

/** Notes which message tells of which gifts; the outcomes say both. */
async function bind(
  tx: Db,
  { programmeId, journey }: StepContext,
  requests: readonly MessageRequest[],
  { outcomes, given }: { readonly outcomes: readonly Outcome[]; readonly given: ReadonlyMap<string, readonly Given[]> },
): Promise<Outcome[]> {
  const bound = requests.map((request, place) => {
    const outcome = outcomes[place];
    if (outcome === undefined) throw new Error(`message ${request.key} came to no outcome`);
    return { request, outcome, gifts: outcome.kind === 'applied' ? (given.get(request.key) ?? []) : [] };
  });
  await recordGifts(
    tx,
    programmeId,
    bound.flatMap(({ request, outcome, gifts }) =>
      outcome.kind === 'applied' ? gifts.map((gift) => recordOf(request, gift, outcome.data)) : [],
    ),
  );
  const dataOf = journey === undefined ? (gifts: readonly Given[]) => gifts[0]?.data : dataOfGifts;
  return bound.map(({ request: { step }, outcome, gifts }) =>
    outcome.kind === 'applied' && (gifts.length > 0 || journey !== undefined)
      ? { kind: 'applied', data: { ...dataOf(gifts, step), ...outcome.data } }
      : outcome,
  );
}

function recordOf({ memberId, at }: MessageRequest, { gift, data }: Given, told: JsonObject = {}) {
  return {
    ...{ memberId, at: new Date(at), condition: gift.dependsOn, ...givenIds(data) },
    ...(typeof told.messageId === 'string' ? { messageId: told.messageId } : {}),
  };
}
