import type { EventEmitter } from 'node:events';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;

export interface PoolFigures {
  readonly inUse: number;
  readonly waiting: number;
}

/**
 * Prisma's adapter, but for one thing: when COMMIT or ROLLBACK itself fails, because the connection broke under it, Prisma
 * forgets to give the connection back, and a pool that lost as many as it may have connects no more.
 */
export class PoolAdapter extends PrismaPg {
  #pool: pg.Pool | undefined;

  /** Connections that work at this moment, and calls that wait for one. */
  figures(): PoolFigures {
    if (this.#pool === undefined) return { inUse: 0, waiting: 0 };
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { inUse: totalCount - idleCount, waiting: waitingCount };
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    this.#pool = (adapter as unknown as { client: pg.Pool }).client;
    letGoOfReplaced(this.#pool);
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (...options) => givesBack(await start(...options));
    return adapter;
  }
}

/** What a server answers that has handed over to another one and only reads from now on. */
const readOnly = '25006';

/** Closes connections to a server that was replaced, once they are given back: the next one goes to the server that writes. */
function letGoOfReplaced(pool: pg.Pool): void {
  const replaced = new WeakSet<object>();
  pool.on('connect', (client) => {
    const { connection } = client as unknown as { connection: EventEmitter };
    connection.on('errorMessage', ({ code }: { code?: string }) => void (code === readOnly && replaced.add(client)));
  });
  pool.on('release', (_, client) => {
    if (replaced.has(client)) void (client as unknown as pg.Client).end().catch(() => undefined);
  });
}

/** Gives the connection back once, whoever ends the transaction; the pool throws away one that is broken. */
function givesBack(transaction: Transaction): Transaction {
  const execute = transaction.executeRaw.bind(transaction);
  const release = transaction.rollback.bind(transaction);
  let isBack = false;
  const giveBack = async () => {
    if (isBack) return;
    isBack = true;
    await release();
  };
  transaction.commit = giveBack;
  transaction.rollback = giveBack;
  transaction.executeRaw = async (query) => {
    try {
      return await execute(query);
    } catch (error) {
      if (query.sql === 'COMMIT' || query.sql === 'ROLLBACK') await giveBack();
      throw error;
    }
  };
  return transaction;
}
