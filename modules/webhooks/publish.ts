import type { Database } from '../../platform/database.ts';
import { publishPage, readWaiting } from './rows-notifications.ts';

/** Rows of the journal, and of the outbox, that one transaction publishes. */
const pageMax = 1_000;
/** Pages of one call: 100 x 1,000. */
const pagesMax = 100;

/** A number that is missing is known to be lost once those have ended who may have drawn it: that is seen by the second look. */
const looksMax = 3;

/** Publishes what has been committed, page by page, as long as `goOn` says so; answers how many. */
export async function publishNotifications(database: Database, goOn: () => boolean = () => true): Promise<number> {
  let published = 0;
  let looks = 0;
  for (let page = 0; page < pagesMax && goOn() && looks < looksMax; page++) {
    if (!(await readWaiting(database)).notifications) break;
    const count = await publishPage(database, pageMax);
    published += count;
    looks = count === 0 ? looks + 1 : 0;
  }
  return published;
}
