import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readRow } from '../../../platform/rows.ts';
import { calledConnection, type Connection } from '../rows.ts';
import { channelKind, type ChannelSettings } from '../settings.ts';

/** Who sends the texts of a channel, and what they are signed with. */
export interface Provider {
  readonly connection: Connection;
  readonly settings: ChannelSettings;
  readonly secret: string;
}

const idRow = z.object({ id: z.string() });

/** The provider of a programme's channel; undefined when none is connected. */
export async function findProvider(db: Db, programmeId: number, channel: string): Promise<Provider | undefined> {
  const row = await readRow(
    idRow,
    db.$queryRaw`
      SELECT id FROM connection
      WHERE programme_id = ${programmeId}::smallint AND kind = ${channelKind} AND jsonb_exists(settings -> 'channels', ${channel})
      ORDER BY created_at LIMIT 1`,
  );
  return row === undefined ? undefined : calledProvider(db, row.id);
}

/** The provider whose connection has this id; throws CONNECTION_NOT_FOUND. */
export async function calledProvider(db: Db, id: string): Promise<Provider> {
  const { connection, secret } = await calledConnection(db, channelKind, id);
  return { connection, settings: connection.settings as ChannelSettings, secret: secret ?? '' };
}
