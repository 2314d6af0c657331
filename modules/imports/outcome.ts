import { type DecisionContext, type Plan } from '../intake/rules/context.ts';
import { decide } from '../intake/rules/decide.ts';
import type { Decision } from '../intake/rules/decision.ts';
import type { Fact } from '../intake/rules/facts.ts';
import type { Entry } from './entries.ts';
import type { FileRow } from './reading/file-row.ts';
import type { Columns } from './reading/columns.ts';
import type { ColumnField } from './reading/fields.ts';
import type { RowProblem } from './row.ts';
import { isOpen, type RowFact, settle } from './row-facts.ts';
import type { ImportCounts } from './run.ts';

/** What became of an entry; `refused` is a decision on what is known, which may have changed. */
export type Outcome =
  | { readonly kind: 'taken' | 'duplicate' | 'left-out' }
  | { readonly kind: 'rejected'; readonly problem: RowProblem; readonly refused: boolean };

/** Decides on entries one after the other; what they come to is in the context's plan. */
export function decideEntries(context: DecisionContext, entries: readonly Entry[], columns: Columns): Outcome[] {
  return entries.map((entry) => {
    const { problem, facts, repeated } = entry;
    if (problem !== undefined) return { kind: 'rejected', problem, refused: false };
    let taken = false;
    let duplicate = false;
    for (const fact of facts) {
      const kind = decideFact(context, fact);
      if (typeof kind === 'object') {
        return { kind: 'rejected', problem: problemOfRefusal(kind.fact, kind.refusal, columns), refused: true };
      }
      taken ||= kind === 'accepted';
      duplicate ||= kind === 'duplicate';
    }
    if (taken) return { kind: 'taken' };
    if (!duplicate) return { kind: 'left-out' };
    return repeated
      ? { kind: 'rejected', problem: repeatedProblem(entry, columns), refused: true }
      : { kind: 'duplicate' };
  });
}

function decideFact(
  context: DecisionContext,
  fact: RowFact,
): 'accepted' | 'duplicate' | 'ignored' | { fact: Fact; refusal: Decision & { kind: 'refused' } } {
  const settled = isOpen(fact) ? settle(context, fact) : fact;
  if (typeof settled === 'string') return settled;
  const decision = decide(context, settled);
  return decision.kind === 'refused' ? { fact: settled, refusal: decision } : decision.kind;
}

/** What a batch came to, in rows of the file and in orders and points. */
export function countOutcome(entries: readonly Entry[], plan: Plan, outcomes: readonly Outcome[]): ImportCounts {
  const rows: Record<Outcome['kind'], number> = { taken: 0, duplicate: 0, rejected: 0, 'left-out': 0 };
  for (const [place, { kind }] of outcomes.entries()) rows[kind] += entries[place]?.rows.length ?? 0;
  let [orders, returns, unmatchedReturns, pointsGiven, pointsTakenBack] = [0, 0, 0, 0, 0];
  for (const { fact, result } of plan.events) {
    if (fact.type === 'order.placed') orders += 1;
    else returns += 1;
    if (fact.type === 'order.returned' && 'note' in result) unmatchedReturns += 1;
    const points = typeof result.points === 'number' ? result.points : 0;
    if (points > 0) pointsGiven += points;
    else pointsTakenBack -= points;
  }
  return {
    rows: rows.taken + rows.duplicate + rows.rejected + rows['left-out'],
    taken: rows.taken,
    duplicates: rows.duplicate,
    rejected: rows.rejected,
    leftOut: rows['left-out'],
    ...{ orders, returns, unmatchedReturns, pointsGiven, pointsTakenBack },
    newMembers: plan.newMembers.length,
  };
}

export interface RejectedRow {
  readonly row: FileRow;
  readonly problem: RowProblem;
}

/** The rows of a batch that go to the reject file, each with its problem. */
export function rejectedRows(entries: readonly Entry[], outcomes: readonly Outcome[]): RejectedRow[] {
  return outcomes.flatMap((outcome, place) => {
    if (outcome.kind !== 'rejected') return [];
    return (entries[place]?.rows ?? []).map((row) => ({ row, problem: outcome.problem }));
  });
}

function repeatedProblem({ facts }: Entry, { named, at }: Columns): RowProblem {
  const value = facts.map((fact) => (isOpen(fact) ? fact.number : fact.id.replace(/^\w+:/, '')))[0] ?? '';
  const returns = facts.some((fact) => isOpen(fact) || fact.type === 'order.returned');
  return {
    field: named.orderId,
    value,
    reason: `stands in an earlier row of this file with the same ${at.time >= 0 ? 'date' : 'time'} and amount`,
    fix: returns
      ? 'give each refund its own number or time, or drop the row if it is the same one'
      : 'drop it if it is the same order; for lines of one order, sort the file by order number and say --lines sum',
  };
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
      code,
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
  return { field: column === undefined ? field : named[column], value, reason: message, fix, code };
}
