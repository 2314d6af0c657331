import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { readRow, readRows } from '../../platform/rows.ts';
import { redemptionInvariants } from '../checkout/invariant-list.ts';
import { couponInvariants } from '../coupons/invariant-list.ts';
import {
  type Invariant,
  invariants as pointInvariants,
  isByTransaction,
  sqlOf,
  type TxnRange,
} from '../ledger/invariant-list.ts';

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
/** Transactions that a statement checks: about a second. */
const txnsAPage = 50_000;
/** Pages of one invariant at most: five thousand million transactions. */
const pagesMax = 100_000;
/** The longest statement is one that sums up all members; it reads only and can be stopped at any moment. */
const timeoutMs = 3_600_000;

export interface VerifyOptions {
  /** Transactions in a page; all at once when not said. */
  readonly txnsAPage?: number;
}

/**
 * Every violation of the ledger's invariants, of one programme or of all. Reads only, and in constant memory: PostgreSQL sorts on
 * disk what does not fit. What is checked transaction by transaction is read in pages, everything else in a statement of its
 * own, and no snapshot is held from one to the next: a transaction is committed whole, so each of them sees a ledger that is.
 */
export function verifyInvariants(database: Database, programmeId?: number): Promise<Violation[]> {
  const withoutTimeout = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
    inTransaction(
      database,
      async (tx) => {
        await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
        return work(tx);
      },
      { timeoutMs },
    );
  return violationsByPages(withoutTimeout, programmeId, { txnsAPage });
}

/** The same as the transaction of `db` sees it. */
export function findViolations(db: Db, programmeId?: number, options: VerifyOptions = {}): Promise<Violation[]> {
  return violationsByPages((work) => work(db), programmeId, options);
}

/** How a statement is run. */
type Run = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

async function violationsByPages(
  run: Run,
  programmeId: number | undefined,
  options: VerifyOptions,
): Promise<Violation[]> {
  const { txnsAPage: size } = options;
  const ends = size === undefined ? [] : await pageEnds(run, size);
  const violations: Violation[] = [];
  for (const invariant of invariants) {
    const pages = size !== undefined && isByTransaction(invariant) ? rangesOf(ends) : [undefined];
    const found: Violation[] = [];
    for (const page of pages) {
      found.push(...(await run((db) => violationsOf(db, invariant, { programmeId, page }))));
      if (found.length >= violationsMax) break;
    }
    violations.push(...found.slice(0, violationsMax));
  }
  return violations;
}

const violationRow = z.object({ detail: z.string() });

async function violationsOf(
  db: Db,
  invariant: Invariant,
  { programmeId, page }: { readonly programmeId: number | undefined; readonly page: TxnRange | undefined },
): Promise<Violation[]> {
  const only = programmeId === undefined ? Prisma.sql`TRUE` : Prisma.sql`programme_id = ${programmeId}::smallint`;
  const found = await readRows(
    violationRow,
    db.$queryRaw`
      SELECT detail FROM (${Prisma.raw(sqlOf(invariant, page))}) v WHERE ${only} LIMIT ${violationsMax}`,
  );
  return found.map(({ detail }) => ({ invariant: invariant.name, detail: `${invariant.says}: ${detail}` }));
}

/** The last ids of all pages but the last, which has no end: what is posted meanwhile is in it. */
async function pageEnds(run: Run, size: number): Promise<bigint[]> {
  const ends: bigint[] = [];
  while (ends.length < pagesMax) {
    const after = ends.at(-1) ?? 0n;
    const end = await run((db) =>
      readRow(
        z.object({ id: z.bigint() }),
        db.$queryRaw`SELECT id FROM ledger.txn WHERE id > ${after} ORDER BY id OFFSET ${size - 1}::int LIMIT 1`,
      ),
    );
    if (end === undefined) break;
    ends.push(end.id);
  }
  return ends;
}

/** Lower than any id. */
const beforeAll = -(2n ** 62n);

/** From one end to the next; what lies ahead of the first and behind the last is in a page, too. */
function rangesOf(ends: readonly bigint[]): TxnRange[] {
  return [null, ...ends].map((after, place) => ({ after: after ?? beforeAll, through: ends[place] ?? null }));
}
