import { streaksOf } from '../modules/check-ins/streaks-of.ts';
import { couponStates } from '../modules/coupons/rows-states.ts';
import { keptOrders, shoppingFigures } from '../modules/intake/rows-orders.ts';
import { expiredPoints } from '../modules/ledger/rows-expired.ts';
import { completeProfiles, memberZones } from '../modules/members/rows.ts';
import { type ExpiringLot, readExpiring } from '../modules/messaging/content/expiring-points.ts';
import type { Db } from '../platform/database.ts';
import { addDays, atLocalHour, calendarDaysBetween, daysLater, localDay } from '../values/calendar.ts';
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
    const orders = await keptOrders(tx, programmeId, wanted);
    const zoneOf = await memberZones(
      tx,
      programmeId,
      wanted.flatMap(({ memberId, windowDays }) => (windowDays === undefined ? [] : [memberId])),
    );
    return orders.map((order, place) => {
      const { memberId = '', windowDays } = wanted[place] ?? {};
      if (order.placedAt === undefined || windowDays === undefined) return { ...order };
      return { ...order, windowEndsAt: daysLater(order.placedAt, windowDays, zoneOf(memberId)) };
    });
  },
  shoppingFigures: async (tx, { programmeId, now }, asked) => {
    const memberIds = asked.map(({ memberId }) => memberId);
    const figures = await shoppingFigures(tx, now, memberIds);
    const zoneOf = await memberZones(tx, programmeId, memberIds);
    return memberIds.map((memberId) => {
      const found = figures.get(memberId);
      if (found?.lastOrderAt == null) return { ...found };
      const lastOrderDaysAgo = calendarDaysBetween(new Date(found.lastOrderAt), now, zoneOf(memberId));
      return { ...found, lastOrderDaysAgo };
    });
  },
  localTimes: async (tx, { programmeId }, asked) => {
    const zoneOf = await memberZones(
      tx,
      programmeId,
      asked.map(({ memberId }) => memberId),
    );
    return asked.map(({ memberId, question: { fromAt, days, hour } }) => {
      const zone = zoneOf(memberId);
      if (hour === undefined) return { at: days.map((count) => daysLater(fromAt, count, zone)) };
      const today = localDay(new Date(fromAt), zone);
      // Days with an hour begin with the first that still has it before it: nobody is written to at another hour.
      const passed = atLocalHour(today, hour, zone).getTime() < fromAt ? 1 : 0;
      return { at: days.map((count) => atLocalHour(addDays(today, count + passed), hour, zone).getTime()) };
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
  const all = requests.map(askedOf);
  const answers = await answerAll(tx, context, all.flat());
  let next = 0;
  return all.map((asked) => {
    const data: Record<string, JsonObject> = {};
    for (const { answerName } of asked) data[answerName] = answers[next++] ?? {};
    return { kind: 'applied', data: data[onlyAnswer] ?? data };
  });
}

async function answerAll(tx: Db, context: StepContext, asked: readonly Asked[]): Promise<JsonObject[]> {
  const answers = asked.map((): JsonObject => ({}));
  for (const kind of new Set(asked.map(({ question }) => question.kind))) {
    const places = asked.flatMap(({ question }, place) => (question.kind === kind ? [place] : []));
    const given = await (answerers[kind] as Answerer<Question['kind']>)(
      tx,
      context,
      places.flatMap((place) => asked[place] ?? []),
    );
    places.forEach((place, index) => (answers[place] = given[index] ?? {}));
  }
  return answers;
}

/** The answer to a step's only question is its outcome's data; answers to several go by their names. */
const onlyAnswer = '';

function askedOf({ memberId, enrolmentId, at, step }: RequestOf<'ask'>): (Asked & { readonly answerName: string })[] {
  const { question: asked } = step;
  const questions = asked.kind === 'several' ? asked.questions : { [onlyAnswer]: asked };
  return Object.entries(questions).map(([answerName, question]) => ({
    ...{ memberId, enrolmentId, at, question, answerName },
  }));
}
