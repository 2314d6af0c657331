import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';
import { packageRoot } from '../platform/package-root.ts';

let bundle: Promise<WorkflowBundle> | undefined;

/** The workflows' code as Temporal's sandbox loads it, bundled once a process: it takes a second. */
export function workflowBundle(): Promise<WorkflowBundle> {
  // From the sources this file is a .ts, in dist a .js; the workflows lie beside it in the same form.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = (name: string) => fileURLToPath(new URL(`../workflows/temporal/${name}.${extension}`, import.meta.url));
  bundle ??= bundleWorkflows(file('index'), [file('cache-use')]);
  bundle.catch(() => (bundle = undefined));
  return bundle;
}

/** The code of the workflows that a file exports. */
export function bundleWorkflows(
  workflowsPath: string,
  workflowInterceptorModules: string[] = [],
): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules,
    logger: silent,
    // Modules are named by their place in the package, wherever a process was started: the same code is the same build.
    webpackConfigHook: (config) => ({ ...config, context: packageRoot() }),
  });
}

const nothing = () => undefined;
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
