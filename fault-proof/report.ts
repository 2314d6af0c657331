import type { Injected } from './faults/inject.ts';
import { type FaultKind, faultShares } from './faults/plan.ts';
import type { Verdict } from './judge.ts';

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
  readonly seconds: { readonly reference: number; readonly faults: number };
  readonly machine: string;
}

/** Differences shown of each kind; all of them are in the folder of the run. */
const shownMax = 10;

export function isProven(report: Report): boolean {
  const { lost, doubled, mailsDoubled, violations, membersThatDiffer } = report;
  return lost + doubled + mailsDoubled + violations + membersThatDiffer === 0;
}

export function countFaults(injected: readonly Injected[]): Partial<Record<FaultKind, number>> {
  const kinds = [...(Object.keys(faultShares) as FaultKind[]), 'SMTP 5xx' as const];
  return Object.fromEntries(kinds.map((kind) => [kind, injected.filter((fault) => fault.kind === kind).length]));
}

/** The table at the end, as Markdown that also reads well in a terminal. */
export function render(report: Report): string {
  const rows: [string, string | number][] = [
    ...Object.entries(report.faults).map(([kind, count]): [string, number] => [`fault: ${kind}`, count]),
    ['**faults in all**', report.faultsInAll],
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
  ];
  const shown = rows.map(([name, count]) => [name, typeof count === 'number' ? count.toLocaleString('en') : count]);
  const width = Math.max(...shown.map(([name = '']) => name.length));
  const line = (name: string, count: string) => `| ${name.padEnd(width)} | ${count.padStart(10)} |`;
  const { seconds, members, days, seed, campaigns } = report;
  return [
    `\`${report.command}\`, ${report.at.slice(0, 10)}, ${report.machine}.`,
    '',
    `${members.toLocaleString('en')} members, ${days} days, seed ${seed}, campaigns: ${campaigns.join(', ')}.`,
    `${Math.round(seconds.reference)} s without faults, ${Math.round(seconds.faults)} s with them.`,
    '',
    line('', ''),
    `| ${'-'.repeat(width)} | ${'-'.repeat(9)}: |`,
    ...shown.map(([name = '', count = '']) => line(name, count)),
  ].join('\n');
}

/** What is wrong, a few of each kind. */
export function renderProblems(verdict: Verdict): string {
  const kinds: [string, readonly string[]][] = [
    ['lost', verdict.lost],
    ['doubled', verdict.doubled],
    ['mails doubled beyond the window', verdict.mailsDoubled],
    ['ledger violations', verdict.violations],
    ['members whose end differs (- without faults, + with them)', verdict.members],
  ];
  return kinds
    .filter(([, items]) => items.length > 0)
    .map(([name, items]) => [`${name}: ${items.length}`, ...items.slice(0, shownMax)].join('\n'))
    .join('\n\n');
}
