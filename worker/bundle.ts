import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';
import { packageRoot } from '../platform/package-root.ts';

let bundle: Promise<WorkflowBundle> | undefined;

// From the sources this file is a .ts, in dist a .js; the workflows lie beside it in the same form.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
/** Where the build leaves the workflows' code, so that production has no bundler to run; nothing lies there in the sources. */
const builtFile = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** The workflows' code as Temporal's sandbox loads it: the build's, or from the sources bundled once a process, in a second. */
export function workflowBundle(): Promise<WorkflowBundle> {
  bundle ??= extension === 'js' && existsSync(builtFile) ? Promise.resolve(builtBundle()) : bundleOwnWorkflows();
  bundle.catch(() => (bundle = undefined));
  return bundle;
}

function builtBundle(): WorkflowBundle {
  return { code: readFileSync(builtFile, 'utf8') };
}

/** Bundles the product's own workflows anew. */
export function bundleOwnWorkflows(): Promise<WorkflowBundle> {
  const file = (name: string) => fileURLToPath(new URL(`../workflows/temporal/${name}.${extension}`, import.meta.url));
  return bundleWorkflows(file('index'), [file('cache-use')]);
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
