import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';

let bundle: Promise<WorkflowBundle> | undefined;

/** The workflows' code as Temporal's sandbox loads it, bundled once a process: it takes a second. */
export function workflowBundle(): Promise<WorkflowBundle> {
  // From the sources this file is a .ts, in dist a .js; the workflows lie beside it in the same form.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const workflowsPath = fileURLToPath(new URL(`../workflows/index.${extension}`, import.meta.url));
  bundle ??= bundleWorkflowCode({ workflowsPath, logger: silent }).catch((error: unknown) => {
    bundle = undefined;
    throw error;
  });
  return bundle;
}

const nothing = () => undefined;
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
