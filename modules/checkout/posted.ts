import type { Database } from '../../platform/database.ts';
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

/** What the ledger posted; throws its refusal. */
export function posted(answers: readonly LedgerAnswer[], field = 'points'): Extract<LedgerAnswer, { ok: true }> {
  const [answer] = answers;
  if (answer === undefined) throw new Error('the ledger gave no answer');
  if (answer.ok) return answer;
  throw new PerennialError(answer.code, `${answer.message}.`, { field });
}
