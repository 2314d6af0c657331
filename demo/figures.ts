import { z } from 'zod';
import type { Database } from '../platform/database.ts';
import { readOnlyRow, readRows } from '../platform/rows.ts';

/** What a month of the programme came to: counts that do not depend on when this machine did what. */
export interface Figures {
  readonly members: { readonly total: number; readonly joinedInMonth: number };
  readonly orders: { readonly placed: number; readonly cancellations: number };
  readonly points: {
    readonly issued: number;
    readonly redeemed: number;
    readonly clawedBack: number;
    readonly expired: number;
    readonly outstanding: number;
    readonly owed: number;
  };
  /** At the checkout. */
  readonly redemptions: {
    /** Orders that points were used on, how many of these after their hold had run out, and how many points in all. */
    readonly orders: number;
    readonly late: number;
    readonly used: number;
    /** Points that came back with orders that did. */
    readonly givenBack: number;
    /** Baskets that were left, and the points that had been held for them. */
    readonly baskets: number;
    readonly letGo: number;
  };
  readonly enrolments: readonly {
    readonly campaign: string;
    readonly status: string;
    readonly reason: string;
    readonly count: number;
  }[];
  readonly mails: readonly {
    readonly campaign: string;
    readonly template: string;
    readonly status: string;
    readonly count: number;
  }[];
}

/** Reads the figures of a programme; `since` is when its month began. */
export async function readFigures(database: Database, programmeId: number, since: Date): Promise<Figures> {
  const [people, orders, points, redemptions, enrolments, mails] = await Promise.all([
    readPeople(database, programmeId, since),
    readOrders(database, programmeId),
    readPoints(database, programmeId),
    readRedemptions(database, programmeId),
    readEnrolments(database, programmeId),
    readMails(database, programmeId),
  ]);
  return { members: people, orders, points, redemptions, enrolments, mails };
}

const peopleRow = z.object({ total: z.bigint(), joined: z.bigint() });

async function readPeople(database: Database, programmeId: number, since: Date): Promise<Figures['members']> {
  const { total, joined } = await readOnlyRow(
    peopleRow,
    database.$queryRaw`
      SELECT count(*) AS total, count(*) FILTER (WHERE joined_at >= ${since}::timestamptz) AS joined
      FROM member WHERE programme_id = ${programmeId}::int`,
  );
  return { total: Number(total), joinedInMonth: Number(joined) };
}

const ordersRow = z.object({ placed: z.bigint(), cancellations: z.bigint() });

async function readOrders(database: Database, programmeId: number): Promise<Figures['orders']> {
  const { placed, cancellations } = await readOnlyRow(
    ordersRow,
    database.$queryRaw`
      SELECT count(*) FILTER (WHERE type = 'order.placed') AS placed,
             count(*) FILTER (WHERE type <> 'order.placed') AS cancellations
      FROM event
      WHERE programme_id = ${programmeId}::int AND type IN ('order.placed', 'order.returned', 'order.cancelled')`,
  );
  return { placed: Number(placed), cancellations: Number(cancellations) };
}

const accountRow = z.object({ account: z.string(), total: z.bigint() });

async function readPoints(database: Database, programmeId: number): Promise<Figures['points']> {
  const accounts = await readRows(
    accountRow,
    database.$queryRaw`
      SELECT account, sum(amount)::bigint AS total FROM ledger.posting WHERE programme_id = ${programmeId}::int GROUP BY account`,
  );
  const of = (...names: string[]) =>
    accounts.filter(({ account }) => names.includes(account)).reduce((sum, { total }) => sum + Number(total), 0);
  return {
    issued: 0 - of('ISSUANCE'),
    redeemed: of('REDEEMED'),
    clawedBack: of('CLAWBACK'),
    expired: of('BREAKAGE'),
    outstanding: of('MEMBER_PENDING', 'MEMBER_AVAILABLE', 'MEMBER_HELD'),
    owed: 0 - of('MEMBER_DEBT'),
  };
}

const redemptionsRow = z.object({
  ...{ orders: z.int(), late: z.int(), baskets: z.int() },
  ...{ used: z.number(), givenBack: z.number(), letGo: z.number() },
});

function readRedemptions(database: Database, programmeId: number): Promise<Figures['redemptions']> {
  return readOnlyRow(
    redemptionsRow,
    database.$queryRaw`
      SELECT count(*) FILTER (WHERE r.captured_points > 0)::int AS orders,
        count(*) FILTER (WHERE r.hold_txn_id IS NOT NULL AND c.kind = 'SPEND')::int AS late,
        coalesce(sum(r.captured_points), 0)::float8 AS used, coalesce(sum(r.refunded_points), 0)::float8 AS "givenBack",
        count(*) FILTER (WHERE r.status IN ('released', 'expired'))::int AS baskets,
        coalesce(sum(r.points) FILTER (WHERE r.status IN ('released', 'expired')), 0)::float8 AS "letGo"
      FROM redemption r
      LEFT JOIN ledger.txn c ON c.programme_id = r.programme_id AND c.idem_key = 'capture:' || r.public_id
      WHERE r.programme_id = ${programmeId}::int`,
  );
}

const enrolmentRow = z.object({ campaign: z.string(), status: z.string(), reason: z.string(), count: z.bigint() });

async function readEnrolments(database: Database, programmeId: number): Promise<Figures['enrolments']> {
  const rows = await readRows(
    enrolmentRow,
    database.$queryRaw`
      SELECT c.name AS campaign, e.status,
             -- "120 points expired" and "80 points expired" are one outcome
             regexp_replace(coalesce(e.reason, ''), '[0-9][0-9,]*', '…', 'g') AS reason, count(*) AS count
      FROM enrolment e JOIN campaign c ON c.id = e.campaign_id
      WHERE e.programme_id = ${programmeId}::int
      GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2, 3`,
  );
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

const mailRow = z.object({ campaign: z.string(), template: z.string(), status: z.string(), count: z.bigint() });

async function readMails(database: Database, programmeId: number): Promise<Figures['mails']> {
  const rows = await readRows(
    mailRow,
    database.$queryRaw`
      SELECT coalesce(c.name, '') AS campaign, m.template, m.status, count(*) AS count
      FROM message m LEFT JOIN campaign c ON c.id = m.campaign_id
      WHERE m.programme_id = ${programmeId}::int
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}
