import { verifyInvariants } from '../../modules/invariants/verify.ts';
import type { Database } from '../../platform/database.ts';

/** Throws when the ledger breaks one of its invariants: a fast wrong answer is no figure. */
export async function soundLedger(database: Database, say: (text: string) => void): Promise<void> {
  const violations = await verifyInvariants(database);
  if (violations.length > 0) {
    const all = violations.map(({ invariant, detail }) => `${invariant}: ${detail}`).join('\n');
    throw new Error(`the ledger is not sound:\n${all}`);
  }
  say('ledger: 0 invariant violations');
}
