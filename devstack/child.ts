import { spawn } from 'node:child_process';
import { closeSync, fchmodSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from './guard.ts';
import { privateFileMode, withPrivateUmask } from './private-files.ts';
import { isAlive } from '../platform/process.ts';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly guard: Guard;
  /** The signal that makes it stop in good order. */
  readonly stopSignal: NodeJS.Signals;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

/** A server process that belongs to this one. */
export interface Child {
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A server that is asked to stop gets this long before it is killed. */
const stopPatienceMs = 15_000;

/**
 * Starts a server that writes to a log file and that the guard ends should this process die.
 * It has a session of its own: a Ctrl-C in the terminal reaches this process alone, which then stops all in good order.
 */
export function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a', privateFileMode);
  fchmodSync(log, privateFileMode);
  const process_ = withPrivateUmask(() =>
    spawn(options.command, options.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: options.env ?? process.env,
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    }),
  );
  closeSync(log);
  process_.unref();
  let ended = false;
  const end = new Promise<void>((resolve) => process_.once('exit', () => resolve()));
  void end.then(() => {
    ended = true;
    if (process_.pid !== undefined) options.guard.forget(process_.pid);
  });

  return new Promise((resolve, reject) => {
    process_.once('error', reject);
    process_.once('spawn', () => {
      const pid = process_.pid as number;
      options.guard.watch(pid, options.stopSignal);
      resolve({
        pid,
        ended: end,
        hasEnded: () => ended,
        stop: (signal = options.stopSignal) => stopProcess(pid, signal, () => ended),
      });
    });
  });
}

/** Asks a process to stop, and kills it when it has not done so in time. */
export async function stopProcess(pid: number, signal: NodeJS.Signals, ended = () => !isAlive(pid)): Promise<void> {
  for (const attempt of [signal, 'SIGKILL'] as const) {
    if (ended()) return;
    try {
      process.kill(pid, attempt);
    } catch {
      return;
    }
    for (const deadline = Date.now() + stopPatienceMs; !ended() && Date.now() < deadline;) await sleep(20);
  }
}

/** Resolves when `ready` says yes; when the child ends or time is up first, fails with the end of its log. */
export async function waitUntilReady(
  name: string,
  child: Child,
  logFile: string,
  ready: () => boolean | Promise<boolean>,
  patienceMs: number,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await ready())) {
    if (child.hasEnded() || Date.now() > deadline) {
      const why = child.hasEnded() ? 'ended while starting' : `was not ready within ${patienceMs / 1000} s`;
      await child.stop();
      const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
      throw new Error(`${name} ${why}. The end of ${logFile}:\n${lines}`);
    }
    await sleep(20);
  }
}
