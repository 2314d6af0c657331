import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ApiOrder {
  readonly databaseUrl: string;
}

export interface ApiReply {
  readonly url?: string;
  readonly problem?: string;
}

export interface ApiProcess {
  readonly url: string;
  stop(): Promise<void>;
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts the API as a process of its own, as `perennial api` is; it ends with this one. */
export async function startApiProcess(order: ApiOrder): Promise<ApiProcess> {
  const child = fork(file('./api-main.ts'), {
    execArgv: ['--import', 'tsx'],
    // A Ctrl-C reaches the benchmark alone.
    detached: true,
  });
  const exited = once(child, 'exit').then(([code]) => ({ problem: `it ended with code ${String(code)}` }));
  child.send(order);
  const reply = (await Promise.race([once(child, 'message').then(([each]) => each as ApiReply), exited])) as ApiReply;
  if (reply.url === undefined) throw new Error(`the API did not start: ${reply.problem}`);
  return {
    url: reply.url,
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}
