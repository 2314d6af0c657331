import { z } from 'zod';
import { afterReport, type MailReport, softBounceDays } from './rules-mail-report.ts';
import { type Database, type Db, inTransaction } from '../../../platform/database.ts';
import { readRow, readRows } from '../../../platform/rows.ts';
import { normalAddress } from '../../../values/contact.ts';

/** A report as it came in: it names the mail, the address, or both. */
export interface GivenReport extends MailReport {
  /** The provider's id of the event: the same id is the same report. */
  readonly id: string;
  readonly address?: string;
  /** The Message-ID of the mail, with or without its angle brackets. */
  readonly messageId?: string;
}

/** What became of a report; the same for a repeated one. */
export interface TakenReport {
  readonly id: string;
  /** `unmatched`: it names a mail that is not known, and no address. It is kept, and tried again later. */
  readonly status: 'taken' | 'duplicate' | 'unmatched';
  readonly address: string | null;
  /** Why nothing goes to the address any more; null when mails go on. */
  readonly suppressed: string | null;
  /** The shop's ids of the members it is about, when mails to them end. */
  readonly members: readonly string[];
}

/** Members that share an address, at most. */
const sharersMax = 20;
/** A report is tried again for so long, among as many of the latest: most name a mail that others have sent. */
export const unmatchedMs = 7 * 86_400_000;
const unmatchedMax = 1_000;
/** Reports matched at once. */
const matchedMax = 100;
/** Reports given up at once. */
const givenUpMax = 1_000;
const channel = 'email';

/** Takes a report once: suppresses the address where the rules say so, withdraws consent, and marks the mail as bounced. */
export async function takeMailReport(
  database: Database,
  programmeId: number,
  report: GivenReport,
  now: Date,
): Promise<TakenReport> {
  return await inTransaction(database, async (tx) => {
    const named = report.messageId === undefined ? null : messageIdIn(report.messageId);
    const { messageRowId, address } = await findMail(tx, programmeId, { named, address: report.address });
    const inserted = await tx.$executeRaw`
      INSERT INTO mail_report (programme_id, report_id, type, hard, address, message_id, named_mail, detail, at, received_at)
      VALUES (${programmeId}::smallint, ${report.id}, ${report.type}, ${report.hard}, ${address}, ${messageRowId}::bigint, ${named},
        ${report.detail}, ${new Date(report.at)}::timestamptz, ${now}::timestamptz)
      ON CONFLICT DO NOTHING`;
    if (inserted > 0) return await follow(tx, programmeId, report, { messageRowId, address, now });
    const stored = await storedReport(tx, programmeId, report.id);
    // It may be known by now what it is about.
    if (isUnmatched(stored) && (messageRowId !== null || address !== null)) {
      return await match(tx, programmeId, stored, { messageRowId, address, now });
    }
    if (isUnmatched(stored))
      return { id: report.id, status: 'unmatched', address: null, suppressed: null, members: [] };
    const { suppressed } = stored;
    const members =
      stored.address === null || suppressed === null ? [] : await membersOf(tx, programmeId, stored.address);
    return { id: report.id, status: 'duplicate', address: stored.address, suppressed, members };
  });
}

/**
 * Tries reports again whose mail was not known when they came; gives those whose mail is known now, and what follows. Whoever is to
 * hear of it is told in the transaction of each report: what fails is tried again.
 */
export async function matchReports(
  database: Database,
  programmeId: number,
  now: Date,
  tell: (tx: Db, given: StoredReport, taken: TakenReport) => Promise<void>,
): Promise<{ readonly given: StoredReport; readonly taken: TakenReport }[]> {
  const waiting = await readRows(
    matchRow,
    database.$queryRaw`
      SELECT r.report_id AS id FROM (
        SELECT report_id, named_mail FROM mail_report
        WHERE programme_id = ${programmeId}::smallint AND message_id IS NULL AND named_mail IS NOT NULL AND given_up_at IS NULL
          AND received_at > ${new Date(now.getTime() - unmatchedMs)}::timestamptz
        ORDER BY received_at DESC LIMIT ${unmatchedMax}
      ) r JOIN message m ON m.message_id = r.named_mail AND m.programme_id = ${programmeId}::smallint
      LIMIT ${matchedMax}`,
  );
  const matched: { given: StoredReport; taken: TakenReport }[] = [];
  for (const { id } of waiting) {
    const found = await inTransaction(database, async (tx) => {
      const given = await storedReport(tx, programmeId, id);
      if (given.messageId !== null) return undefined;
      const { messageRowId, address } = await findMail(tx, programmeId, {
        named: given.namedMail,
        address: given.address ?? undefined,
      });
      const taken = await match(tx, programmeId, given, { messageRowId, address, now });
      await tell(tx, given, taken);
      return { given, taken };
    });
    if (found) matched.push(found);
  }
  return matched;
}

/** Gives up reports that have been tried again for long enough; how many of them named no address, so that nothing came of them. */
export async function giveUpReports(database: Database, programmeId: number, now: Date): Promise<number> {
  const rows = await readRows(
    givenUpRow,
    database.$queryRaw`
      WITH old AS MATERIALIZED (
        SELECT report_id FROM mail_report
        WHERE programme_id = ${programmeId}::smallint AND message_id IS NULL AND named_mail IS NOT NULL AND given_up_at IS NULL
          AND received_at <= ${new Date(now.getTime() - unmatchedMs)}::timestamptz
        ORDER BY received_at LIMIT ${givenUpMax}::int FOR UPDATE SKIP LOCKED)
      UPDATE mail_report r SET given_up_at = ${now}::timestamptz FROM old
      WHERE r.programme_id = ${programmeId}::smallint AND r.report_id = old.report_id
      RETURNING r.address IS NULL AS "isUnmatched"`,
  );
  return rows.filter(({ isUnmatched: nothingCame }) => nothingCame).length;
}

const givenUpRow = z.object({ isUnmatched: z.boolean() });
const matchRow = z.object({ id: z.string() });

interface Found {
  readonly messageRowId: string | null;
  readonly address: string | null;
  readonly now: Date;
}

/** Notes what a report is about that was kept unmatched, and does what follows from it. */
async function match(tx: Db, programmeId: number, stored: StoredReport, found: Found): Promise<TakenReport> {
  await tx.$executeRaw`
    UPDATE mail_report SET message_id = ${found.messageRowId}::bigint, address = ${found.address}, given_up_at = NULL
    WHERE programme_id = ${programmeId}::smallint AND report_id = ${stored.id}`;
  if (stored.address === null) return await follow(tx, programmeId, stored, found);
  // What it says of the address was done when it came.
  if (stored.type === 'bounce' && found.messageRowId !== null) await markBounced(tx, found.messageRowId, stored.detail);
  return { id: stored.id, status: 'taken', address: stored.address, suppressed: stored.suppressed, members: [] };
}

/** What follows from a report that is noted. */
async function follow(
  tx: Db,
  programmeId: number,
  report: MailReport & { readonly id: string },
  { messageRowId, address, now }: Found,
): Promise<TakenReport> {
  if (report.type === 'bounce' && messageRowId !== null) await markBounced(tx, messageRowId, report.detail);
  const { id } = report;
  if (address === null) {
    return { id, status: messageRowId === null ? 'unmatched' : 'taken', address, suppressed: null, members: [] };
  }
  const after = afterReport(report, await softBouncesOf(tx, programmeId, address, report));
  const suppressed = after.suppress ?? null;
  const members = suppressed === null ? [] : await membersOf(tx, programmeId, address);
  if (suppressed !== null) {
    await tx.$executeRaw`
      INSERT INTO suppression (programme_id, channel, address, reason, since)
      VALUES (${programmeId}::smallint, ${channel}, ${address}, ${suppressed}, ${now}::timestamptz) ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`
      UPDATE mail_report SET suppressed = ${suppressed} WHERE programme_id = ${programmeId}::smallint AND report_id = ${id}`;
  }
  if (after.withdraws) await withdrawMarketing(tx, programmeId, address, now);
  return { id, status: 'taken', address, suppressed, members };
}

/** Providers write it as it stands in the mail, without its brackets, or with blanks around it. */
function messageIdIn(text: string): string {
  return `<${text.replace(/[\s<>]/g, '')}>`;
}

const mailRow = z.object({ id: z.string(), address: z.string().nullable() });

async function findMail(
  tx: Db,
  programmeId: number,
  { named, address }: { readonly named: string | null; readonly address: string | undefined },
) {
  const normal = (address && normalAddress(address)) || null;
  if (named === null) return { messageRowId: null, address: normal };
  const row = await readRow(
    mailRow,
    tx.$queryRaw`
      SELECT m.id::text, lower(btrim(p.email)) AS address
      FROM message m LEFT JOIN member_profile p ON p.member_id = m.member_id
      WHERE m.message_id = ${named} AND m.programme_id = ${programmeId}::smallint`,
  );
  // The member may have moved to another address since: what the provider names is what it wrote to.
  return { messageRowId: row?.id ?? null, address: normal ?? (row?.address || null) };
}

/** A report as it was kept. */
export interface StoredReport extends MailReport {
  readonly id: string;
  readonly address: string | null;
  readonly messageId: bigint | null;
  readonly namedMail: string | null;
  readonly suppressed: string | null;
}

async function storedReport(tx: Db, programmeId: number, id: string): Promise<StoredReport> {
  const { type, at, ...row } = await tx.mailReport.findUniqueOrThrow({
    where: { programmeId_reportId: { programmeId, reportId: id } },
  });
  return { ...row, id, at: at.getTime(), type: type === 'complaint' ? 'complaint' : 'bounce' };
}

function isUnmatched({ address, messageId }: StoredReport): boolean {
  return address === null && messageId === null;
}

/**
 * A mail that came back neither arrived nor counts under a cap. One that is on its way by what we know was with the provider
 * before its answer was with us: who notes that finds it bounced.
 */
async function markBounced(tx: Db, messageRowId: string, detail: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET status = 'bounced', reason = ${detail || 'the mail provider says that it came back'},
      lease_owner = NULL, lease_until = NULL
    WHERE id = ${messageRowId}::bigint AND status IN ('sent', 'unknown', 'sending')`;
}

const bounceRow = z.object({ at: z.date() });

async function softBouncesOf(
  tx: Db,
  programmeId: number,
  address: string,
  report: MailReport & { readonly id: string },
): Promise<number[]> {
  const rows = await readRows(
    bounceRow,
    tx.$queryRaw`
      SELECT at FROM mail_report
      WHERE programme_id = ${programmeId}::smallint AND address = ${address} AND type = 'bounce' AND NOT hard
        AND report_id <> ${report.id} AND at > ${new Date(report.at - softBounceDays * 86_400_000)}::timestamptz
      ORDER BY at DESC LIMIT 100`,
  );
  return rows.map(({ at }) => at.getTime());
}

const memberRow = z.object({ member: z.string() });

async function membersOf(tx: Db, programmeId: number, address: string): Promise<string[]> {
  const rows = await readRows(
    memberRow,
    tx.$queryRaw`
      SELECT m.external_id AS member FROM member_profile p JOIN member m ON m.id = p.member_id
      WHERE lower(btrim(p.email)) = ${address} AND m.programme_id = ${programmeId}::smallint ORDER BY m.id LIMIT ${sharersMax}`,
  );
  return rows.map(({ member }) => member);
}

/** Who was never asked about marketing is written down as having refused it: a complaint says so. */
async function withdrawMarketing(tx: Db, programmeId: number, address: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO consent (programme_id, member_id, channel, granted, source, changed_at)
    SELECT m.programme_id, m.id, ${channel}, false, 'complaint', ${now}::timestamptz
    FROM member_profile p JOIN member m ON m.id = p.member_id
    WHERE lower(btrim(p.email)) = ${address} AND m.programme_id = ${programmeId}::smallint
    ON CONFLICT (programme_id, member_id, channel) DO UPDATE
    SET granted = false, source = excluded.source, changed_at = excluded.changed_at WHERE consent.granted`;
  await tx.$executeRaw`
    INSERT INTO withdrawal (programme_id, channel, address, source, since)
    VALUES (${programmeId}::smallint, ${channel}, ${address}, 'complaint', ${now}::timestamptz)
    ON CONFLICT (address, channel, programme_id) DO UPDATE
    SET since = greatest(withdrawal.since, excluded.since), source = excluded.source`;
}
