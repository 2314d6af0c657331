import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { addDays, type LocalDay, localDay, startOfLocalDay } from '../../values/calendar.ts';
import { type ProgrammeTotals, readProgrammeTotals } from '../programme/rows-totals.ts';

/** Points that moved on a day of the programme. */
export interface DayOfPoints {
  readonly date: string;
  readonly issued: number;
  readonly issuedByOrders: number;
  readonly redeemed: number;
  readonly takenBack: number;
  readonly expired: number;
}

/** How a programme stands, and what its last days brought. */
export interface Overview {
  /** The first instant that is counted. */
  readonly from: Date;
  readonly to: Date;
  readonly totals: ProgrammeTotals;
  readonly joined: number;
  /** Oldest first, days without anything too. */
  readonly days: readonly DayOfPoints[];
  /** What ends in as many days to come. */
  readonly expiring: { readonly points: number; readonly members: number; readonly until: Date };
  readonly messages: {
    readonly sent: number;
    readonly waiting: number;
    readonly bounced: number;
    readonly notSent: number;
  };
  readonly reviews: { readonly open: number; readonly oldestAt: Date | null };
  readonly webhooks: { readonly disabled: number; readonly waiting: number };
}

interface Period {
  readonly zone: string;
  /** Days that are counted, today among them: see daysMax. */
  readonly days: number;
  readonly now: Date;
}

/** A quarter: each day reads its own transactions. */
export const daysMax = 92;

/** The figures of the overview, each counted from its own rows. */
export async function readOverview(db: Db, programmeId: number, { zone, days, now }: Period): Promise<Overview> {
  const today = localDay(now, zone);
  const from = startOfLocalDay(addDays(today, 1 - days), zone);
  const until = startOfLocalDay(addDays(today, days + 1), zone);
  const [totals, joined, byDay, expiring, messages, reviews, webhooks] = await Promise.all([
    readProgrammeTotals(db, programmeId, now),
    db.member.count({ where: { programmeId, joinedAt: { gte: from, lte: now } } }),
    readDays(db, programmeId, { from, to: now, zone }),
    readExpiring(db, programmeId, now, until),
    readMessages(db, programmeId, from, now),
    readCases(db, programmeId),
    readWebhooks(db, programmeId),
  ]);
  const known = new Map(byDay.map((day) => [day.date, day]));
  const none = { issued: 0, issuedByOrders: 0, redeemed: 0, takenBack: 0, expired: 0 };
  const all = Array.from({ length: days }, (_, at) => {
    const date = keyOf(addDays(today, at + 1 - days));
    return known.get(date) ?? { date, ...none };
  });
  return { from, to: now, totals, joined, days: all, expiring, messages, reviews, webhooks };
}

const keyOf = ({ year, month, day }: LocalDay): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const day = z.object({
  ...{ date: z.string(), issued: z.number(), issuedByOrders: z.number() },
  ...{ redeemed: z.number(), takenBack: z.number(), expired: z.number() },
});

const readDays = (db: Db, programmeId: number, { from, to, zone }: { from: Date; to: Date; zone: string }) =>
  readRows(
    day,
    db.$queryRaw`
      SELECT to_char(t.effective_at AT TIME ZONE ${zone}, 'YYYY-MM-DD') AS date,
        coalesce(-sum(p.amount) FILTER (WHERE p.account = 'ISSUANCE'), 0)::float8 AS issued,
        coalesce(-sum(p.amount) FILTER (WHERE p.account = 'ISSUANCE' AND t.source_type = 'order'), 0)::float8 AS "issuedByOrders",
        coalesce(sum(p.amount) FILTER (WHERE p.account = 'REDEEMED'), 0)::float8 AS redeemed,
        coalesce(sum(p.amount) FILTER (WHERE p.account = 'CLAWBACK'), 0)::float8 AS "takenBack",
        coalesce(sum(p.amount) FILTER (WHERE p.account = 'BREAKAGE'), 0)::float8 AS expired
      FROM ledger.txn t JOIN ledger.posting p ON p.txn_id = t.id
      WHERE t.programme_id = ${programmeId}::smallint AND t.effective_at >= ${from}::timestamptz
        AND t.effective_at <= ${to}::timestamptz
      GROUP BY 1`,
  );

async function readExpiring(db: Db, programmeId: number, now: Date, until: Date): Promise<Overview['expiring']> {
  const found = await readOnlyRow(
    z.object({ points: z.number(), members: z.number() }),
    // The state in the words of the index of due lots.
    db.$queryRaw`
      SELECT coalesce(sum(remaining), 0)::float8 AS points, count(DISTINCT member_id)::float8 AS members
      FROM ledger.lot
      WHERE programme_id = ${programmeId}::smallint AND state = 'ACTIVE' AND expires_at > ${now}::timestamptz
        AND expires_at < ${until}::timestamptz AND remaining > 0`,
  );
  return { ...found, until };
}

const readMessages = (db: Db, programmeId: number, from: Date, to: Date): Promise<Overview['messages']> =>
  readOnlyRow(
    z.object({ sent: z.number(), waiting: z.number(), bounced: z.number(), notSent: z.number() }),
    db.$queryRaw`
      SELECT count(*) FILTER (WHERE status = 'sent')::float8 AS sent,
        count(*) FILTER (WHERE status IN ('reserved', 'sending'))::float8 AS waiting,
        count(*) FILTER (WHERE status = 'bounced')::float8 AS bounced,
        count(*) FILTER (WHERE status NOT IN ('sent', 'reserved', 'sending', 'bounced'))::float8 AS "notSent"
      FROM message
      WHERE programme_id = ${programmeId}::smallint AND reserved_at >= ${from}::timestamptz
        AND reserved_at <= ${to}::timestamptz`,
  );

async function readCases(db: Db, programmeId: number): Promise<Overview['reviews']> {
  const open = { programmeId, status: 'open' };
  const [count, { _min: oldest }] = await Promise.all([
    db.reviewCase.count({ where: open }),
    db.reviewCase.aggregate({ where: open, _min: { openedAt: true } }),
  ]);
  return { open: count, oldestAt: oldest.openedAt };
}

async function readWebhooks(db: Db, programmeId: number): Promise<Overview['webhooks']> {
  return readOnlyRow(
    z.object({ disabled: z.number(), waiting: z.number() }),
    db.$queryRaw`
      SELECT count(*) FILTER (WHERE e.status = 'disabled')::float8 AS disabled,
        coalesce(sum(w.n), 0)::float8 AS waiting
      FROM webhook_endpoint e
      CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.status = 'waiting') w
      WHERE e.programme_id = ${programmeId}::smallint AND e.deleted_at IS NULL`,
  );
}
