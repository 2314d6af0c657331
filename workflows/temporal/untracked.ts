/**
 * Runs stories out of sight of the SDK's promise tracking. For its stack-trace query the SDK takes a mapped stack at every
 * promise of a workflow and keeps it until the promise settles: that is most of what a story costs, and the promises of a
 * suspended story never settle, so it would all be kept. The tracking looks for the workflow's activator and finds none here.
 *
 * Only pure code may run here: no SDK function works until it returns. Without the global (another SDK, a test) it runs as is.
 */
export async function untracked<Result>(run: () => Promise<Result>): Promise<Result> {
  const sandbox = globalThis as { __TEMPORAL_ACTIVATOR__?: unknown };
  const activator = sandbox.__TEMPORAL_ACTIVATOR__;
  sandbox.__TEMPORAL_ACTIVATOR__ = undefined;
  try {
    return await run();
  } finally {
    sandbox.__TEMPORAL_ACTIVATOR__ = activator;
  }
}
