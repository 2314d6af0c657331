import type { JsonObject } from '../../../values/json.ts';
import type { WinBackSettings } from '../../../workflows/lifecycles/win-back/settings.ts';
import { day, hour, type StepRequest } from '../../support/virtual-cohort.ts';
import { applied, refused, type Scenario, type Scenarios } from '../scenario.ts';

/** Found on day 100, away since day 60. */
const foundAt = 100 * day;
const coupon = { name: '10% off', benefit: { kind: 'percentOff', percent: 10 }, validDays: 14 } as const;
const settings: WinBackSettings = {
  ...{ inactiveDays: 30, inactiveDaysMax: 365, balance: 'any', atHour: 10, endAfterDays: 45 },
  ladder: [
    { afterDays: 0, offer: 'reminder' },
    { afterDays: 7, offer: 'coupon', coupon },
    { afterDays: 21, offer: 'points', points: 100, expiresInDays: 14 },
  ],
  segments: [
    {
      ...{ name: 'best customers', spentFrom: 50_000 },
      ladder: [{ afterDays: 3, offer: 'points', points: 500, expiresInDays: 30 }],
    },
  ],
};

function dataOf({ step, at }: StepRequest, figures: JsonObject): JsonObject {
  if (step.kind !== 'ask') return { couponId: '1', code: 'ABCD', expiresAt: at + 14 * day };
  if (step.question.kind !== 'localTimes') return figures;
  const { days, hour: atHour = 0 } = step.question;
  return { at: days.map((count) => foundAt + count * day + atHour * hour) };
}

const found = (figures: JsonObject = {}, more: Partial<Scenario> = {}): Scenario => ({
  ...{ settings, startsAt: foundAt, input: { cutoffAt: 70 * day } },
  answer: (request) =>
    applied(dataOf(request, { orders: 3, spentMinor: 9_000, points: 0, lastOrderAt: 60 * day, ...figures })),
  ...more,
});
const ordersOn = (on: number) => [{ type: 'order.placed', at: on * day }];

export const winBackScenarios: Scenarios = {
  'nobody comes back, through the whole ladder': found(),
  'comes back after the coupon': found({}, { happens: ordersOn(109) }),
  'comes back before the first offer': found({}, { happens: ordersOn(100.2) }),
  'an order from before arrives late': found({}, { happens: ordersOn(69) }),
  'ordered while the sweep was looking': found({ lastOrderAt: 99 * day }),
  'has points, where the campaign is for those without': found(
    { points: 5 },
    { settings: { ...settings, balance: 'none' } },
  ),
  'a segment with a ladder of its own': found({ spentMinor: 60_000 }),
  'coupon and points are refused': {
    ...found(),
    answer: (request) =>
      request.step.kind === 'coupon' || request.step.kind === 'grant' ? refused('BUDGET') : found().answer(request),
  },
  'the first message is refused': {
    ...found(),
    answer: (request) => (request.step.kind === 'message' ? refused('NO_CONSENT') : found().answer(request)),
  },
};
