import { type Database, type Db, inTransaction } from './database.ts';
import { isCollision } from './database-faults.ts';

/** Tries of a change that another transaction got in the way of. */
const attemptsMax = 6;

/** Does something in a transaction of its own, and again when another one got in its way. */
export async function transact<T>(database: Database, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(database, work);
    } catch (error) {
      if (!isCollision(error) || attempt === attemptsMax) throw error;
    }
  }
}

/** Does something in the transaction of `db`, or in one of its own where `db` is the database. */
export function within<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  return '$transaction' in db ? transact(db, work) : work(db);
}
