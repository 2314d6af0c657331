import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { isCollision } from '../../platform/database-faults.ts';
import type { LedgerAnswer } from '../ledger/requests.ts';
import { PerennialError } from '../../platform/errors.ts';

/** What every use case of the checkout works with. */
export interface CheckoutDeps {
  readonly database: Database;
  /** The programme clock. */
  readonly clock: { now(): Date };
}

/** The same inside of a transaction of the caller's. */
export type CheckoutClock = Pick<CheckoutDeps, 'clock'>;

/** Who is at the checkout, as the ledger keeps it. */
export interface Actor {
  readonly actor: string;
}

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

/** What the ledger posted; throws its refusal. */
export function posted(answers: readonly LedgerAnswer[], field = 'points'): Extract<LedgerAnswer, { ok: true }> {
  const [answer] = answers;
  if (answer === undefined) throw new Error('the ledger gave no answer');
  if (answer.ok) return answer;
  throw new PerennialError(answer.code, `${answer.message}.`, { field });
}
