import * as z from 'zod';
import type { LifecycleForm } from '../form.ts';
import type { WithMoney } from '../settings-money.ts';
import { couponVariables } from '../coupon-words.ts';
import { couponOffer, days, grantPoints, money } from '../settings-units.ts';
import type { WinBackBalance, WinBackRung, WinBackSegment } from './rules.ts';

/** Offers a ladder may have: more would be a mail a week for two months. */
const rungsMax = 8;

const segmentsMax = 10;

/** The longest a member is waited for. */
const endDaysMax = 365;

const afterDays = days(0, endDaysMax).describe('days after entering');

const rung = z.discriminatedUnion('offer', [
  z.strictObject({ afterDays, offer: z.literal('reminder') }),
  z.strictObject({ afterDays, offer: z.literal('coupon'), coupon: couponOffer }),
  z.strictObject({
    afterDays,
    offer: z.literal('points'),
    points: grantPoints.min(1),
    expiresInDays: days(1, 365).describe('days until they expire'),
  }),
]);

const ladder = z
  .array(rung)
  .max(rungsMax)
  .refine(
    (rungs) => rungs.every(({ afterDays: at }, index) => index === 0 || at > (rungs[index - 1]?.afterDays ?? 0)),
    {
      message: 'does not go up',
      params: { fix: 'list the offers by afterDays, from fewest to most, each day once' },
    },
  );

const segment = z.strictObject({
  name: z.string().trim().min(1).max(40).describe('what the messages and the marketer call it'),
  spentFrom: money.exactOptional().describe('has spent this or more'),
  spentBelow: money.exactOptional().describe('has spent less'),
  ordersFrom: z.int().min(1).max(100_000).exactOptional().describe('has ordered this often or more'),
  averageOrderBelow: money.exactOptional().describe('an order comes to less on average'),
  pointsFrom: grantPoints.exactOptional().describe('has this many points to spend, or more'),
  pointsBelow: grantPoints.exactOptional().describe('has fewer points to spend'),
  ladder,
});

const settings = z
  .strictObject({
    inactiveDays: days(1, 730).default(30).describe('days without an order after which a member is away'),
    inactiveDaysMax: days(1, 3_650).default(365).describe('members who have been away for longer are left alone'),
    balance: z
      .enum(['any', 'positive', 'none'])
      .default('any')
      .describe('any: everybody; positive: who has points to spend; none: who has not'),
    atHour: z.int().min(0).max(23).default(10).describe("hour of the member's day at which an offer goes out"),
    ladder: ladder
      .default([])
      .describe('what is offered to who is in no segment, and after how many days; [] offers them nothing'),
    segments: z
      .array(segment)
      .max(segmentsMax)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
        message: 'has two segments of one name',
        params: { fix: 'give every segment its own name' },
      })
      .default([])
      .describe('members with a ladder of their own; the first that fits counts'),
    evenIfUntold: z
      .boolean()
      .exactOptional()
      .describe(
        'true: what is offered is given also to who may not be written to; else only with a message that may go',
      ),
    endAfterDays: days(1, endDaysMax).default(45).describe('days after which the story ends without an order'),
  })
  .refine(({ inactiveDays, inactiveDaysMax }) => inactiveDays < inactiveDaysMax, {
    path: ['inactiveDaysMax'],
    message: 'leaves nobody between it and inactiveDays',
    params: { fix: 'write more days than inactiveDays' },
  })
  .refine(
    ({ ladder: rungs, segments, endAfterDays }) =>
      [rungs, ...segments.map((each) => each.ladder)].flat().every((each) => each.afterDays < endAfterDays),
    {
      path: ['endAfterDays'],
      message: 'comes before the last offer',
      params: { fix: 'write more days than every afterDays' },
    },
  )
  .prefault({});

const variables = {
  segment: 'name of the segment; empty for everybody else',
  daysAway: 'days since the last order',
  lastCall: 'whether no later offer will come',
};

export const winBackForm = {
  about: 'Members who have not ordered for some weeks: a reminder, then offers, rung by rung, until an order comes.',
  settings,
  reentry: { afterDays: 90 },
  messages: {
    'win-back-reminder': { about: 'at a rung that is a reminder', variables },
    'win-back-coupon': {
      about: 'at a rung that is a coupon',
      variables: {
        ...variables,
        ...couponVariables,
      },
    },
    'win-back-points': {
      about: 'at a rung that gives points',
      variables: { ...variables, points: 'points given', pointsUntil: 'the last instant they can be spent' },
    },
  },
} satisfies LifecycleForm<z.ZodType<WithMoney<WinBackSettings>>>;

export interface WinBackSettings {
  /** Days without an order after which a member is away; the sweep looks for them. */
  readonly inactiveDays: number;
  /** Members who have been away for longer are left alone. */
  readonly inactiveDaysMax: number;
  readonly balance: WinBackBalance;
  /** The member's own hour at which an offer goes out. */
  readonly atHour: number;
  /** What everybody is offered who is of no segment; they are let go when it is empty. */
  readonly ladder: readonly WinBackRung[];
  readonly segments: readonly WinBackSegment[];
  /** Given whether or not the message that tells of it may go. */
  readonly evenIfUntold?: boolean;
  readonly endAfterDays: number;
}
