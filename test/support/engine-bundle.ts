import { fileURLToPath } from 'node:url';
import type { WorkflowBundle } from '@temporalio/worker';
import { bundleWorkflows } from '../../worker/bundle.ts';

let bundle: Promise<WorkflowBundle> | undefined;

/** The product's workflows, with the tests' stories in its cohorts. */
export function storyBundle(): Promise<WorkflowBundle> {
  bundle ??= bundleWorkflows(fileURLToPath(new URL('./engine-workflows.ts', import.meta.url)));
  return bundle;
}
