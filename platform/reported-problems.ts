import type { Client } from '@temporalio/client';
import { grpcCode, grpcCodeOf } from './grpc-code.ts';

/** What a Temporal server says of a workflow whose tasks fail again and again; servers before 1.30 do not know the attribute. */
export const hasReportedProblems = 'TemporalReportedProblems IS NOT NULL';

/** Whether an error says that the server does not know the attribute. */
export const isUnknownAttribute = (error: unknown): boolean => grpcCodeOf(error) === grpcCode.invalidArgument;

/** Whether the server reports workflows that can't go on, which is what self-repair lives by. */
export async function reportsProblems({ workflow }: Pick<Client, 'workflow'>): Promise<boolean> {
  try {
    await workflow.count(hasReportedProblems);
    return true;
  } catch (error) {
    if (isUnknownAttribute(error)) return false;
    throw error;
  }
}

/** What to do where the server does not. */
export const reportedProblemsFix =
  'Upgrade the Temporal server to one that has the search attribute TemporalReportedProblems (1.30 or later); self-repair then ' +
  'begins by itself. Until then look for failing workflow tasks in the Temporal UI, see docs/guides/temporal-clusters.md.';
