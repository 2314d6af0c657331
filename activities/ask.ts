import { streaksOf } from '../modules/check-ins/streaks-of.ts';
import { couponStates } from '../modules/coupons/rows-states.ts';
import { keptOrders, shoppingFigures } from '../modules/intake/rows-orders.ts';
import { expiredPoints } from '../modules/ledger/rows-expired.ts';
import { completeProfiles, memberZones } from '../modules/members/rows.ts';
import { type ExpiringLot, readExpiring } from '../modules/messaging/content/expiring-points.ts';
import type { Db } from '../platform/database.ts';
import { addDays, atLocalHour, localDay } from '../values/calendar.ts';
import type { Instant } from '../values/instant.ts';
import type { JsonObject } from '../values/json.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { Question } from '../workflows/steps.ts';
import type { RequestOf, StepContext } from './step-context.ts';

/** One question about one member. */
interface Asked<Kind extends Question['kind'] = Question['kind']> {
  readonly memberId: string;
  readonly enrolmentId: string;
  readonly question: Extract<Question, { kind: Kind }>;
  /** The story's time when it asked. */
  readonly at: Instant;
}

/** Answers all questions of one kind, in their order. */
type Answerer<Kind extends Question['kind']> = (
  tx: Db,
  context: StepContext,
  asked: readonly Asked<Kind>[],
) => Promise<JsonObject[]>;

/** Lots an answer to a question carries at most: the journal keeps it, and 50 lots are 2 kB. */
const lotsInAnswerMax = 50;

const lotInAnswer = ({ points, expiresAt, lapses }: ExpiringLot): JsonObject =>
  lapses ? { points, expiresAt, lapses } : { points, expiresAt };

const answerers: { readonly [Kind in Question['kind']]: Answerer<Kind> } = {
  profileComplete: async (tx, _, asked) => {
    const memberIds = asked.map(({ memberId }) => memberId);
    const complete = await completeProfiles(tx, memberIds);
    return memberIds.map((memberId) => ({ complete: complete.has(memberId) }));
  },
  checkInStreak: async (tx, { programmeId, now }, asked) => {
    const memberIds = asked.map(({ memberId }) => memberId);
    const streaks = await streaksOf(tx, programmeId, memberIds, now);
    return memberIds.map((memberId) => ({ ...streaks.get(memberId) }));
  },
  expiringPoints: async (tx, { programmeId, now }, asked) => {
    const windows = asked.map(({ memberId, question }) => ({ memberId, window: question }));
    const expiring = await readExpiring(tx, programmeId, now, windows);
    return windows.map(({ memberId, window }) => {
      const { total, lots } = expiring(memberId, window);
      return { total, lots: lots.slice(0, lotsInAnswerMax).map(lotInAnswer) };
    });
  },
  expiredPoints: async (tx, { programmeId }, asked) => {
    const windows = asked.map(({ memberId, question: { fromAt, untilAt } }) => ({ memberId, fromAt, untilAt }));
    return (await expiredPoints(tx, programmeId, windows)).map((total) => ({ total }));
  },
  keptOrder: async (tx, { programmeId }, asked) => {
    const wanted = asked.map(({ memberId, question }) => ({ memberId, ...question }));
    return (await keptOrders(tx, programmeId, wanted)).map((order) => ({ ...order }));
  },
  shoppingFigures: async (tx, _, asked) => {
    const memberIds = asked.map(({ memberId }) => memberId);
    const figures = await shoppingFigures(tx, memberIds);
    return memberIds.map((memberId) => ({ ...figures.get(memberId) }));
  },
  localTimes: async (tx, { programmeId }, asked) => {
    const zones = await memberZones(
      tx,
      programmeId,
      asked.map(({ memberId }) => memberId),
    );
    return asked.map(({ memberId, question: { fromAt, days, hour } }) => {
      const zone = zones.get(memberId) ?? 'UTC';
      const today = localDay(new Date(fromAt), zone);
      return { at: days.map((count) => atLocalHour(addDays(today, count), hour, zone).getTime()) };
    });
  },
  coupon: async (tx, { programmeId, now }, asked) => {
    const ids = asked.map(({ question }) => question.couponId);
    const states = await couponStates(tx, { programmeId, now }, ids);
    return states.map(({ status, expiresAt }) => ({ status, expiresAt: expiresAt.getTime() }));
  },
};

/** Answers the questions of stories from SQL, all of one kind at once. */
export async function answerQuestions(
  tx: Db,
  context: StepContext,
  requests: readonly RequestOf<'ask'>[],
): Promise<Outcome[]> {
  const answers = new Array<JsonObject | undefined>(requests.length).fill(undefined);
  for (const kind of new Set(requests.map(({ step }) => step.question.kind))) {
    const places = requests.flatMap(({ step }, place) => (step.question.kind === kind ? [place] : []));
    const asked = places.map((place) => askedOf(requests[place] as RequestOf<'ask'>));
    const given = await (answerers[kind] as Answerer<Question['kind']>)(tx, context, asked);
    places.forEach((place, index) => (answers[place] = given[index]));
  }
  return answers.map((data) => ({ kind: 'applied', data: data ?? {} }));
}

const askedOf = ({ memberId, enrolmentId, at, step: { question } }: RequestOf<'ask'>): Asked => ({
  ...{ memberId, enrolmentId, at, question },
});
