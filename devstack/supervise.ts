import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';
import { asError } from '../platform/errors.ts';

export interface SuperviseOptions {
  /** PostgreSQL, Temporal. */
  readonly name: string;
  readonly start: () => Promise<Child>;
  /** Told when the server ended by itself, and when it is back. */
  readonly note?: ((text: string) => void) | undefined;
  /** How long a server that does not come back is tried again. */
  readonly patienceMs?: number;
}

/** A server process that is started again when it ends without having been asked to. */
export interface Supervised {
  readonly pid: number;
  /** Ends it and starts it again; `between` runs while it is down. */
  restart(signal: NodeJS.Signals, between?: () => void): Promise<void>;
  stop(): Promise<void>;
  /** Rejects when the server does not come back. */
  readonly lost: Promise<never>;
}

/** A full disk that somebody clears, or memory that comes back, takes minutes. */
const patienceDefaultMs = 600_000;
const firstPauseMs = 500;
const pauseMsMax = 10_000;

/** Starts a server and keeps it running until it is stopped. */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const { name, start, note = () => undefined, patienceMs = patienceDefaultMs } = options;
  let giveUp: (error: Error) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => (giveUp = reject));
  // Whoever does not look at it must not be ended by it.
  lost.catch(() => undefined);
  let wanted = true;
  let child = await start();
  const watch = (watched: Child) =>
    void watched.ended.then(() => {
      if (wanted && watched === child) void comeBack();
    });
  const comeBack = async () => {
    note(`${name} ended by itself; starting it again`);
    const deadline = performance.now() + patienceMs;
    for (let pauseMs = firstPauseMs; wanted; pauseMs = Math.min(pauseMsMax, pauseMs * 2)) {
      try {
        const started = await start();
        if (!wanted) return await started.stop();
        child = started;
        watch(child);
        return note(`${name} is back`);
      } catch (error) {
        const left = deadline - performance.now();
        if (left <= 0)
          return giveUp(new Error(`${name} does not come back. ${asError(error).message}`, { cause: error }));
        note(`${name} does not start; trying again for ${Math.ceil(left / 1_000)} s. ${asError(error).message}`);
        await sleep(Math.min(pauseMs, left), undefined, { ref: false });
      }
    }
  };
  watch(child);
  return {
    get pid() {
      return child.pid;
    },
    restart: async (signal, between = () => undefined) => {
      wanted = false;
      await child.stop(signal);
      between();
      child = await start();
      wanted = true;
      watch(child);
    },
    stop: async () => {
      wanted = false;
      await child.stop();
    },
    lost,
  };
}
