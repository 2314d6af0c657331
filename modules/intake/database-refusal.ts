import { faultMessage, sqlStateOf } from '../../platform/database-faults.ts';
import { currentCode } from '../../platform/errors.ts';

/** What `intake_post` raises when the ledger refuses a posting: its name, and a list of each one's code and message. */
const ledgerRefusedState = 'PI002';

/** Why the database refused an event, in words: of the ledger's refusals each message and its code of today. */
export function databaseRefusalOf(error: unknown): string {
  const message = faultMessage(error);
  if (sqlStateOf(error) !== ledgerRefusedState) return message;
  const refusals = JSON.parse(message.slice(message.indexOf('['))) as { code: string; message: string }[];
  return refusals.map(({ code, message: said }) => `${said} (${currentCode(code) ?? code})`).join('; ');
}
