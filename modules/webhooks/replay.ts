import { Prisma } from '../../prisma/generated/client.ts';
import { PerennialError } from '../../platform/errors.ts';
import { rowIdOf } from '../../platform/public-ids.ts';
import { within } from '../../platform/transact.ts';
import { noteChange } from './audit.ts';
import type { EndpointDeps } from './create.ts';
import { requireTypes } from './endpoint-input.ts';
import { findEndpoint } from './rows-endpoints.ts';

/** Notifications that are named one by one. */
export const replayedIdsMax = 100;
/** Notifications of one replay; of more, parts are asked for. */
export const replayedMax = 10_000;

export interface ReplayInput {
  readonly notificationIds?: readonly string[];
  /** Or all that happened from then on, before `to`. */
  readonly from?: Date;
  readonly to?: Date;
  readonly types?: readonly string[];
}

export interface Replay {
  readonly endpointId: string;
  /** Sent once more, each under its own id. */
  readonly notifications: number;
}

/** Sends an endpoint once more what it is told of, whether it has had it or not: each under its own id, with its tries from the first. */
export function replayNotifications(
  { database, by }: Pick<EndpointDeps, 'database' | 'by'>,
  programmeId: number,
  id: string,
  { notificationIds, from, to, types = [] }: ReplayInput,
): Promise<Replay> {
  return within(database, async (tx) => {
    const endpoint = await findEndpoint(tx, programmeId, id);
    requireTypes(types);
    if ((notificationIds === undefined) === (from === undefined)) {
      throw new PerennialError('REQUEST_INVALID', 'It is not said what is to be sent once more.', {
        field: 'notificationIds',
        fix: 'Give either notificationIds, or from (and to).',
      });
    }
    const wanted =
      notificationIds === undefined
        ? Prisma.sql`n.at >= ${from ?? null}::timestamptz AND (${to ?? null}::timestamptz IS NULL OR n.at < ${to ?? null}::timestamptz)`
        : Prisma.sql`n.sequence = ANY (${sequencesOf(notificationIds)}::text[]::bigint[])`;
    const notifications = await tx.$executeRaw`
      INSERT INTO webhook_delivery AS d (endpoint_id, sequence)
      SELECT ${endpoint.id}::int, n.sequence FROM notification n
      WHERE n.programme_id = ${programmeId}::smallint AND ${wanted}
        AND (cardinality(${types}::text[]) = 0 OR n.type = ANY (${types}::text[]))
      ORDER BY n.sequence LIMIT ${replayedMax}::int + 1
      ON CONFLICT (endpoint_id, sequence) DO UPDATE SET next_at = clock_timestamp(),
        status = CASE d.status WHEN 'delivering' THEN d.status ELSE 'waiting' END,
        attempts = CASE d.status WHEN 'delivering' THEN d.attempts ELSE 0 END`;
    if (notifications > replayedMax) {
      throw new PerennialError('REQUEST_INVALID', `More than ${replayedMax} notifications are meant.`, {
        field: 'to',
        fix: 'Ask for a shorter time, and then for the next one.',
      });
    }
    await noteChange(tx, programmeId, by, { action: 'webhook.replay', target: id, after: { notifications } });
    return { endpointId: id, notifications };
  });
}

function sequencesOf(ids: readonly string[]): string[] {
  if (ids.length < 1 || ids.length > replayedIdsMax) {
    throw new PerennialError('REQUEST_INVALID', `${ids.length} notifications are named.`, {
      field: 'notificationIds',
      fix: `Name 1 to ${replayedIdsMax}.`,
    });
  }
  return ids.map((id) => {
    const sequence = rowIdOf('ntf', id);
    if (sequence !== undefined) return String(sequence);
    throw new PerennialError('NOTIFICATION_NOT_FOUND', `There is no notification "${id}".`, {
      field: 'notificationIds',
      fix: 'Correct its id.',
    });
  });
}
