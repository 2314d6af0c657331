import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonValue } from '../../values/json.ts';

/** Who changed what. */
export interface AuditEntry {
  readonly rowId: string;
  readonly at: Date;
  /** A key, a person at the command line, the product. */
  readonly actor: string;
  /** Noun and verb: `key.create`. */
  readonly action: string;
  readonly target: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly reason: string | null;
  readonly requestId: string | null;
}

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly target?: string | undefined;
  readonly from?: Date | undefined;
  /** Before this instant. */
  readonly to?: Date | undefined;
  /** Only older ones than this row: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const auditRow: z.ZodType<AuditEntry> = z.object({
  rowId: z.string(),
  at: z.date(),
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  before: vouchedFor<JsonValue>(),
  after: vouchedFor<JsonValue>(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
});

/** The audit of a programme, latest first. */
export async function listAuditEntries(
  db: Db,
  programmeId: number,
  { actor, target, from, to, before, limit }: AuditFilter,
): Promise<{ readonly entries: readonly AuditEntry[]; readonly next: string | undefined }> {
  const wanted = [
    Prisma.sql`programme_id = ${programmeId}::smallint`,
    ...(actor === undefined ? [] : [Prisma.sql`actor = ${actor}`]),
    ...(target === undefined ? [] : [Prisma.sql`target = ${target}`]),
    ...(from === undefined ? [] : [Prisma.sql`at >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [Prisma.sql`at < ${to}::timestamptz`]),
    ...(before === undefined ? [] : [Prisma.sql`id < ${before}::bigint`]),
  ];
  const rows = await readRows(
    auditRow,
    db.$queryRaw`
      SELECT id::text AS "rowId", at, actor, action, target, before, after, reason, request_id AS "requestId"
      FROM audit_event WHERE ${Prisma.join(wanted, ' AND ')} ORDER BY id DESC LIMIT ${limit + 1}::int`,
  );
  const entries = rows.slice(0, limit);
  return { entries, next: rows.length > limit ? entries.at(-1)?.rowId : undefined };
}
