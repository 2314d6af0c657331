import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { within } from '../../platform/transact.ts';
import type { EndpointDeps, MadeEndpoint } from './create.ts';
import { noteChange } from './audit.ts';
import { newSecret } from './endpoint-input.ts';
import { endpointOf, findEndpoint } from './rows-endpoints.ts';
import { keepSecret } from './secrets.ts';

export const overlapSecondsDefault = 86_400;
export const overlapSecondsMax = 604_800;
/** Secrets that sign at once: the current one, and those before it whose time is not over. */
const secretsMax = 5;

export interface RotateInput {
  /** How long the old one signs, too. */
  readonly overlapSeconds?: number;
}

/** Gives an endpoint a new secret; the one before signs too for a while (real time), so that nothing is refused meanwhile. */
export async function rotateSecret(
  { database, clock, by }: Omit<EndpointDeps, 'reach'>,
  programmeId: number,
  id: string,
  { overlapSeconds = overlapSecondsDefault }: RotateInput = {},
): Promise<MadeEndpoint> {
  if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > overlapSecondsMax) {
    throw new PerennialError('REQUEST_INVALID', `The old secret can't sign for ${overlapSeconds} s more.`, {
      field: 'overlapSeconds',
      fix: `Give whole seconds from 0 to ${overlapSecondsMax}.`,
    });
  }
  return within(database, async (tx) => {
    const row = await findEndpoint(tx, programmeId, id);
    await tx.$executeRaw`SELECT FROM webhook_endpoint WHERE id = ${row.id} FOR UPDATE`;
    await endCurrent(tx, row.id, overlapSeconds);
    const secret = newSecret();
    await keepSecret(tx, row.id, secret, clock.now());
    await noteChange(tx, programmeId, by, { action: 'webhook.rotate', target: id, after: { overlapSeconds } });
    return { ...endpointOf(row), secret };
  });
}

/** The current secret signs for a while yet; of those before it go what is over, and the oldest of too many. */
async function endCurrent(db: Db, endpointId: number, overlapSeconds: number): Promise<void> {
  await db.$executeRaw`
    UPDATE webhook_secret SET signs_until = clock_timestamp() + ${`${overlapSeconds} s`}::interval
    WHERE endpoint_id = ${endpointId} AND signs_until IS NULL`;
  await db.$executeRaw`
    DELETE FROM webhook_secret s WHERE s.endpoint_id = ${endpointId} AND (
      s.signs_until <= clock_timestamp()
      OR s.id NOT IN (SELECT n.id FROM webhook_secret n WHERE n.endpoint_id = ${endpointId} ORDER BY n.id DESC LIMIT ${secretsMax - 1}::int))`;
}
