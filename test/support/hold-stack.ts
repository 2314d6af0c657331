import { startStack } from '../../devstack/stack.ts';
import { onShutdown } from '../../platform/shutdown.ts';

/** Run as a process of its own: starts a stack in the folder it is given and holds it until it is told to stop. */
const shutdown = onShutdown();
// The test's end of the pipe closes with the test: nothing is held for nobody.
process.stdin.resume().once('end', () => process.exit(1));
const stack = await startStack({ dir: String(process.argv[2]), volatile: true });
process.stdout.write('ready\n');
await shutdown.requested;
await stack.stop();
process.exit(0);
