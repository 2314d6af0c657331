import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { startGuard } from '../runtime/embedded/guard.ts';

export interface WorkerProcess {
  /** The process now; another one after a crash. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** A worker that crashed is started again after this, so that one which can't start does not spin. */
const restartDelayMs = 1_000;

/** `perennial worker` as a process of its own, started again whenever it crashes; it ends with this one, however that ends. */
export function keepWorker({
  args = [],
  note = () => undefined,
}: { args?: readonly string[]; note?: (text: string) => void } = {}): WorkerProcess {
  const guard = startGuard();
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;

  const start = () => {
    const program = [...process.execArgv, String(process.argv[1]), 'worker', ...args];
    // Its own session: a Ctrl-C reaches the holder alone, which stops the worker before the servers it needs.
    const env = { ...process.env, WORKER_PORT: process.env.WORKER_PORT ?? '0' };
    const started = spawn(process.execPath, program, { env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    child = started;
    const { pid } = started;
    if (pid !== undefined) guard.watch(pid, 'SIGTERM');
    started.once('exit', (code, signal) => {
      if (pid !== undefined) guard.forget(pid);
      if (stopping) return;
      note(`the worker ended (${signal ?? `exit code ${code}`}); starting it again`);
      timer = setTimeout(start, restartDelayMs);
    });
  };
  start();

  return {
    pid: () => child?.pid,
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      if (child !== undefined && child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      guard.release();
    },
  };
}
