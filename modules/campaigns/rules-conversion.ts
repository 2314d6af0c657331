import { counted } from '../../values/plural.ts';

/** Of so many members, so many ordered. */
export interface Share {
  readonly members: number;
  readonly converted: number;
}

/** Where the true value lies, with 95% confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What the members who got something did beyond those who were held out. */
export interface Comparison {
  /** Rate of the ones less rate of the others. */
  readonly difference: number;
  readonly interval: Interval;
  readonly verdict: 'added' | 'took away' | 'unclear' | 'too few';
  /** How many would have to be held out, and as many times more of the others, for a difference like this to be beyond doubt. */
  readonly heldOutNeeded: number | null;
}

/** Two-sided 95% of the normal distribution. */
const z95 = 1.959963984540054;
/** In smaller groups a handful of orders decides: nothing is said of them, whatever the interval. */
export const groupMin = 30;
/** A difference below a thousandth is none: no sample would be large enough. */
const differenceMin = 0.001;

/** The share that ordered; 0 of nobody. */
export function rateOf({ members, converted }: Share): number {
  return members === 0 ? 0 : converted / members;
}

/** Wilson's score interval of a share: right for small groups and rare orders, never below 0 or above 1. */
export function wilson(share: Share, z = z95): Interval {
  const { members: n } = share;
  if (n === 0) return { low: 0, high: 1 };
  const p = rateOf(share);
  const middle = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

/** Newcombe's interval of the difference between two shares (his method 10), made of the Wilson intervals of both. */
export function newcombe(one: Share, other: Share, z = z95): Interval {
  const [a, b] = [wilson(one, z), wilson(other, z)];
  const [p, q] = [rateOf(one), rateOf(other)];
  return {
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  };
}

/** Whether a campaign really added orders: compared with members who by lot got nothing of it. */
export function compareConversion(given: Share, heldOut: Share): Comparison {
  const difference = rateOf(given) - rateOf(heldOut);
  const interval = newcombe(given, heldOut);
  return { difference, interval, ...judge(given, heldOut, difference, interval) };
}

function judge(
  given: Share,
  heldOut: Share,
  difference: number,
  { low, high }: Interval,
): Pick<Comparison, 'verdict' | 'heldOutNeeded'> {
  if (Math.min(given.members, heldOut.members) < groupMin) return { verdict: 'too few', heldOutNeeded: null };
  if (low > 0) return { verdict: 'added', heldOutNeeded: null };
  if (high < 0) return { verdict: 'took away', heldOutNeeded: null };
  if (Math.abs(difference) < differenceMin) return { verdict: 'unclear', heldOutNeeded: null };
  // An interval shrinks with the square root of the sample; this one has to shrink until it leaves out 0.
  const towardsZero = difference > 0 ? difference - low : high - difference;
  const factor = (towardsZero / Math.abs(difference)) ** 2;
  return { verdict: 'unclear', heldOutNeeded: twoFigures(heldOut.members * factor) };
}

/** Rounded up to two figures: more would promise more than it knows. */
function twoFigures(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}

/** The comparison in a sentence that a marketer reads. */
export function sayComparison(
  comparison: Comparison | null,
  { given, heldOut, days, goal = null }: { given: Share; heldOut: Share; days: number; goal?: string | null },
): string {
  const did = goal === null ? 'ordered' : 'reached the goal';
  const what = goal === null ? 'orders' : 'to its goal';
  if (comparison === null) {
    return `Nobody is held out, so nobody can say how many would have ${did} anyway: set holdOut to measure it.`;
  }
  const { verdict, difference, interval, heldOutNeeded } = comparison;
  const about = `${perHundred(Math.abs(difference))} of 100 members`;
  const between = `between ${perHundred(interval.low)} and ${perHundred(interval.high)} with 95% confidence`;
  switch (verdict) {
    case 'too few':
      return (
        `Too early to say: the ${counted(days, 'day is', 'days are')} over for ${counted(given.members, 'member', 'members')} and ${count(heldOut.members)} held out; ` +
        `each group needs at least ${groupMin}.`
      );
    case 'added':
      return `The campaign really added ${what}: ${about} ${did} who would not have without it (${between}).`;
    case 'took away':
      return `The campaign took ${goal === null ? 'orders away' : 'from its goal'}: ${about} would have ${did} without it (${between}).`;
    case 'unclear':
      return (
        `The sample is too small to tell: a difference of ${perHundred(difference)} in 100 members may be chance (${between}).` +
        (heldOutNeeded === null
          ? ''
          : ` If it is real, it shows once about ${counted(heldOutNeeded, 'member has', 'members have')} been held out.`)
      );
    default:
      return verdict satisfies never;
  }
}

/** 0.0523 -> "5.2" */
function perHundred(share: number): string {
  const text = (share * 100).toFixed(1);
  return text === '-0.0' ? '0.0' : text.replace('-', '−');
}

function count(members: number): string {
  return members.toLocaleString('en');
}
