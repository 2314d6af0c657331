import { z } from 'zod';
import { verifyInvariants } from '../modules/invariants/verify.ts';
import type { Database } from '../platform/database.ts';
import { Prisma } from '../prisma/generated/client.ts';
import { poisonPrefix } from './faults/poison.ts';
import { type JourneyEnd, readJourneyEnd } from './journey/end.ts';
import type { World } from './world.ts';
import { readRows } from '../platform/rows.ts';

/** What a run came to, in words that are the same for two runs of one script: no row ids, no random codes. */
export interface EndState {
  /** By member: balances, lots, postings, enrolments with their reasons, coupons, what became of messages. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** Every step performed, named by campaign, member and place in the story. */
  readonly steps: readonly string[];
  /** Every event stored. */
  readonly events: readonly string[];
  /** Every redemption, by its order, with what became of it. */
  readonly redemptions: readonly string[];
  readonly mails: readonly SentMail[];
  readonly violations: readonly string[];
  /** Enrolments that went on after an event that takes their members out. */
  readonly stayed: readonly string[];
  readonly journey: JourneyEnd;
}

/** A message that was to leave as mail, with the copies that arrived. */
export interface SentMail {
  readonly name: string;
  readonly class: string;
  readonly status: string;
  readonly attempts: number;
  /** Real time of each copy. */
  readonly arrivedAt: readonly number[];
}

const lineRow = z.object({ member: z.string(), line: z.string() });

/** Step keys and what hangs on them, with the enrolment's id given as campaign and occurrence. */
const stepName = Prisma.sql`c.code || '#' || en.occurrence || substring(s.key from '/.*$')`;

/** A transaction's key without what differs between two runs. */
const txnName = Prisma.sql`
  coalesce(c.code || '#' || en.occurrence || substring(t.idem_key from '/.*$'),
    regexp_replace(t.idem_key, 'red_[a-z0-9]+|[0-9]+', '…', 'g'))`;

export async function readEndState({ database, mail }: World): Promise<EndState> {
  const members = new Map<string, string[]>();
  for (const query of memberQueries()) {
    for (const { member, line } of await readRows(lineRow, database.$queryRaw(query))) {
      if (member.startsWith(poisonPrefix)) continue;
      const lines = members.get(member);
      if (lines) lines.push(line);
      else members.set(member, [line]);
    }
  }
  for (const lines of members.values()) lines.sort();
  const violations = await verifyInvariants(database);
  return {
    members,
    steps: await namesOf(
      database,
      Prisma.sql`
      SELECT m.external_id || ' ' || ${stepName} AS name FROM step s
      JOIN enrolment en ON en.id = s.enrolment_id JOIN campaign c ON c.id = en.campaign_id JOIN member m ON m.id = en.member_id`,
    ),
    events: await namesOf(
      database,
      Prisma.sql`SELECT event_id AS name FROM event WHERE event_id NOT LIKE 'message.%' AND event_id NOT LIKE 'review:%'`,
    ),
    redemptions: await namesOf(
      database,
      Prisma.sql`
      SELECT concat_ws(' ', order_id, status, points, 'used', captured_points, 'back', refunded_points) AS name FROM redemption`,
    ),
    mails: await readMails(database, mail.arrived()),
    violations: violations.map(({ invariant, detail }) => `${invariant}: ${detail}`),
    stayed: await namesOf(database, stayedQuery),
    journey: await readJourneyEnd(database),
  };
}

const nameRow = z.object({ name: z.string() });

async function namesOf(database: Database, query: Prisma.Sql): Promise<string[]> {
  const rows = await readRows(nameRow, database.$queryRaw(query));
  return rows
    .map(({ name }) => name)
    .filter((name) => !name.startsWith(poisonPrefix))
    .sort();
}

/** An exit is decided where its event is taken in: who was inside then is out at that instant, whatever broke. */
const stayedQuery = Prisma.sql`
  SELECT m.external_id || ' in ' || c.code || ' after ' || e.event_id AS name
  FROM event e JOIN enrolment en ON en.member_id = e.member_id AND en.enrolled_at < e.received_at
  JOIN campaign_version v ON v.id = en.campaign_version_id AND e.type = ANY (v.listens_to)
  JOIN campaign c ON c.id = en.campaign_id JOIN member m ON m.id = en.member_id
  WHERE (en.ended_at IS NULL OR en.ended_at > e.received_at) AND e.occurred_at <= e.received_at
    AND (EXISTS (SELECT FROM jsonb_array_elements(v.exit_on) x (rule)
        WHERE x.rule ->> 'type' = e.type AND event_matches(e.data, coalesce(x.rule -> 'where', '{}')))
      OR c.lifecycle = 'journey' AND EXISTS (SELECT FROM jsonb_array_elements(v.definition #> '{settings,exitOn}') x (rule)
        WHERE x.rule ->> 'event' = e.type AND event_matches(e.data, coalesce(x.rule -> 'where', '{}'))))`;

function memberQueries(): Prisma.Sql[] {
  return [
    Prisma.sql`
      SELECT m.external_id AS member, concat_ws(' ', 'balance', 'pending', b.pending, 'available', b.available, 'held', b.held,
        'debt', b.debt) AS line
      FROM member m JOIN ledger.member_balance b ON b.member_id = m.id`,
    // Lots that end at one instant are spent in the order in which they came, which is all one to the member.
    Prisma.sql`
      SELECT m.external_id AS member, concat_ws(' ', 'lots', sum(l.remaining), 'of', sum(l.earned), 'until', l.expires_at,
        CASE WHEN (l.state = 'PENDING') THEN 'pending' END) AS line
      FROM member m JOIN ledger.lot l ON l.member_id = m.id GROUP BY m.external_id, l.expires_at, l.state = 'PENDING'`,
    Prisma.sql`
      SELECT m.external_id AS member, concat_ws(' ', 'posted', t.kind, t.amount, ${txnName}) AS line
      FROM ledger.txn t JOIN member m ON m.id = t.member_id
      LEFT JOIN enrolment en ON t.source_type = 'enrolment' AND en.id::text = t.source_id
      LEFT JOIN campaign c ON c.id = en.campaign_id
      WHERE t.kind NOT IN ('CLAWBACK', 'REFUND')`,
    // Of two part returns at one instant the first one rounds: together they come to the same.
    Prisma.sql`
      SELECT m.external_id AS member, concat_ws(' ', 'posted', t.kind, sum(t.amount), ${txnName}) AS line
      FROM ledger.txn t JOIN member m ON m.id = t.member_id
      LEFT JOIN enrolment en ON t.source_type = 'enrolment' AND en.id::text = t.source_id
      LEFT JOIN campaign c ON c.id = en.campaign_id
      WHERE t.kind IN ('CLAWBACK', 'REFUND') GROUP BY m.external_id, t.kind, ${txnName}`,
    Prisma.sql`
      SELECT m.external_id AS member, concat_ws(' ', 'enrolled', c.code, en.occurrence, en.status, en.reason) AS line
      FROM enrolment en JOIN member m ON m.id = en.member_id JOIN campaign c ON c.id = en.campaign_id`,
    Prisma.sql`
      SELECT m.external_id AS member, concat_ws(' ', 'step', ${stepName}, s.outcome ->> 'kind', s.outcome ->> 'code') AS line
      FROM step s JOIN enrolment en ON en.id = s.enrolment_id JOIN campaign c ON c.id = en.campaign_id JOIN member m ON m.id = s.member_id`,
    Prisma.sql`
      SELECT m.external_id AS member, concat_ws(' ', 'coupon', k.name, k.status, 'until', k.expires_at::date) AS line
      FROM ledger.coupon k JOIN member m ON m.id = k.member_id`,
    // Of two mails of one instant to a dead address one or both find that out; the other is suppressed then.
    // An invitation is told in the welcome, or beside it when a crash came between the two.
    // A marketing mail that a crash caught on its way is "unknown": it may have left, and is not sent twice.
    Prisma.sql`
      SELECT m.external_id AS member, concat_ws(' ', 'message', c.code, s.template, s.class,
        CASE WHEN s.status = 'unknown' OR s.reason = 'it is told in the welcome of the same moment' THEN 'sent' WHEN s.reason LIKE '%550 no such mailbox' THEN 'to a dead address' ELSE s.status END,
        CASE WHEN s.status NOT IN ('sent', 'unknown') AND s.reason NOT LIKE '%550 no such mailbox'
          AND s.reason <> 'it is told in the welcome of the same moment' THEN s.reason END) AS line
      FROM message s JOIN member m ON m.id = s.member_id LEFT JOIN campaign c ON c.id = s.campaign_id`,
  ];
}

const mailRow = z.object({
  messageId: z.string(),
  name: z.string(),
  class: z.string(),
  status: z.string(),
  attempts: z.int(),
});

async function readMails(database: Database, arrived: ReturnType<World['mail']['arrived']>): Promise<SentMail[]> {
  const copies = new Map<string, number[]>();
  for (const { messageId, receivedAt } of arrived.values()) {
    copies.set(messageId, [...(copies.get(messageId) ?? []), new Date(receivedAt).getTime()]);
  }
  const rows = await readRows(
    mailRow,
    database.$queryRaw`
      SELECT s.message_id AS "messageId", m.external_id || ' ' || s.template AS name, s.class, s.status, s.attempts
      FROM message s JOIN member m ON m.id = s.member_id ORDER BY s.id`,
  );
  return rows
    .filter(({ name }) => !name.startsWith(poisonPrefix))
    .map(({ messageId, ...row }) => ({
      ...row,
      arrivedAt: (copies.get(messageId) ?? []).sort((left, right) => left - right),
    }));
}
