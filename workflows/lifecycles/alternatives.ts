import type { JsonObject } from '../../values/json.ts';
import type { LifecycleCode } from './codes.ts';
import { code, endOf, offerDefault, type SampleDay } from './sample-values.ts';

/** Variables that change together, in every way a step may bring them: with what the settings give, and without. */
type Axis = readonly JsonObject[];

const either = (name: string, ...values: JsonObject[string][]): Axis => values.map((value) => ({ [name]: value }));
const flag = (name: string) => either(name, true, false);
const points = (name: string) => either(name, 100, 0);

type Alternatives = (now: SampleDay) => Readonly<Record<string, readonly Axis[]>>;

const days = offerDefault.validDays;

const onboardingGift: Alternatives = (now) => {
  const named = { couponName: offerDefault.name, couponMinOrder: 3_000, couponValidDays: days };
  const given = { ...named, couponCode: code, couponExpiresAt: endOf(now, days), couponUntil: endOf(now, days) };
  const notYet = { couponCode: null, couponExpiresAt: null, couponUntil: null };
  const coupon: Axis = [
    given,
    { ...given, couponMinOrder: 0 },
    { ...named, ...notYet },
    { couponName: null, couponMinOrder: 0, couponValidDays: 0, ...notYet },
  ];
  const invited = {
    ...{ points: 100, couponName: '', couponMinOrder: 0, couponValidDays: 0 },
    ...{ paysOn: 'order-above', minOrderMinor: 3_000, orderWithinDays: 30, returnWindowDays: 14 },
  };
  const withCoupon = {
    ...invited,
    points: 0,
    couponName: offerDefault.name,
    couponMinOrder: 3_000,
    couponValidDays: days,
  };
  const invitation: Axis = either(
    'invitation',
    null,
    invited,
    { ...withCoupon, paysOn: 'registration' },
    { ...invited, points: 0, paysOn: 'first-order' },
  );
  const welcome = [
    invitation,
    coupon,
    either('giftWaitsFor', null, 'memberCentre', 'firstOrder'),
    flag('profileComplete'),
  ];
  return {
    welcome: [...welcome, points('giftPoints'), points('profilePoints'), points('firstOrderPoints')],
    'gift-given': [coupon, points('giftPoints'), either('giftExpiresAt', endOf(now, days), null)],
    'profile-reminder': [points('profilePoints')],
  };
};

const ends = (now: SampleDay) => ({ couponExpiresAt: endOf(now, days), couponUntil: endOf(now, days) });

const checkInStreak: Alternatives = (now) => ({
  milestone: [
    [
      { couponName: offerDefault.name, couponCode: code, couponMinOrder: 3_000, couponValidDays: days, ...ends(now) },
      { couponName: offerDefault.name, couponCode: code, couponMinOrder: 0, couponValidDays: days, ...ends(now) },
      {
        couponName: '',
        couponCode: '',
        couponMinOrder: 0,
        couponValidDays: 0,
        couponExpiresAt: null,
        couponUntil: null,
      },
    ],
    points('points'),
    points('nextPoints'),
  ],
  'streak-reminder': [points('nextPoints')],
  'streak-lost': [
    [
      { canRepair: true, repairUntilAt: endOf(now, 3) },
      { canRepair: false, repairUntilAt: null },
    ],
  ],
});

const referralReward: Alternatives = (now) => {
  const terms: Axis = [
    { paysOn: 'registration', minOrderMinor: 0 },
    { paysOn: 'first-order', minOrderMinor: 0 },
    { paysOn: 'order-above', minOrderMinor: 3_000 },
  ];
  const waiting = either('returnWindowDays', 14, 0);
  const named = { coupon: offerDefault.name, couponName: offerDefault.name, couponValidDays: days };
  const none = { coupon: '', couponName: '', couponCode: '', couponMinOrder: 0, couponValidDays: 0, couponUntil: null };
  const notYet = { ...named, couponCode: null, couponUntil: null };
  const coupon: Axis = [{ ...notYet, couponMinOrder: 3_000 }, { ...notYet, couponMinOrder: 0 }, none];
  const promised = [terms, waiting, points('points'), coupon];
  const issued = { ...named, couponCode: code, couponUntil: endOf(now, days) };
  const given: Axis = [{ ...issued, couponMinOrder: 3_000 }, { ...issued, couponMinOrder: 0 }, none];
  return {
    'friend-welcome': promised,
    'friend-joined': promised,
    'friend-reward': [points('points'), given],
    'referral-paid': [points('points'), given],
    'not-counted': [either('reason', 'rules', 'no-order', 'limit', 'returned')],
  };
};

const pointsExpiry: Alternatives = (now) => {
  const coupon = { couponName: offerDefault.name, couponCode: code, couponUntil: endOf(now, days) };
  return {
    'points-expiring': [
      [
        { ...coupon, couponMinOrder: 3_000 },
        { ...coupon, couponMinOrder: 0 },
        { couponName: '', couponCode: '', couponUntil: 0, couponMinOrder: 0 },
      ],
      flag('lastCall'),
      either('daysBefore', 7, 1),
    ],
  };
};

const winBack: Alternatives = () => {
  const common = [either('segment', 'VIP', ''), flag('lastCall')];
  return {
    'win-back-reminder': common,
    'win-back-coupon': [...common, either('couponMinOrder', 3_000, 0)],
    'win-back-points': common,
  };
};

const alternatives: Readonly<Record<LifecycleCode, Alternatives>> = {
  'onboarding-gift': onboardingGift,
  'check-in-streak': checkInStreak,
  'referral-reward': referralReward,
  'points-expiry': pointsExpiry,
  'win-back': winBack,
};

/** What may be otherwise in a message of this template than in its sample; none of one whose variables are always there. */
export function alternativesOf(lifecycle: string, template: string, now: SampleDay): readonly Axis[] {
  const all = Object.hasOwn(alternatives, lifecycle) ? alternatives[lifecycle as LifecycleCode](now) : {};
  return Object.hasOwn(all, template) ? (all[template] ?? []) : [];
}

/** A combination of alternatives: one of each axis, and how it differs from what is usual. */
export interface Combination {
  readonly variables: JsonObject;
  readonly differing: JsonObject;
}

/** Axes that are otherwise at once: a text that asks for more than this together is rare, and each more costs tenths of a second. */
const differingMax = 2;

/**
 * The base, and every combination of alternatives that differs from it in one axis or two, and those in which every axis
 * differs; those that differ least first.
 */
export function combinations(base: JsonObject, axes: readonly Axis[]): Combination[] {
  let all = [{ variables: base, differing: {} as JsonObject, count: 0 }];
  for (const axis of axes) {
    const choices = axis.filter((choice) => differs(base, choice));
    all = all.flatMap((one) => [
      one,
      ...choices.map((choice) => ({
        variables: { ...one.variables, ...choice },
        differing: { ...one.differing, ...choice },
        count: one.count + 1,
      })),
    ]);
  }
  return all
    .filter(({ count }) => count <= differingMax || count === axes.length)
    .sort((a, b) => a.count - b.count)
    .map(({ variables, differing }) => ({ variables, differing }));
}

function differs(base: JsonObject, choice: JsonObject): boolean {
  return Object.entries(choice).some(([name, value]) => base[name] !== value);
}
