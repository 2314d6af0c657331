import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRows } from '../../platform/rows.ts';
import { cancelCoupons } from './move.ts';

/** Which coupons are to be withdrawn: those that meet all that is said. */
export interface CouponChoice {
  /** The campaign's code. */
  readonly campaign?: string | undefined;
  /** What members read: "5 off your next order". */
  readonly name?: string | undefined;
  /** The shop's ids of the members. */
  readonly members?: readonly string[] | undefined;
  /** Issued from then on, */
  readonly since?: Date | undefined;
  /** and before then. */
  readonly until?: Date | undefined;
}

export interface Withdrawal {
  readonly reason: string;
  readonly actor: string;
  /** Only count. */
  readonly dryRun: boolean;
  /** The count of a dry run: when there are more by now, nothing is withdrawn. */
  readonly expected?: number | undefined;
  readonly onProgress?: (withdrawn: number) => void;
}

/** How the coupons of a choice stand, or stood: those that can be used are withdrawn, the others stay as they are. */
export interface WithdrawalReport {
  readonly dryRun: boolean;
  readonly cancelled: number;
  readonly redeemed: number;
  readonly expired: number;
  /** Withdrawn before. */
  readonly cancelledBefore: number;
}

/** Members of a choice at most; a longer list is for several calls. */
export const chosenMembersMax = 100_000;
/** Coupons of a page, which is one transaction: their rows are locked for some tenths of a second. */
const pageSizeMax = 1_000;

/**
 * Withdraws the coupons of a choice that can be used, in pages: what is withdrawn stays so when it stops, and a second call takes the
 * rest. One that is used or expires in the meantime is left alone.
 */
export async function cancelChosenCoupons(
  { database, clock }: { readonly database: Database; readonly clock: { now(): Date } },
  programmeId: number,
  choice: CouponChoice,
  { reason, actor, dryRun, expected, onProgress }: Withdrawal,
): Promise<WithdrawalReport> {
  checkChoice(choice);
  const chosen = await chosenBy(database, programmeId, choice);
  const now = clock.now();
  const standing = await countChosen(database, chosen, now);
  if (dryRun) return { dryRun, ...standing };
  if (expected !== undefined && standing.cancelled > expected) {
    throw new PerennialError(
      'VERSION_CONFLICT',
      `${standing.cancelled} coupons would be withdrawn by now, and not ${expected}.`,
      { field: 'expected', fix: 'Look again with a dry run.' },
    );
  }
  let cancelled = 0;
  for (let after: string | null = '0'; after !== null;) {
    const from: string = after;
    const page = await inTransaction(database, (tx) =>
      cancelPage(tx, chosen, { from, now, reason, actor, programmeId }),
    );
    cancelled += page.cancelled;
    after = page.next;
    onProgress?.(cancelled);
  }
  const data = { programmeId, at: now, actor, action: 'coupons.cancel', target: `programme:${programmeId}`, reason };
  const { members, since, until, ...named } = choice;
  const when = { ...(since && { since: since.toISOString() }), ...(until && { until: until.toISOString() }) };
  const after = { ...named, ...when, ...(members && { members: members.length }), cancelled };
  await database.auditEvent.create({
    data: { ...data, after: JSON.parse(JSON.stringify(after)) as Prisma.InputJsonObject },
  });
  return { dryRun, ...standing, cancelled };
}

function checkChoice({ campaign, name, members, since, until }: CouponChoice): void {
  if ([campaign, name, members].every((each) => each === undefined)) {
    throw new PerennialError('REQUEST_INVALID', 'That would be every coupon of the programme.', {
      field: 'campaign',
      fix: 'Name a campaign, a coupon or members.',
    });
  }
  if (members !== undefined && (members.length === 0 || members.length > chosenMembersMax)) {
    throw new PerennialError('REQUEST_INVALID', `${members.length} members are named.`, {
      field: 'members',
      fix: `Name 1 to ${chosenMembersMax}.`,
    });
  }
  if (since !== undefined && until !== undefined && since >= until) {
    throw new PerennialError('REQUEST_INVALID', 'The time is over before it begins.', {
      field: 'since',
      fix: 'Correct it.',
    });
  }
}

/** Who is named that is not there would otherwise pass for somebody without coupons. */
async function memberIdsOf(db: Db, programmeId: number, members: readonly string[]): Promise<bigint[]> {
  const named = [...new Set(members)];
  const rows = await readRows(
    z.object({ id: z.bigint(), externalId: z.string() }),
    db.$queryRaw`
      SELECT id, external_id AS "externalId" FROM member
      WHERE programme_id = ${programmeId}::smallint AND external_id = ANY (${named}::text[])`,
  );
  const known = new Set(rows.map(({ externalId }) => externalId));
  const unknown = named.find((one) => !known.has(one));
  if (unknown === undefined) return rows.map(({ id }) => id);
  throw new PerennialError('MEMBER_NOT_FOUND', `No member has the id "${unknown}".`, { field: 'members' });
}

/** The rows of a choice, named x. */
async function chosenBy(db: Db, programmeId: number, choice: CouponChoice): Promise<Prisma.Sql> {
  const { campaign, name, members, since, until } = choice;
  const conditions = [Prisma.sql`x.programme_id = ${programmeId}::smallint`];
  if (campaign !== undefined) {
    const found = await db.campaign.findUnique({ where: { programmeId_code: { programmeId, code: campaign } } });
    if (found === null) {
      throw new PerennialError('CAMPAIGN_NOT_FOUND', `There is no campaign "${campaign}" in this programme.`, {
        field: 'campaign',
      });
    }
    conditions.push(Prisma.sql`x.campaign_id = ${found.id}::int`);
  }
  if (name !== undefined) conditions.push(Prisma.sql`x.name = ${name}`);
  if (members !== undefined) {
    conditions.push(Prisma.sql`x.member_id = ANY (${await memberIdsOf(db, programmeId, members)}::bigint[])`);
  }
  if (since !== undefined) conditions.push(Prisma.sql`x.issued_at >= ${since}::timestamptz`);
  if (until !== undefined) conditions.push(Prisma.sql`x.issued_at < ${until}::timestamptz`);
  return Prisma.join(conditions, ' AND ');
}

const countRow = z.object({ status: z.string(), count: z.int() });

async function countChosen(db: Db, chosen: Prisma.Sql, now: Date): Promise<Omit<WithdrawalReport, 'dryRun'>> {
  const rows = await readRows(
    countRow,
    db.$queryRaw`
      SELECT CASE WHEN x.status = 'issued' AND x.expires_at < ${now}::timestamptz THEN 'expired' ELSE x.status END AS status,
        count(*)::int AS count
      FROM ledger.coupon x WHERE ${chosen} GROUP BY 1`,
  );
  const of = (status: string) => rows.find((row) => row.status === status)?.count ?? 0;
  return {
    cancelled: of('issued'),
    redeemed: of('redeemed'),
    expired: of('expired'),
    cancelledBefore: of('cancelled'),
  };
}

const pageRow = z.object({ id: z.string(), code: z.string(), moves: z.int() });

interface Page {
  readonly from: string;
  readonly now: Date;
  readonly reason: string;
  readonly actor: string;
  readonly programmeId: number;
}

async function cancelPage(
  tx: Db,
  chosen: Prisma.Sql,
  { from, now, reason, actor, programmeId }: Page,
): Promise<{ readonly cancelled: number; readonly next: string | null }> {
  const rows = await readRows(
    pageRow,
    tx.$queryRaw`
      SELECT x.id::text, x.code, x.moves FROM ledger.coupon x
      WHERE ${chosen} AND x.id > ${from}::bigint AND x.status = 'issued' AND x.expires_at >= ${now}::timestamptz
      ORDER BY x.id LIMIT ${pageSizeMax}::int`,
  );
  const answers = await cancelCoupons(
    tx,
    programmeId,
    // How often it has moved is in the key: one that comes back from an order is withdrawn by a later call.
    rows.map(({ id, code, moves }) => ({ code, key: `cancel:coupon:${id}/${moves + 1}`, at: now, reason, actor })),
  );
  const last = rows.at(-1);
  return {
    cancelled: answers.filter(({ ok }) => ok).length,
    next: last === undefined || rows.length < pageSizeMax ? null : last.id,
  };
}
