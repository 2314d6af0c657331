import type { CpuShare } from './cpu.ts';

/** A number and what it counts: `x` is a ratio. */
export interface Amount {
  readonly value: number;
  readonly unit: string;
}

type Limit = { readonly atLeast: number } | { readonly below: number };

/** One figure of a benchmark, beside what it is compared with. */
export interface Finding {
  readonly bench: string;
  readonly what: string;
  /** Absent when it could not be measured; `note` says why. */
  readonly measured?: Amount;
  /** What the same machine does in the same run by the way it is compared with. */
  readonly against?: Amount & { readonly name: string };
  /** What is held against the limit, when that is not the measured amount itself. */
  readonly ratio?: number;
  /** Absent: told for information. */
  readonly limit?: Limit;
  /** Every round of every side, in the order they ran. */
  readonly rounds?: Readonly<Record<string, readonly number[]>>;
  /** Processor time of one of them, by who spent it. */
  readonly cpu?: readonly CpuShare[];
  readonly note?: string;
}

export type Verdict = 'pass' | 'short' | 'skipped' | 'info';

export function verdictOf({ measured, ratio, limit }: Finding): Verdict {
  if (measured === undefined) return 'skipped';
  if (limit === undefined) return 'info';
  const value = ratio ?? measured.value;
  return ('atLeast' in limit ? value >= limit.atLeast : value < limit.below) ? 'pass' : 'short';
}

/** `12,345 earns/s`, `3.21 ms`, `0.74 x` */
export function formatAmount({ value, unit }: Amount): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

export function formatLimit({ measured, ratio, limit }: Finding): string {
  if (limit === undefined) return '';
  const unit = ratio === undefined ? (measured?.unit ?? '') : 'x';
  const [sign, value] = 'atLeast' in limit ? ['≥', limit.atLeast] : ['<', limit.below];
  return `${sign} ${value.toLocaleString('en')} ${unit}`.trim();
}
