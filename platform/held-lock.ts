import pg from 'pg';
import { z } from 'zod';
import { directConnection } from './database-url.ts';

const lockRow = z.object({ held: z.boolean() });

/**
 * Does `work` while this process alone holds the lock; undefined when another one has it. The lock is of a connection: it ends with
 * the process, however that ends, so that the next one can go on.
 */
export async function whileHolding<T>(
  databaseUrl: string,
  [lock, id]: readonly [number, number],
  work: () => Promise<T>,
): Promise<T | undefined> {
  const client = new pg.Client({
    connectionString: directConnection(databaseUrl),
    application_name: 'perennial-files',
  });
  // A connection that breaks while idle has lost the lock; what is written checks where it stands.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1, $2) AS held', [lock, id]);
    return lockRow.parse(rows[0]).held ? await work() : undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
