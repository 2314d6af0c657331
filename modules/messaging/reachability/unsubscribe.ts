import { type Database, type Db, inTransaction } from '../../../platform/database.ts';
import { isCollision, isDataFault, sqlStateOf } from '../../../platform/database-faults.ts';
import { type MailStop, optIn, optOut } from './rows-consents.ts';
import { attribute, type StoppedBy, withdrawAttribution } from './rows-attribution.ts';

/** Tells of members whose mails end, and by which mail, as a part of the transaction that ends them. */
export type TellStopped = (tx: Db, members: readonly string[], by: StoppedBy | undefined) => Promise<void>;

/** Tries of a withdrawal that a batch of events got in the way of. */
const attemptsMax = 6;

/**
 * Ends mails at a member's own word and tells of it, in one transaction: a crash in between loses neither. Where what is to be told can
 * never be taken, the withdrawal stands without it; the error is given back.
 */
export async function unsubscribe(
  database: Database,
  stop: MailStop,
  tell: TellStopped,
): Promise<{ untold?: unknown }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await inTransaction(database, async (tx) => {
        const members = await optOut(tx, stop);
        if (members.length > 0) await tell(tx, members, await attribute(tx, stop));
      });
      return {};
    } catch (error) {
      if (isInTheWay(error) && attempt < attemptsMax) continue;
      if (isInTheWay(error) || !isDataFault(error)) throw error;
      await inTransaction(database, async (tx) => {
        if ((await optOut(tx, stop)).length > 0) await attribute(tx, stop);
      });
      return { untold: error };
    }
  }
}

/** Takes back what a link has withdrawn; a refusal that came another way stays. */
export async function resubscribe(database: Database, stop: MailStop): Promise<void> {
  await inTransaction(database, async (tx) => {
    await optIn(tx, stop);
    await withdrawAttribution(tx, stop);
  });
}

/** Another transaction took the same id, or changed a figure (PI001), or crossed our locks. */
function isInTheWay(error: unknown): boolean {
  return isCollision(error) || sqlStateOf(error) === 'PI001';
}
