import { counted } from '../../values/plural.ts';
import { groupMin, type Interval, newcombe, rateOf, type Share, wilson } from './rules-conversion.ts';

/** What came of the members whom a lot sent one way. */
export interface Way {
  readonly path: string;
  /** Per cent, as the file has it. */
  readonly share: number;
  /** Whose days are over, by the time at which they came in. */
  readonly judged: readonly Judged[];
  /** Members whose days are not over. */
  readonly stillOpen: number;
}

/** A member whose days are over. */
export interface Judged {
  readonly converted: boolean;
  readonly orders: number;
  readonly revenueMinor: number;
}

/** One way of a split, with what its sample can bear. */
export interface WayReport extends Share {
  readonly path: string;
  readonly share: number;
  readonly rate: number;
  readonly interval: Interval;
  readonly orders: number;
  readonly revenueMinor: number;
  readonly stillOpen: number;
}

/** A split, way by way. */
export interface SplitReport {
  /** Name of the step. */
  readonly step: string;
  readonly ways: readonly WayReport[];
  /** Members in every way after whom it is judged; null where nobody has said so. */
  readonly afterMembers: number | null;
  /** Members who are still to come to their end in the way that has fewest; 0 when it is judged. */
  readonly leftToGo: number | null;
  readonly verdict: 'not planned' | 'too early' | 'no difference' | 'better';
  /** The way that is better than every other one. */
  readonly better: string | null;
  readonly sentence: string;
}

/** Two-sided 95% of the normal distribution over so many comparisons at once, from one on (Bonferroni). */
const zOver = [1.96, 2.241, 2.394, 2.498, 2.576, 2.638, 2.69, 2.734, 2.773] as const;

/**
 * What a split has come to. It is judged once, by the first `afterMembers` of each way whose days are over: however often
 * somebody looks before, and whatever comes behind, the answer is the same.
 */
export function reportSplit(step: string, ways: readonly Way[], afterMembers: number | undefined): SplitReport {
  const drawn = ways.filter(({ share, judged }) => share > 0 || judged.length > 0);
  const common = { step, ways: drawn.map(reportWay), afterMembers: afterMembers ?? null };
  if (afterMembers === undefined) {
    const sentence =
      'No sample was set beforehand, so nothing is judged: write winner: { by: goal, afterMembers: 1000, then: tell }.';
    return { ...common, leftToGo: null, verdict: 'not planned', better: null, sentence };
  }
  const fewest = Math.min(...drawn.map(({ judged }) => judged.length));
  const leftToGo = Math.max(0, afterMembers - fewest);
  if (leftToGo > 0) {
    const sentence = `Judged once ${counted(afterMembers, 'member', 'members')} of every way have come to the end of their days: ${counted(leftToGo, 'member', 'members')} to go in the one with fewest.`;
    return { ...common, leftToGo, verdict: 'too early', better: null, sentence };
  }
  const samples = drawn.map(({ path, judged }) => ({ path, ...shareOf(judged.slice(0, afterMembers)) }));
  const better = betterOf(samples);
  const sentence =
    better === undefined
      ? `No way is better beyond doubt, by the first ${counted(afterMembers, 'member', 'members')} of each.`
      : `“${better}” is better than every other way, by the first ${counted(afterMembers, 'member', 'members')} of each.`;
  return {
    ...common,
    leftToGo: 0,
    verdict: better === undefined ? 'no difference' : 'better',
    better: better ?? null,
    sentence,
  };
}

const shareOf = (judged: readonly Judged[]): Share => ({
  members: judged.length,
  converted: judged.filter(({ converted }) => converted).length,
});

function reportWay({ path, share, judged, stillOpen }: Way): WayReport {
  const own = shareOf(judged);
  return {
    ...{ path, share, ...own, rate: rateOf(own), interval: wilson(own), stillOpen },
    orders: judged.reduce((sum, { orders }) => sum + orders, 0),
    revenueMinor: judged.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0),
  };
}

/** The way whose difference to each other one lies above 0 with 95% confidence, all of them together. */
function betterOf(ways: readonly (Share & { readonly path: string })[]): string | undefined {
  const best = ways.toSorted((a, b) => rateOf(b) - rateOf(a))[0];
  if (best === undefined || ways.length < 2 || best.members < groupMin) return undefined;
  const others = ways.filter(({ path }) => path !== best.path);
  const z = zOver[Math.min(others.length, zOver.length) - 1];
  return others.every((other) => newcombe(best, other, z).low > 0) ? best.path : undefined;
}
