import { within } from '../../platform/transact.ts';
import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import { checkSecret } from './create.ts';
import { type Connection, connectionOf, findConnection, keepSecret } from './rows.ts';
import type { WebhookReach } from '../webhooks/reach.ts';
import { claimChannels, requireTextUrl } from './channel/claim.ts';
import { channelKind, readSettings, type SettingsInput } from './settings.ts';

export interface ConnectionChange {
  readonly secret?: string;
  /** Null clears it. */
  readonly name?: string | null;
  /** Merged with those there are. */
  readonly settings?: SettingsInput;
  /** Where texts may be posted to; asked of a channel. */
  readonly reach?: WebhookReach;
  readonly actor: string;
  readonly requestId?: string;
}

/** Changes a connection; orders that were taken before stay as they are. */
export async function updateConnection(
  db: Db,
  programmeId: number,
  id: string,
  change: ConnectionChange,
  now: Date,
): Promise<Connection> {
  if (change.settings?.url !== undefined) await requireTextUrl(change.settings.url, change.reach);
  return within(db, (tx) => updateIn(tx, programmeId, id, change, now));
}

async function updateIn(
  db: Db,
  programmeId: number,
  id: string,
  { secret, name, settings, actor, requestId }: ConnectionChange,
  now: Date,
): Promise<Connection> {
  const before = await findConnection(db, programmeId, id);
  if (secret !== undefined) checkSecret({ kind: before.kind, secret });
  if (before.kind === channelKind) await claimChannels(db, programmeId, settings?.channels ?? [], id);
  const after = {
    name: name === undefined ? before.name : name,
    settings: readSettings(before.kind, { ...before.settings, ...settings }) as unknown as JsonObject,
  };
  const row = await db.connection.update({ where: { id }, data: after });
  if (secret !== undefined) await keepSecret(db, id, secret, now);
  await db.auditEvent.create({
    data: {
      ...{ programmeId, at: now, actor, action: 'connection.update', target: id, requestId: requestId ?? null },
      before: { name: before.name, settings: before.settings as unknown as JsonObject },
      after: { ...after, ...(secret === undefined ? {} : { secret: 'changed' }) },
    },
  });
  return connectionOf(row);
}
