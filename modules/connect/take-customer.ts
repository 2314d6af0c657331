import type { Db } from '../../platform/database.ts';
import type { IntakeDeps } from '../intake/answers.ts';
import { ingestIn } from '../intake/ingest.ts';
import { memberIdOf } from '../members/find.ts';
import { joinedEvent, updatedEvent } from './customer-events.ts';
import type { ShopAnswer } from './answers.ts';
import type { Told } from './rules-told.ts';
import type { ShopConnection } from './shop-connection.ts';

/** Makes a customer a member, or brings the member's profile up to date. */
export async function takeCustomer(
  tx: Db,
  deps: Omit<IntakeDeps, 'database'>,
  { programmeId, kind, settings }: ShopConnection,
  { customer, isNew, asOf }: Extract<Told, { kind: 'customer' }>,
): Promise<ShopAnswer> {
  const isMember = (await memberIdOf(tx, programmeId, customer.id)) !== undefined;
  if (!isMember && (settings.customers === 'wait' || !isNew)) {
    return { events: [], ignored: 'the customer is no member' };
  }
  const event = isMember ? updatedEvent(kind, customer, asOf) : joinedEvent(kind, customer, asOf);
  if (Object.keys(event.data).length === 0 && isMember) return { events: [], ignored: 'it says nothing of a profile' };
  const [answer] = await ingestIn(tx, deps, programmeId, [event]);
  if (answer === undefined) throw new Error(`event ${event.id} was not answered`);
  const { id, type, memberId, occurredAt } = event;
  return { events: [{ id, type, memberId, occurredAt, answer, warnings: [] }], ignored: null };
}
