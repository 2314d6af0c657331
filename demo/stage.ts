import { join } from 'node:path';
import { startStack, type Stack } from '../devstack/stack.ts';
import { createLogger } from '../platform/logger.ts';
import { createClosers } from '../platform/closers.ts';
import { type Database, openDatabase } from '../platform/database.ts';
import { servePublicRoutes } from '../api/public-routes.ts';
import { keepWorker, type WorkerProcess } from '../devstack/worker-process.ts';

/** The servers a demo plays on, emptied of what an earlier one left. */
export interface Stage {
  readonly stack: Stack;
  readonly database: Database;
  /** Starts the worker: a process of its own, started again whenever it dies. */
  startWorker(): WorkerProcess;
  /** Has something ended before the servers are. */
  onStop(close: () => Promise<unknown>): void;
  /** Ends everything, the last started first; a second call waits for the first. */
  stop(): Promise<void>;
}

const poolSizeMax = 12;

/** Starts PostgreSQL, Temporal, the mail catcher and the routes that links in mails lead to. */
export async function startDemoStack(dir: string, say: (text: string) => void): Promise<Stage> {
  const stack = await startStack({ dir, fresh: true, volatile: true, onProgress: (text) => say(`· ${text}`) });
  const closers = createClosers();
  closers.add(() => stack.stop());
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= closers.close());
  try {
    const database = openDatabase(stack.databaseUrl, { poolSizeMax });
    closers.add(() => database.$disconnect());
    const { hostname, port } = new URL(stack.publicUrl);
    const logger = createLogger({ name: 'api', level: 'warn' });
    const routes = await servePublicRoutes({ ...stack, host: hostname, port: Number(port), logger });
    closers.add(() => routes.stop());
    const startWorker = () => {
      const note = (text: string) => say(`· ${text}`);
      const worker = keepWorker({
        args: ['--grace', '2'],
        env: workerEnv(dir),
        logFile: join(dir, 'worker.log'),
        note,
      });
      closers.add(() => worker.stop());
      return worker;
    };
    return { stack, database, startWorker, onStop: (close) => closers.add(close), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The demo's worker finds the demo's servers, whatever the environment says of others. */
function workerEnv(dir: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, PERENNIAL_DIR: dir, WORKER_PORT: '0' };
  env.LOG_LEVEL ??= 'warn';
  for (const name of ['DATABASE_URL', 'SMTP_URL', 'TEMPORAL_NAMESPACE', 'PUBLIC_URL']) delete env[name];
  return env;
}
