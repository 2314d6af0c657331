import type { Plan } from '../intake/rules/context.ts';
import type { Fact } from '../intake/rules/facts.ts';
import type { Decision } from '../intake/rules/decision.ts';
import type { ColumnField, Columns } from './columns.ts';
import { isRowProblem, type RowProblem } from './row.ts';
import type { ImportCounts } from './run.ts';

/** A row on its way in, in file order. */
export interface BatchRow {
  readonly line: number;
  readonly read: Fact | RowProblem;
}

/** What a batch came to; `verdicts` are on the rows that could be read, in order. */
export function countOutcome(rows: readonly BatchRow[], plan: Plan, verdicts: readonly Decision[]): ImportCounts {
  const points = plan.events.map(({ result }) => (typeof result.points === 'number' ? result.points : 0));
  const accepted = verdicts.filter(({ kind }) => kind === 'accepted').length;
  const duplicates = verdicts.filter(({ kind }) => kind === 'duplicate').length;
  return {
    rows: rows.length,
    orders: plan.events.filter(({ fact }) => fact.type === 'order.placed').length,
    returns: plan.events.filter(({ fact }) => fact.type === 'order.returned').length,
    duplicates,
    rejected: rows.length - accepted - duplicates,
    newMembers: plan.newMembers.length,
    pointsGiven: points.reduce((sum, each) => sum + Math.max(0, each), 0),
    pointsTakenBack: points.reduce((sum, each) => sum - Math.min(0, each), 0),
    unmatchedReturns: plan.events.filter(({ fact, result }) => fact.type === 'order.returned' && 'note' in result)
      .length,
  };
}

/** The rows of a batch that go to the reject file, each with its problem. */
export function problemsOf(
  rows: readonly BatchRow[],
  verdicts: readonly Decision[],
  columns: Columns,
): { line: number; problem: RowProblem }[] {
  const problems: { line: number; problem: RowProblem }[] = [];
  let next = 0;
  for (const { line, read } of rows) {
    if (isRowProblem(read)) {
      problems.push({ line, problem: read });
      continue;
    }
    const verdict = verdicts[next];
    next += 1;
    if (verdict?.kind === 'refused') problems.push({ line, problem: problemOfRefusal(read, verdict, columns) });
  }
  return problems;
}

function problemOfRefusal(fact: Fact, refusal: Decision & { kind: 'refused' }, { named }: Columns): RowProblem {
  const { code, field, message, fix } = refusal;
  if (code === 'EVENT_CONFLICT') {
    const reason = 'this number was used before, with another member, amount or time';
    return {
      field: named.orderId,
      value: fact.id.replace(/^\w+:/, ''),
      reason,
      fix: 'give each order and return its own number',
    };
  }
  const shown: Partial<Record<string, [ColumnField, string]>> = {
    memberId: ['memberId', fact.memberId],
    occurredAt: ['placedAt', fact.at.toISOString()],
    'data.orderId': [
      fact.type === 'order.returned' ? 'returnOf' : 'orderId',
      ('orderId' in fact && fact.orderId) || '',
    ],
    'data.amountMinor': ['amount', 'amountMinor' in fact ? String(fact.amountMinor) : ''],
  };
  const [column, value] = shown[field] ?? [undefined, ''];
  return { field: column === undefined ? field : named[column], value, reason: message, fix };
}
