import type { JsonObject } from '../../../values/json.ts';
import type { CheckInStreakSettings } from '../../../workflows/lifecycles/check-in-streak/settings.ts';
import { day, hour } from '../../support/virtual-cohort.ts';
import { applied, type MemberAct, type Scenario, type Scenarios } from '../scenario.ts';

const settings: CheckInStreakSettings = {
  ...{ dayPoints: [5, 5, 6, 6, 8, 8, 10], afterLastDay: 'restart', bonuses: [{ day: 7, points: 20 }] },
  ...{ graceDays: 0, repairCardsPerMonth: 1, repairWithinDays: 3, lateDays: 3, remindAt: '20:00' },
  ...{ remindFromDays: 2, milestoneDays: [3, 7], endAfterDays: 30 },
};
const milestoneCoupon = { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 30 } as const;
const noon = 12 * hour;

/** How a streak of so many days stands whose last day was `on`. */
const standing = (streak: number, on: number): JsonObject => ({
  ...{ streak, points: 5, nextPoints: 6, cards: 1 },
  ...{ losesAt: (on + 2) * day, remindAt: (on + 1) * day + 20 * hour },
  repairable: { streak, untilAt: (on + 5) * day },
});
const checkIn = (streak: number, on: number): MemberAct => ({
  ...{ type: 'checkin.done', at: on * day + noon },
  data: standing(streak, on),
});
const daily = (last: number) => Array.from({ length: last }, (_, index) => checkIn(index + 2, index + 1));

interface Regular {
  readonly with?: Partial<CheckInStreakSettings>;
  readonly happens?: readonly MemberAct[];
  /** Where the member has moved: days end so much later from day 1 on. */
  readonly movesByHours?: number;
  /** No campaign counted the check-in. */
  readonly uncounted?: true;
}

/** A member who checks in on day 0, and is asked about by what the last act said. */
function checksIn({ with: given = {}, happens = [], movesByHours = 0, uncounted }: Regular = {}): Scenario {
  const answer: Scenario['answer'] = ({ step, at }) => {
    if (step.kind === 'coupon') return applied({ couponId: '1', code: 'K7Q2', expiresAt: at + 30 * day });
    if (step.kind !== 'ask' || uncounted) return applied();
    const last = happens.findLast((act) => act.at <= at && act.data?.streak !== undefined)?.data ?? standing(1, 0);
    const moved = at > day ? movesByHours * hour : 0;
    return applied({
      ...last,
      losesAt: Number(last.losesAt) + moved,
      remindAt: Number(last.remindAt) + moved,
    });
  };
  return { settings: { ...settings, ...given }, startsAt: noon, answer, happens };
}

export const checkInStreakScenarios: Scenarios = {
  'one check-in, and never again': checksIn(),
  'the streak is kept, celebrated and lost': checksIn({ happens: daily(7) }),
  'a coupon at a milestone': checksIn({ with: { milestoneCoupon }, happens: daily(2) }),
  'a check-in after the reminder': checksIn({
    happens: [checkIn(2, 1), { ...checkIn(3, 2), at: 2 * day + 21 * hour }],
  }),
  'lost, and repaired with a card': checksIn({
    happens: [checkIn(2, 1), { ...checkIn(2, 4), type: 'checkin.repaired' }],
  }),
  'no reminder is sent': checksIn({ with: { remindAt: null, remindFromDays: 100 }, happens: daily(1) }),
  'moves to another zone': checksIn({
    happens: [checkIn(2, 1), { type: 'member.updated', at: 2 * day, data: { zone: true } }],
    movesByHours: 5,
  }),
  'no campaign counted the check-in': checksIn({ uncounted: true }),
};
