import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readRow } from '../../../platform/rows.ts';
import { requireUrl } from '../../webhooks/endpoint-input.ts';
import type { WebhookReach } from '../../webhooks/reach.ts';

const takenRow = z.object({ id: z.string(), channel: z.string() });

/** Refuses channels that another connection of the programme has: a text must not go by two. Nobody else claims any until the transaction ends. */
export async function claimChannels(
  tx: Db,
  programmeId: number,
  channels: readonly string[],
  ownId: string | null = null,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('connection channels'), ${programmeId}::int)`;
  const taken = await readRow(
    takenRow,
    tx.$queryRaw`
      SELECT c.id, served.channel FROM connection c CROSS JOIN jsonb_array_elements_text(c.settings -> 'channels') served (channel)
      WHERE c.programme_id = ${programmeId}::smallint AND c.kind = 'channel' AND c.id IS DISTINCT FROM ${ownId}::text
        AND served.channel = ANY (${channels as string[]}::text[])
      ORDER BY c.id, served.channel LIMIT 1`,
  );
  if (taken === undefined) return;
  throw new PerennialError('CONNECTION_EXISTS', `The connection ${taken.id} sends what goes by ${taken.channel}.`, {
    field: 'settings.channels',
    fix: 'Change that connection, or leave the channel out of this one.',
  });
}

/** Refuses a URL that nothing may be sent to; one that is missing is refused with the other settings. */
export async function requireTextUrl(
  url: string | undefined,
  reach: WebhookReach = { allowsThisMachine: false },
): Promise<void> {
  if (url !== undefined) await requireUrl(url, reach);
}
