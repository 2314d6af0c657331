import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { startGuard } from '../devstack/guard.ts';

export interface KeptProcess {
  /** Ends it as it stands (kill -9); it is started again at once. */
  kill(): void;
  stop(): Promise<void>;
}

const restartDelayMs = 100;

/** A process of the proof, started again whenever it dies. It ends with this one, however that ends. */
export function keepProcess(args: readonly string[], env: NodeJS.ProcessEnv, logFile: string): KeptProcess {
  const guard = startGuard();
  let child: ChildProcess | undefined;
  let stopping = false;
  const start = () => {
    const log = openSync(logFile, 'a');
    const started = spawn(process.execPath, args, { env, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    child = started;
    const { pid } = started;
    if (pid !== undefined) guard.watch(pid, 'SIGKILL');
    started.once('exit', () => {
      if (pid !== undefined) guard.forget(pid);
      if (!stopping) setTimeout(start, restartDelayMs);
    });
  };
  start();
  return {
    kill: () => void child?.kill('SIGKILL'),
    stop: async () => {
      stopping = true;
      if (child !== undefined && child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      guard.release();
    },
  };
}
