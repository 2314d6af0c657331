import { WorkflowNotFoundError } from '@temporalio/client';

/** For the catch of a call to a workflow that may have ended or never begun: nothing then, and any other error thrown on. */
export function unlessNotFound(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
