import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import { type Database, inTransaction } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readRows } from '../../../platform/rows.ts';
import type { StoredProgramme } from '../../programme/rows.ts';

/** Which failed messages go again: one, those of a campaign or a template, or all of them. */
export interface RetryRequest {
  readonly message?: string;
  readonly campaign?: string;
  readonly template?: string;
  readonly actor: string;
  readonly requestId?: string;
}

/** What became of failed messages. */
export interface RetryReport {
  /** They leave with the next page of their queue, as every message does. */
  readonly again: number;
  /** Their deadline has passed: what they say is of no use any more. */
  readonly tooLate: number;
}

/** Messages one call puts back: a morning's mails of a large programme; the next call takes the rest. */
export const retriedMax = 50_000;

const retriedRow = z.object({ id: z.string(), again: z.boolean() });

/**
 * Puts failed messages back into their queue, as far as their deadline allows, with the texts that their campaigns have by now:
 * what failed of a text goes with the one that was mended. Everything that decides whether a message may leave is asked anew.
 */
export async function retryMessages(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  { message, campaign, template, actor, requestId }: RetryRequest,
): Promise<RetryReport> {
  if (message !== undefined && !/^\d{1,18}$/.test(message)) throw notFailed(message);
  const now = clock.now();
  return inTransaction(database, async (tx) => {
    const rows = await readRows(
      retriedRow,
      tx.$queryRaw`
        WITH picked AS MATERIALIZED (
          SELECT x.id, coalesce(x.deadline > ${now}::timestamptz, true) AS again, mended.id AS version_id
          FROM message x
          LEFT JOIN campaign c ON c.id = x.campaign_id
          LEFT JOIN campaign_version mended ON mended.campaign_id = c.id AND mended.version = c.current_version
            AND mended.definition #> ARRAY['messages', x.template, x.locale]::text[] IS NOT NULL
          WHERE x.programme_id = ${programmeId}::smallint AND x.status = 'failed'
            AND (${message ?? null}::text IS NULL OR x.id = ${message ?? null}::text::bigint)
            AND (${campaign ?? null}::text IS NULL OR c.code = ${campaign ?? null}::text)
            AND (${template ?? null}::text IS NULL OR x.template = ${template ?? null}::text)
          ORDER BY x.id LIMIT ${retriedMax}::int
          FOR NO KEY UPDATE OF x),
        again AS (
          UPDATE message x
          SET status = 'reserved', reason = NULL, attempts = 0, not_before = ${now}::timestamptz, lease_owner = NULL, lease_until = NULL,
            campaign_version_id = coalesce(picked.version_id, x.campaign_version_id)
          FROM picked WHERE x.id = picked.id AND picked.again)
        SELECT id::text, again FROM picked`,
    );
    if (message !== undefined && rows.length === 0) throw notFailed(message);
    const again = rows.filter((row) => row.again).length;
    const after = { again, tooLate: rows.length - again };
    const which = { message: message ?? null, campaign: campaign ?? null, template: template ?? null };
    if (again > 0) {
      const target = message === undefined ? 'messages' : `message:${message}`;
      await tx.auditEvent.create({
        data: {
          ...{ programmeId, at: now, actor, action: 'message.retry', target, before: which, after },
          requestId: requestId ?? null,
        },
      });
    }
    return after;
  });
}

function notFailed(message: string): PerennialError {
  return new PerennialError('MESSAGE_NOT_FOUND', `There is no message ${message} that has failed.`, {
    field: 'message',
    fix: 'See `perennial message list --status failed`.',
  });
}
