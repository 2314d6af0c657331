import type { Injected } from './faults/inject.ts';
import type { JourneyCounts } from './journey/end.ts';
import { type FaultKind, faultKinds } from './faults/plan.ts';
import type { Poisoned } from './faults/poison.ts';
import type { Verdict } from './judge.ts';
import { renderPoison } from './poison-verdict.ts';
import type { Redeemed } from './redeemed.ts';
import type { Scattered } from './scattered.ts';
import type { CacheCounts } from './worker-watch.ts';

/** What a proof came to. */
export interface Report {
  readonly command: string;
  readonly at: string;
  readonly seed: number;
  readonly members: number;
  readonly days: number;
  readonly campaigns: readonly string[];
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly faultsInAll: number;
  /** How late Temporal answered. */
  readonly lateSeconds: number;
  /** The cache of the worker in the run with faults, in cohorts, and what became of it. */
  readonly cachedWorkflowsMax: number;
  readonly cache: CacheCounts;
  readonly scattered: Scattered;
  readonly redeemed: Redeemed;
  readonly poisoned: readonly Poisoned[];
  readonly journey: JourneyCounts;
  readonly accepted: number;
  readonly refused: number;
  readonly performed: number;
  readonly mails: number;
  readonly copiesInWindow: number;
  readonly unknownInWindow: number;
  readonly lost: number;
  readonly doubled: number;
  readonly mailsDoubled: number;
  readonly violations: number;
  readonly membersThatDiffer: number;
  readonly stayed: number;
  readonly poisonProblems: number;
  readonly lateProblems: number;
  readonly checkoutProblems: number;
  readonly journeyEnds: number;
  readonly journeyGiven: number;
  readonly journeyBooked: number;
  readonly neverStruck: number;
  readonly seconds: { readonly reference: number; readonly faults: number };
  readonly machine: string;
}

/** Differences shown of each kind; all of them are in the folder of the run. */
const shownMax = 10;

export function isProven(report: Report): boolean {
  const { lost, doubled, mailsDoubled, violations, membersThatDiffer } = report;
  const { stayed, poisonProblems, lateProblems, checkoutProblems, neverStruck } = report;
  const { journeyEnds, journeyGiven, journeyBooked } = report;
  const differs = lost + doubled + mailsDoubled + violations + membersThatDiffer;
  return (
    differs +
      journeyEnds +
      journeyGiven +
      journeyBooked +
      stayed +
      poisonProblems +
      lateProblems +
      checkoutProblems +
      neverStruck ===
    0
  );
}

export function countFaults(injected: readonly Injected[]): Partial<Record<FaultKind, number>> {
  return Object.fromEntries(faultKinds.map((kind) => [kind, injected.filter((fault) => fault.kind === kind).length]));
}

/** The table at the end, as Markdown that also reads well in a terminal. */
export function render(report: Report): string {
  const shown = rowsOf(report).map(([name, count]) => [name, count.toLocaleString('en')]);
  const width = Math.max(...shown.map(([name = '']) => name.length));
  const line = (name: string, count: string) => `| ${name.padEnd(width)} | ${count.padStart(10)} |`;
  const { seconds, members, days, seed, campaigns, lateSeconds, cachedWorkflowsMax, poisoned } = report;
  return [
    `\`${report.command}\`, ${report.at.slice(0, 10)}, ${report.machine}.`,
    '',
    `${members.toLocaleString('en')} members, ${days} days, seed ${seed}, campaigns: ${campaigns.join(', ')}.`,
    `${Math.round(seconds.reference)} s without faults, ${Math.round(seconds.faults)} s with them.`,
    `With faults a worker keeps ${cachedWorkflowsMax} cohorts in memory, and Temporal, where it answers late, does so after ${lateSeconds} s.`,
    '',
    line('', ''),
    `| ${'-'.repeat(width)} | ${'-'.repeat(9)}: |`,
    ...shown.map(([name = '', count = '']) => line(name, count)),
    '',
    ...renderPoison(poisoned),
  ].join('\n');
}

function rowsOf(report: Report): [string, number][] {
  const { scattered, redeemed, journey } = report;
  return [
    ...Object.entries(report.faults).map(([kind, count]): [string, number] => [`fault: ${kind}`, count]),
    ['**faults in all**', report.faultsInAll],
    ['scattered events', scattered.events],
    ['of them exits', scattered.exits],
    ['of them reactions of a step that waited', scattered.reactions],
    ['of them waited for by no step', scattered.unheard],
    ['cohorts that they came to', scattered.cohorts],
    ['cohorts alive at once, at most', scattered.alive],
    [`put out of a cache of ${report.cachedWorkflowsMax}`, report.cache.evicted],
    ['woken cold, for that', report.cache.coldWakes],
    ['points used at the checkout', redeemed.used],
    ['of them after their hold had run out', redeemed.late],
    ['given back', redeemed.givenBack],
    ['let go', redeemed.released],
    ['run out', redeemed.expired],
    ['taken into the journey at its launch', journey.launched],
    ['by a basket that was left', journey.byEvent],
    ['not taken in, for a reason', journey.refused],
    ['taken out by an exit', journey.exited],
    ['taken along by an edit of it', journey.moved],
    ['in the middle of it at the end', journey.inside],
    ['rebuilt in the middle of a wait', journey.rebuilt],
    ['events accepted', report.accepted],
    ['events refused, by both runs alike', report.refused],
    ['steps performed', report.performed],
    ['mails', report.mails],
    ['second copies within the stated window', report.copiesInWindow],
    ['marketing mails given up within it', report.unknownInWindow],
    ['**lost**', report.lost],
    ['**doubled**', report.doubled],
    ['**mails doubled beyond the window**', report.mailsDoubled],
    ['**ledger violations**', report.violations],
    ['**members whose end differs**', report.membersThatDiffer],
    ['**still inside after an exit**', report.stayed],
    ['**what poison did to others**', report.poisonProblems],
    ['**transactions kept open, rows carried for ever**', report.lateProblems],
    ['**calls of the checkout answered as two**', report.checkoutProblems],
    ['**ends in the journey that differ**', report.journeyEnds],
    ['**what it gave that differs**', report.journeyGiven],
    ['**what is booked for it that differs**', report.journeyBooked],
    ['**faults that never struck**', report.neverStruck],
  ];
}

/** What is wrong, a few of each kind. */
export function renderProblems(verdict: Verdict): string {
  const kinds: [string, readonly string[]][] = [
    ['lost', verdict.lost],
    ['doubled', verdict.doubled],
    ['mails doubled beyond the window', verdict.mailsDoubled],
    ['ledger violations', verdict.violations],
    ['members whose end differs (- without faults, + with them)', verdict.members],
    ['still inside after an exit', verdict.stayed],
    ['poison', verdict.poison],
    ['while Temporal answered late', verdict.late],
    ['calls of the checkout answered as two', verdict.checkout],
    ['ends in the journey that differ', verdict.journey.ends],
    ['what the journey gave that differs', verdict.journey.given],
    ['what is booked for the journey that differs', verdict.journey.booked],
    ['never struck', verdict.neverStruck],
  ];
  return kinds
    .filter(([, items]) => items.length > 0)
    .map(([name, items]) => [`${name}: ${items.length}`, ...items.slice(0, shownMax)].join('\n'))
    .join('\n\n');
}
