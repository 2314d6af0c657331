import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { startGuard } from './guard.ts';

export interface WorkerProcess {
  /** The process now; another one after a crash. */
  pid(): number | undefined;
  /** How often it was started again. */
  restarts(): number;
  stop(): Promise<void>;
}

export interface WorkerProcessOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Takes what the worker says, instead of this process's own streams. */
  readonly logFile?: string;
  readonly note?: (text: string) => void;
}

/** A worker that crashed is started again after this, so that one which can't start does not spin. */
const restartDelayMs = 1_000;

/** `perennial worker` as a process of its own, started again whenever it crashes; it ends with this one, however that ends. */
export function keepWorker({
  args = [],
  env: given = process.env,
  logFile,
  note = () => undefined,
}: WorkerProcessOptions = {}): WorkerProcess {
  const guard = startGuard();
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let restarts = 0;

  const start = () => {
    const program = [...process.execArgv, String(process.argv[1]), 'worker', ...args];
    // Its own session: a Ctrl-C reaches the holder alone, which stops the worker before the servers it needs.
    const env = { ...given, WORKER_PORT: given.WORKER_PORT ?? '0' };
    const log = logFile === undefined ? 'inherit' : openSync(logFile, 'a');
    const started = spawn(process.execPath, program, { env, stdio: ['ignore', log, log], detached: true });
    if (typeof log === 'number') closeSync(log);
    child = started;
    const { pid } = started;
    if (pid !== undefined) guard.watch(pid, 'SIGTERM');
    started.once('exit', (code, signal) => {
      if (pid !== undefined) guard.forget(pid);
      if (stopping) return;
      restarts += 1;
      note(`the worker ended (${signal ?? `exit code ${code}`}); starting it again`);
      timer = setTimeout(start, restartDelayMs);
    });
  };
  start();

  return {
    pid: () => child?.pid,
    restarts: () => restarts,
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
