import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseTarget } from './database-url.ts';
import { PerennialError } from './errors.ts';
import { grpcCode, grpcCodeOf } from './grpc-code.ts';
import { databaseFault, temporalFault } from './server-faults.ts';
import { connectTemporal, type TemporalTarget } from './temporal-client.ts';

export interface Servers {
  readonly databaseUrl: string;
  /** Not asked when absent. */
  readonly temporal?: TemporalTarget;
}

export interface WaitOptions {
  /** How long servers that are away are waited for; not at all when absent. */
  readonly waitMs?: number | undefined;
  /** Told once for each server that is waited for. */
  readonly note: (text: string) => void;
}

const connectMs = 10_000;
const pauseMs = 1_000;

/** Resolves when the servers of a process answer; ends with a sentence when one does not, or not in time. */
export async function waitForServers({ databaseUrl, temporal }: Servers, options: WaitOptions): Promise<void> {
  const deadline = performance.now() + (options.waitMs ?? 0);
  await insist(() => askDatabase(databaseUrl), deadline, options);
  if (temporal !== undefined) await insist(() => askTemporal(temporal), deadline, options);
}

async function insist(ask: () => Promise<void>, deadline: number, { note }: WaitOptions): Promise<void> {
  for (let told = false; ; told = true) {
    try {
      return await ask();
    } catch (error) {
      const left = deadline - performance.now();
      if (!(error instanceof PerennialError) || !error.kind.retry || left <= 0) throw error;
      if (!told) note(`${error.message} Waiting for it, ${Math.ceil(left / 1_000)} s at most.`);
      await sleep(Math.min(pauseMs, left));
    }
  }
}

async function askDatabase(url: string): Promise<void> {
  const { connectionString, isPooled } = databaseTarget(url);
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: connectMs,
    query_timeout: connectMs,
    // As the pool sends it: a pooler that refuses it must show here.
    ...(isPooled ? {} : { statement_timeout: connectMs }),
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    throw databaseFault(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function askTemporal(target: TemporalTarget): Promise<void> {
  const { client, close } = await connectTemporal(target);
  const { namespace } = target;
  try {
    await client.workflowService.describeNamespace({ namespace });
  } catch (error) {
    // A key that may see nothing but workflows is refused here and does all the same.
    if (grpcCodeOf(error) === grpcCode.notFound) throw temporalFault(error, target.connection.address, namespace);
  } finally {
    await close();
  }
}
