import { expiresAt, expiryIn } from '../../programme/rules-expiry.ts';
import type { JsonObject } from '../../../values/json.ts';
import {
  emptyBook,
  heldOutRules,
  type Moment,
  type StreakBook,
  type StreakDay,
  streakStanding,
  takeCheckIn,
  useRepairCard,
} from '../../check-ins/rules.ts';
import { type CheckInContext, type DecisionContext, type PlannedEarn, type Standing, givePhase } from './context.ts';
import type { Fact, OtherType } from './facts.ts';
import { payTask } from './tasks.ts';
import { type Decided, refuse } from './decision.ts';
import { counted } from '../../../values/plural.ts';

type CheckInFact = Extract<Fact, { type: OtherType }>;

/** Events that a check-in campaign decides on. */
const checkInTypes: readonly string[] = ['checkin.done', 'checkin.repaired'];

/** True for a check-in, and for the use of a repair card. */
export function isCheckIn(type: string): boolean {
  return checkInTypes.includes(type);
}

/** The permanent key under which a check-in is paid: once per member and business day. */
const checkInKey = (memberId: string, day: string) => `checkin:${memberId}:${day}`;

/**
 * Counts a check-in by the rules of the campaign that runs, and answers with its points, the streak and what comes next.
 * Without such a campaign a check-in is paid by the programme's task, if it has one.
 */
export function takeCheckInEvent(context: DecisionContext, fact: CheckInFact, member: Standing): Decided {
  const { programme, now } = context;
  const heldOut = context.checkIn?.heldOut.has(member.externalId) ?? false;
  const checkIn =
    context.checkIn && heldOut ? { ...context.checkIn, rules: heldOutRules(context.checkIn.rules) } : context.checkIn;
  const known = checkIn?.books.get(member.externalId);
  // A profile in the context may have changed in this very batch.
  const zone = (member.profile ? member.profile.zone : known?.zone) ?? programme.zone;
  const moment = { at: fact.at.getTime(), now: now.getTime(), zone };
  const book = known?.book ?? emptyBook;
  if (fact.type === ('checkin.done' as string)) {
    if (!checkIn) return payTask(context, fact, member, { data: fact.data, result: {} });
    return countCheckIn(context, checkIn, fact, { member, heldOut, book, moment });
  }
  if (checkIn) return repairStreak(context, checkIn, fact, { member, heldOut, book, moment });
  return refuse('CHECKIN_OFF', 'type', 'has no campaign that gives repair cards', 'launch a check-in campaign first');
}

/** Whose check-in it is, and what is known of the earlier ones. */
interface Who {
  readonly member: Standing;
  /** The member's days count, and bring nothing. */
  readonly heldOut: boolean;
  readonly book: StreakBook;
  readonly moment: Moment;
}

function countCheckIn(context: DecisionContext, checkIn: CheckInContext, fact: CheckInFact, who: Who): Decided {
  const { member, book, moment } = who;
  const taken = takeCheckIn(book, checkIn.rules, moment);
  if (taken.kind === 'tooLate') return tooLate(checkIn, moment.zone, taken.earliest);
  if (taken.kind === 'already') {
    if (taken.moved) plan(context, checkIn, who, taken.moved);
    const note = taken.repaired ? 'a repair card stands for this day' : 'already checked in today';
    const result = answerOf(who, { points: 0, businessDay: taken.day, ...standingOf(context, checkIn, who) }, note);
    return { kind: 'duplicate', rowId: null, place: null, result };
  }
  const entry = checkIn.paused ? { ...taken.entry, points: 0 } : taken.entry;
  plan(context, checkIn, who, { ...taken, entry });
  const standing = standingOf(context, checkIn, { ...who, book: taken.book });
  const { points, day: businessDay } = entry;
  const note = noteOn(checkIn, who, standing);
  return {
    data: { ...fact.data, businessDay, zone: moment.zone, points, ...standing },
    result: answerOf(who, { points, businessDay, ...standing }, note),
    ...(points === 0 ? {} : { earn: earnOf(context, fact, member, entry) }),
  };
}

function repairStreak(context: DecisionContext, checkIn: CheckInContext, fact: CheckInFact, who: Who): Decided {
  const { book, moment } = who;
  const repair = useRepairCard(book, checkIn.rules, moment);
  switch (repair.kind) {
    case 'notLost':
      return refuse(
        'STREAK_NOT_LOST',
        'type',
        'there is no lost streak to repair',
        'use a card after a day was missed',
      );
    case 'tooLate':
      return refuse(
        'REPAIR_TOO_LATE',
        'occurredAt',
        `the streak could be repaired until ${repair.until}`,
        `let members use a card within ${counted(checkIn.rules.repairWithinDays, 'day', 'days')}, or raise repairWithinDays`,
      );
    case 'noCard':
      return noCard(who);
    case 'repaired': {
      plan(context, checkIn, who, repair);
      const standing = standingOf(context, checkIn, { ...who, book: repair.book });
      const { day: businessDay } = repair.entry;
      return {
        data: { ...fact.data, businessDay, zone: moment.zone, points: 0, ...standing },
        result: {
          points: 0,
          businessDay,
          ...standing,
          note: `a repair card brought the streak back, ${wordsOf(standing)}`,
        },
      };
    }
    default:
      return repair satisfies never;
  }
}

function noCard({ heldOut }: Who): Decided {
  if (!heldOut) {
    return refuse('NO_REPAIR_CARD', 'memberId', 'has no repair card left this month', 'wait for the next month');
  }
  return refuse(
    'NO_REPAIR_CARD',
    'memberId',
    'is held out of the campaign and has no repair cards',
    'offer cards only where the answer to a check-in says how many there are',
  );
}

function tooLate({ rules }: CheckInContext, zone: string, earliest: string): Decided {
  return refuse(
    'CHECKIN_TOO_LATE',
    'occurredAt',
    `is before ${earliest} in ${zone}, and a check-in may come ${counted(rules.lateDays, 'day', 'days')} late at most`,
    'send check-ins when they happen, or raise lateDays',
  );
}

/** Later events of the batch see the day, and it is written with them. */
function plan(
  context: DecisionContext,
  { books }: CheckInContext,
  { member, moment }: Who,
  { entry, restated, book }: { entry?: StreakDay; restated: readonly StreakDay[]; book: StreakBook },
): void {
  books.set(member.externalId, { zone: moment.zone, book });
  context.plan.checkIns.push({
    member,
    place: context.plan.events.length,
    restated,
    book,
    ...(entry ? { entry } : {}),
  });
}

/** The streak as an answer and a story need it. */
function standingOf(context: DecisionContext, { rules }: CheckInContext, { book, moment }: Who) {
  const { quietHours } = context.programme;
  // A late check-in is told of the streak as it stood with it.
  const at = Math.max(moment.at, book.days.at(-1)?.at ?? -Infinity);
  const { streak, best, next, losesAt, remindAt, cards } = streakStanding(book, rules, { ...moment, at, quietHours });
  return { streak, best, next: { ...next }, losesAt, remindAt, cards } satisfies JsonObject;
}

/** What the shop is answered. Of who is held out the streak alone: nothing came of it, nothing is to come, or to be lost. */
function answerOf({ heldOut }: Who, answer: Answer, note: string): JsonObject {
  const { businessDay, streak, best } = answer;
  return heldOut ? { heldOut, businessDay, streak, best, note } : { ...answer, note };
}

type Answer = ReturnType<typeof standingOf> & { readonly points: number; readonly businessDay: string };

function noteOn({ paused }: CheckInContext, { heldOut }: Who, standing: ReturnType<typeof standingOf>): string {
  if (heldOut) return 'the day counts; held out, to measure what the campaign adds';
  return paused ? 'the day counts; no points while the campaign is paused' : wordsOf(standing);
}

function wordsOf({ streak, next }: ReturnType<typeof standingOf>): string {
  return `day ${streak} of the streak; day ${next.day} brings ${next.points}`;
}

function earnOf(
  { programme }: DecisionContext,
  fact: CheckInFact,
  member: Standing,
  { day, points }: StreakDay,
): PlannedEarn {
  return {
    key: checkInKey(fact.memberId, day),
    points,
    availableAt: null,
    expiresAt: expiresAt(expiryIn(programme, member.tier), fact.at, programme.zone),
    source: { type: 'event', id: fact.id },
    turn: givePhase(member),
  };
}
