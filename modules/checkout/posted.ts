import type { Db } from '../../platform/database.ts';
import type { LedgerAnswer } from '../ledger/requests.ts';
import { PerennialError } from '../../platform/errors.ts';

/** What every use case of the checkout works with. */
export interface CheckoutDeps {
  /** The database, or a transaction that the use case is to be a part of. */
  readonly database: Db;
  /** The programme clock. */
  readonly clock: { now(): Date };
}

/** The same without where it is done. */
export type CheckoutClock = Pick<CheckoutDeps, 'clock'>;

/** Who is at the checkout, as the ledger keeps it. */
export interface Actor {
  readonly actor: string;
}

/** What the ledger posted; throws its refusal. */
export function posted(answers: readonly LedgerAnswer[], field = 'points'): Extract<LedgerAnswer, { ok: true }> {
  const [answer] = answers;
  if (answer === undefined) throw new Error('the ledger gave no answer');
  if (answer.ok) return answer;
  throw new PerennialError(answer.code, `${answer.message}.`, { field });
}
