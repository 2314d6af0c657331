import type { Logger } from 'pino';
import { purgeFiles } from '../modules/exports/purge.ts';
import { runExports } from '../modules/exports/run.ts';
import { runUploads } from '../modules/imports/uploads/run.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';

export interface FileRunnerDeps {
  readonly database: Database;
  /** Of the same database: an import has connections of its own. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface FileRunner {
  /** Takes no more files; one at hand goes on with the next process where it stands. */
  stop(): Promise<void>;
}

const lookEveryMs = 1_000;
const backoffMaxMs = 60_000;
/** Rounds between two looks for files whose time has ended. */
const purgeEvery = 600;
/** How long a file at hand may take to its end when the worker stops. */
const graceMs = 5_000;

/** Works on the files that came in and are to go out, one after the other, as long as the process lives. */
export function startFileRunner(deps: FileRunnerDeps): FileRunner {
  let stopping = false;
  let failures = 0;
  let rounds = 0;
  let wake = () => {};
  const run = async () => {
    while (!stopping) {
      const waitMs = await workOnFiles(deps, rounds % purgeEvery === 0).then(
        () => ((failures = 0), (rounds += 1), lookEveryMs),
        (error: unknown) => {
          failures += 1;
          if (!stopping)
            deps.logger.warn({ err: error, failures }, 'a file could not be worked on and will be tried again');
          return Math.min(backoffMaxMs, lookEveryMs * 2 ** failures);
        },
      );
      if (!stopping) await pause(waitMs, (resolve) => (wake = resolve));
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping = true;
      wake();
      await Promise.race([running, pause(graceMs, () => undefined)]);
    },
  };
}

async function workOnFiles(deps: FileRunnerDeps, purges: boolean): Promise<void> {
  await runUploads(deps);
  await runExports(deps);
  if (purges) await purgeFiles(deps.database, deps.clock.now());
}

/** A while that nobody is kept alive by, or until it is ended early. */
function pause(ms: number, onStart: (end: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    onStart(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
