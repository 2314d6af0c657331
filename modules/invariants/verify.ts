import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { redemptionInvariants } from '../checkout/invariant-list.ts';
import { couponInvariants } from '../coupons/invariant-list.ts';
import { type CheckedBy, type Invariant, sqlOf, sqlOfTotals } from '../ledger/invariant.ts';
import { invariants as pointInvariants } from '../ledger/invariant-list.ts';
import { type Checked, pagesOf, pagesSince, type PageSizes, type Run } from './pages.ts';

/** All that must hold: of points, coupons and redemptions. */
export const invariants = [...pointInvariants, ...couponInvariants, ...redemptionInvariants];

/** Something that must never be so, found in the ledger. */
export interface Violation {
  /** The invariant's name, e.g. `balances-are-postings`. */
  readonly invariant: string;
  readonly detail: string;
}

/** Violations listed of one invariant; the first ones say what is wrong, a million would not fit. */
const violationsMax = 20;
/** What a statement checks: about a second. */
export const pageSizes: PageSizes = { transaction: 50_000, member: 10_000, coupon: 20_000 };
/** A page on a machine that has much else to do; it reads only and can be stopped at any moment. */
const timeoutMs = 600_000;

export interface VerifyOptions {
  /** Transactions, members and coupons in a page; all at once when not said. */
  readonly pageSize?: number;
  /** Only what was touched since, in pages. */
  readonly since?: Checked;
}

/**
 * Every violation of the ledger's invariants, of one programme or of all. Reads only, in pages of transactions, members and coupons
 * of a statement each, and no snapshot is held from one to the next: a transaction is committed whole, so each of them sees a
 * ledger that is. With `since`, only what transactions behind it have touched is checked, and what is cheap of everything.
 */
export function verifyInvariants(database: Database, programmeId?: number, since?: Checked): Promise<Violation[]> {
  return violationsByPages((work) => inPage(database, work), { programmeId, since, sizes: pageSizes });
}

/** The same as the transaction of `db` sees it. */
export function findViolations(
  db: Db,
  programmeId?: number,
  { pageSize, since }: VerifyOptions = {},
): Promise<Violation[]> {
  const sizes = pageSize === undefined ? null : { transaction: pageSize, member: pageSize, coupon: pageSize };
  return violationsByPages((work) => work(db), { programmeId, since, sizes });
}

/** A transaction for a page: by its indexes, whatever the statistics say, and as long as it takes. */
export function inPage<T>(database: Database, work: (tx: Db) => Promise<T>): Promise<T> {
  return inTransaction(
    database,
    async (tx) => {
      await tx.$executeRaw`SELECT set_config('statement_timeout', '0', true), set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`;
      return work(tx);
    },
    { timeoutMs },
  );
}

interface Scope {
  readonly programmeId: number | undefined;
  readonly since?: Checked | undefined;
  /** Null: all in a statement for each invariant. */
  readonly sizes: PageSizes | null;
}

async function violationsByPages(run: Run, scope: Scope): Promise<Violation[]> {
  const found = new Map<string, Map<string, Violation>>(invariants.map(({ name }) => [name, new Map()]));
  const { programmeId, since, sizes } = scope;
  // A transaction for all invariants of a page: each of its statements has a snapshot of its own.
  const check = (all: readonly Invariant[], sql: (invariant: Invariant) => string) =>
    run(async (db) => {
      for (const invariant of all) {
        const known = found.get(invariant.name)!;
        if (known.size >= violationsMax) continue;
        const violations = await violationsOf(db, { invariant, sql: sql(invariant), programmeId });
        for (const violation of violations) if (known.size < violationsMax) known.set(violation.detail, violation);
      }
    });
  const by = (kind: CheckedBy) => invariants.filter((invariant) => invariant.by === kind);
  await check(by('programme'), (invariant) => sqlOfTotals(invariant, since?.totals));
  for (const kind of ['transaction', 'member', 'coupon'] as const) {
    const [everywhere, touched] = byReach(by(kind), since);
    if (everywhere.length > 0) {
      const pages = sizes === null ? [undefined] : await pagesOf(run, kind, { sizes });
      for (const page of pages) await check(everywhere, (invariant) => sqlOf(invariant, page));
    }
    if (since === undefined || sizes === null) continue;
    for (const page of await pagesSince(run, kind, { since, sizes }))
      await check(touched, (invariant) => sqlOf(invariant, page));
  }
  return [...found.values()].flatMap((violations) => [...violations.values()]);
}

/** What is checked of everything, and what only of that which came since. */
function byReach(all: readonly Invariant[], since: Checked | undefined): [Invariant[], Invariant[]] {
  const isEverywhere = (invariant: Invariant) => since === undefined || invariant.everywhere === true;
  return [all.filter(isEverywhere), all.filter((invariant) => !isEverywhere(invariant))];
}

const violationRow = z.object({ detail: z.string() });

interface Question {
  readonly invariant: Invariant;
  readonly sql: string;
  readonly programmeId: number | undefined;
}

async function violationsOf(db: Db, { invariant, sql, programmeId }: Question): Promise<Violation[]> {
  const only = programmeId === undefined ? Prisma.sql`TRUE` : Prisma.sql`programme_id = ${programmeId}::smallint`;
  const found = await readRows(
    violationRow,
    db.$queryRaw`
      SELECT detail FROM (${Prisma.raw(sql)}) v WHERE ${only} LIMIT ${violationsMax}`,
  );
  return found.map(({ detail }) => ({ invariant: invariant.name, detail: `${invariant.says}: ${detail}` }));
}
