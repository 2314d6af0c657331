import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { within } from '../../platform/transact.ts';
import { type By, noteChange } from './audit.ts';
import { newPublicId, newSecret, requireName, requireTypes, requireUrl } from './endpoint-input.ts';
import type { WebhookReach } from './reach.ts';
import { endpointOf, type WebhookEndpoint } from './rows-endpoints.ts';
import { keepSecret } from './secrets.ts';
import { publishPage } from './rows-notifications.ts';

/** Endpoints of a programme: one that is slow keeps some of a worker's connections. */
export const endpointsMax = 20;

export interface EndpointDeps {
  /** The database, or a transaction that this is to be a part of. */
  readonly database: Db;
  readonly clock: Clock;
  readonly reach: WebhookReach;
  readonly by: By;
}

export interface EndpointInput {
  readonly url: string;
  /** What to send; empty: all, new ones too. */
  readonly types: readonly string[];
  readonly name?: string;
}

/** With what deliveries are signed with: shown when it is made, and never again. */
export interface MadeEndpoint extends WebhookEndpoint {
  readonly secret: string;
}

/** More than so many that still wait for their place are a backlog, and the rest of it is sent, too. */
const heardBeforeMax = 1_000;

/** Has notifications sent to a URL from now on. */
export async function createEndpoint(
  { database, clock, reach, by }: EndpointDeps,
  programmeId: number,
  { url, types, name }: EndpointInput,
): Promise<MadeEndpoint> {
  requireTypes(types);
  if (name !== undefined) requireName(name);
  await requireUrl(url, reach);
  return within(database, async (tx) => {
    // Whoever makes another one at the same moment waits for this one, and counts it.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('webhook_endpoint'), ${programmeId}::int)`;
    if ((await tx.webhookEndpoint.count({ where: { programmeId, deletedAt: null } })) >= endpointsMax) {
      throw new PerennialError('ENDPOINT_LIMIT', `The programme has ${endpointsMax} endpoints already.`, {
        field: 'url',
        fix: 'Remove one that is not needed: `perennial webhook list`.',
      });
    }
    // What was committed before has its place in the feed before the endpoint is there, which hears of what comes.
    await publishPage(tx, heardBeforeMax);
    const secret = newSecret();
    const createdAt = clock.now();
    const data = {
      programmeId,
      publicId: newPublicId(),
      url,
      types: [...new Set(types)],
      name: name ?? null,
      createdAt,
    };
    const row = await tx.webhookEndpoint.create({ data });
    await keepSecret(tx, row.id, secret, createdAt);
    const made = endpointOf(row);
    await noteChange(tx, programmeId, by, { action: 'webhook.create', target: made.id, after: { url, types } });
    return { ...made, secret };
  });
}
