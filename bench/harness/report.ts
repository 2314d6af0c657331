import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTable } from '../../platform/terminal/table.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { type CpuShare, cpuParts, sumCpu } from './cpu.ts';
import { type Finding, formatAmount, formatLimit, verdictOf } from './finding.ts';
import type { Machine } from './machine.ts';

export interface Report {
  readonly machine: Machine;
  readonly quick: boolean;
  readonly seconds: number;
  readonly findings: readonly Finding[];
}

const titles = ['benchmark', 'what', 'measured', 'beside', 'ratio', 'limit', 'verdict'] as const;

const cpuTitles = ['processor time of one', ...cpuParts, 'together'] as const;

function cpuCells({ what, each }: CpuShare): string[] {
  return [what, ...[...cpuParts.map((part) => each[part]), sumCpu(each)].map((ms) => `${ms.toFixed(2)} ms`)];
}

function cells(finding: Finding): string[] {
  const { bench, what, measured, against, ratio } = finding;
  return [
    bench,
    what,
    measured ? formatAmount(measured) : '',
    against ? `${against.name} ${formatAmount(against)}` : '',
    ratio === undefined ? '' : formatAmount({ value: ratio, unit: 'x' }),
    formatLimit(finding),
    verdictOf(finding),
  ];
}

function facts({ machine, quick, seconds }: Report): string[] {
  return [
    `${machine.cores} cores of ${machine.processor}, ${machine.memoryGb} GB, ${machine.system}; load before: ${machine.loadBefore}`,
    `Node ${machine.node}, PostgreSQL ${machine.postgres} (embedded, fsync on), ${machine.pgbench}`,
    `${machine.at}, commit ${machine.commit}, ${Math.round(seconds)} s${quick ? ', short rounds (--quick)' : ''}`,
    `Command: ${machine.command}`,
  ];
}

function notes(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ bench, what, note }) => (note === undefined ? [] : [`${bench}, ${what}: ${note}`]));
}

/** The report for a terminal. */
export function renderReport(report: Report): string {
  const columns = titles.map(
    (title, place) => ({ title, align: place >= 2 && place <= 5 ? 'right' : 'left' }) as const,
  );
  const table = renderTable(columns, report.findings.map(cells));
  const shares = report.findings.flatMap(({ cpu = [] }) => cpu);
  const cpuColumns = cpuTitles.map((title, place) => ({ title, align: place === 0 ? 'left' : 'right' }) as const);
  const cpuTable = shares.length === 0 ? [] : [renderTable(cpuColumns, shares.map(cpuCells)), ''];
  return [...facts(report), '', table, '', ...cpuTable, ...notes(report.findings)].join('\n').trimEnd();
}

function renderMarkdown(report: Report): string {
  const row = (columns: readonly string[]) => `| ${columns.join(' | ')} |`;
  const rule = titles.map((_, place) => (place >= 2 && place <= 5 ? '---:' : '---'));
  const shares = report.findings.flatMap(({ cpu = [] }) => cpu);
  const cpuRule = cpuTitles.map((_, place) => (place === 0 ? '---' : '---:'));
  const cpuTable = [row(cpuTitles), row(cpuRule), ...shares.map((share) => row(cpuCells(share))), ''];
  return [
    '# Benchmarks',
    '',
    ...facts(report).map((fact) => `- ${fact}`),
    '',
    ...[row(titles), row(rule), ...report.findings.map((finding) => row(cells(finding)))],
    '',
    ...(shares.length === 0 ? [] : cpuTable),
    ...notes(report.findings).map((note) => `- ${note}`),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** Writes the report to bench/results, named by its minute, as JSON with every round and as Markdown; answers the paths. */
export function writeReport(report: Report): string[] {
  const folder = join(packageRoot(), 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const name = `${report.machine.at.slice(0, 16).replace(':', '')}${report.quick ? '-quick' : ''}`;
  const files = { [`${name}.json`]: reportJson(report), [`${name}.md`]: renderMarkdown(report) };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return Object.keys(files).map((file) => join('bench', 'results', file));
}

export function reportJson(report: Report): string {
  const findings = report.findings.map((finding) => ({ ...finding, verdict: verdictOf(finding) }));
  return `${JSON.stringify({ ...report, findings }, null, 2)}\n`;
}
