import { verifyAsked } from '../modules/invariants/ask.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/** Proves the ledger when somebody asked for it: from where it last held, a page of a second at a time. */
export function verifyTask({ database }: RelayDeps): RelayTask {
  return { name: 'prove the ledger', carries: 'verifications', perform: () => verifyAsked(database) };
}
