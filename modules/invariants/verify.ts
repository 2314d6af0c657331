import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Database, Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { couponInvariants } from '../coupons/invariant-list.ts';
import { invariants as pointInvariants } from '../ledger/invariant-list.ts';

/** All that must hold: of points, and of coupons. */
export const invariants = [...pointInvariants, ...couponInvariants];

/** Something that must never be so, found in the ledger. */
export interface Violation {
  /** The invariant's name, e.g. `balances-are-postings`. */
  readonly invariant: string;
  readonly detail: string;
}

/** Violations listed of one invariant; the first ones say what is wrong, a million would not fit. */
const violationsMax = 20;
/** A check of a hundred million transactions takes less; it reads only and can be stopped at any moment. */
const timeoutMs = 3_600_000;

/**
 * Every violation of the ledger's invariants, of one programme or of all, in one snapshot. Reads only, and in constant
 * memory: PostgreSQL sorts on disk what does not fit.
 */
export async function verifyInvariants(database: Database, programmeId?: number): Promise<Violation[]> {
  return database.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
      return findViolations(tx, programmeId);
    },
    { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, timeout: timeoutMs },
  );
}

const violationRow = z.object({ detail: z.string() });

/** The same as the transaction of `db` sees it. */
export async function findViolations(db: Db, programmeId?: number): Promise<Violation[]> {
  const only = programmeId === undefined ? Prisma.sql`TRUE` : Prisma.sql`programme_id = ${programmeId}::smallint`;
  const violations: Violation[] = [];
  for (const { name, says, sql } of invariants) {
    const found = await readRows(
      violationRow,
      db.$queryRaw`
        SELECT detail FROM (${Prisma.raw(sql)}) v WHERE ${only} LIMIT ${violationsMax}`,
    );
    for (const { detail } of found) violations.push({ invariant: name, detail: `${says}: ${detail}` });
  }
  return violations;
}
