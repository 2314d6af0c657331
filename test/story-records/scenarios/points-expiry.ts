import type { PointsExpirySettings } from '../../../workflows/lifecycles/points-expiry/settings.ts';
import { day } from '../../support/virtual-cohort.ts';
import { applied, type Scenario, type Scenarios } from '../scenario.ts';

const settings: PointsExpirySettings = {
  ...{ ladderDays: [30, 7, 3, 1], gatherDays: 7, couponDaysBefore: 7 },
  coupon: { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 14 },
};
/** Points expire as day 40 ends. */
const expiresAt = 41 * day - 1;

interface Purse {
  /** Points left, by the day from which on. */
  readonly left?: readonly (readonly [fromDay: number, points: number])[];
  /** From this day on the points expire so many days later: activity kept them. */
  readonly keptFrom?: number;
  readonly foundAt?: number;
}

/** A countdown that the sweep starts on day 10; what is left when the points expire, expires. */
function countsDown({ left = [[0, 500]], keptFrom, foundAt = 10 * day }: Purse = {}): Scenario {
  const leftAt = (at: number) => left.findLast(([fromDay]) => fromDay * day <= at)?.[1] ?? 0;
  const lapses = keptFrom === undefined ? {} : ({ lapses: true } as const);
  const isKept = (at: number) => keptFrom !== undefined && at >= keptFrom * day;
  return {
    settings,
    startsAt: foundAt,
    input: { windowFromAt: expiresAt, windowUntilAt: expiresAt },
    answer: ({ step, at }) => {
      if (step.kind !== 'ask') return applied({ couponId: '1', code: 'C', expiresAt: at + 14 * day });
      if (step.question.kind === 'expiredPoints') return applied({ total: isKept(at) ? 0 : leftAt(expiresAt) });
      const total = at > expiresAt || isKept(at) ? 0 : leftAt(at);
      return applied({ total, lots: total === 0 ? [] : [{ points: total, expiresAt, ...lapses }] });
    },
  };
}

export const pointsExpiryScenarios: Scenarios = {
  'the points expire, through the whole ladder': countsDown(),
  'all is spent after the first message': countsDown({ left: [[0, 500], [20, 0]] }), // prettier-ignore
  'a part is spent': countsDown({ left: [[0, 500], [36, 120]] }), // prettier-ignore
  'activity keeps the points': countsDown({ keptFrom: 35 }),
  'found too late for any message': countsDown({ foundAt: 41 * day - 1000 }),
  'nothing is left when it starts': countsDown({ left: [[0, 0]] }),
};
