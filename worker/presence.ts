import { noteWorker } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';

export interface Presence {
  /** Ends after the note at hand. */
  stop(): Promise<void>;
}

const everyMs = 100;

/** Says ten times a second that a worker is there, as long as it is well: whoever moves a stepped clock waits for one. */
export function tellPresence(database: Database, isWell: () => boolean): Presence {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let telling = Promise.resolve();

  const tell = async () => {
    // A database that is away hears of it as soon as it is back.
    if (isWell()) await noteWorker(database).catch(() => undefined);
    if (!stopped) timer = setTimeout(run, everyMs);
  };
  const run = () => {
    telling = tell();
  };
  run();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      return telling;
    },
  };
}
