import type { Database } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { rowIdOf } from '../../platform/public-ids.ts';
import { publishNotifications } from './publish.ts';
import { type FeedFilter, readFeed, readNotification } from './rows-notifications.ts';
import { type Notification, notificationOf } from './notification.ts';

/** Rows that a page looks at. */
const scanMax = 10_000;

export interface NotificationFilter extends Omit<FeedFilter, 'programmeId' | 'after' | 'scanMax'> {
  /** Only what stands behind this one. */
  readonly after?: number;
}

export interface NotificationPage {
  readonly data: readonly Notification[];
  /** Behind which the next page begins; the feed has no end. */
  readonly last: number;
}

/** What happened, in the order of its commits: whoever has read up to a number never finds a new one below it. */
export async function listNotifications(
  { database }: { readonly database: Database },
  programmeId: number,
  { after = 0, ...filter }: NotificationFilter,
): Promise<NotificationPage> {
  // What was committed before the call is in it, whether a worker runs or not.
  await publishNotifications(database);
  const { rows, last } = await readFeed(database, { ...filter, programmeId, after: BigInt(after), scanMax });
  return { data: rows.map(notificationOf), last: Number(last) };
}

/** One notification. */
export async function showNotification(
  { database }: { readonly database: Database },
  programmeId: number,
  id: string,
): Promise<Notification> {
  const sequence = rowIdOf('ntf', id);
  const found = sequence === undefined ? undefined : await readNotification(database, programmeId, sequence);
  if (found !== undefined) return notificationOf(found);
  throw new PerennialError('NOTIFICATION_NOT_FOUND', `There is no notification "${id}".`, {
    field: 'notificationId',
    fix: 'Correct its id; notifications are kept for 30 days.',
  });
}

/** The number of the latest notification; 0 when there is none. */
export async function lastSequence(
  { database }: { readonly database: Database },
  programmeId: number,
): Promise<number> {
  await publishNotifications(database);
  const { _max } = await database.notification.aggregate({ where: { programmeId }, _max: { sequence: true } });
  return Number(_max.sequence ?? 0n);
}
