import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow } from '../../platform/rows.ts';

/** A member's points at an instant; what holds past their end let go can be used, swept or not. */
export interface CheckoutBalance {
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly debt: number;
  /** Grows with every change of them. */
  readonly version: number;
}

/** A member who comes to the checkout. */
export interface Customer {
  readonly memberId: bigint;
  /** The shop's id. */
  readonly externalId: string;
  readonly status: string;
  readonly tier: string;
  /** 1 to 12; null when unknown. */
  readonly birthMonth: number | null;
  readonly balance: CheckoutBalance;
}

const customerRow = z.object({
  ...{ memberId: z.bigint(), externalId: z.string(), status: z.string(), tier: z.string() },
  birthMonth: z.int().nullable(),
  ...{ available: z.bigint(), pending: z.bigint(), held: z.bigint(), debt: z.bigint() },
  version: z.bigint(),
});

/** The member with this id of the shop's, and the points at `now`; throws MEMBER_NOT_FOUND. */
export async function readCustomer(db: Db, programmeId: number, externalId: string, now: Date): Promise<Customer> {
  const row = await readRow(
    customerRow,
    db.$queryRaw`
      SELECT m.id AS "memberId", m.external_id AS "externalId", m.status, m.tier, extract(month from p.birthday)::int AS "birthMonth",
        b.available, b.pending, b.held, b.debt, b.version
      FROM member m
      LEFT JOIN member_profile p ON p.member_id = m.id
      CROSS JOIN LATERAL ledger.balance_at(m.programme_id, m.id, ${now}::timestamptz) b
      WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ${externalId}`,
  );
  if (row === undefined) throw memberNotFound(externalId);
  const { available, pending, held, debt, version, ...customer } = row;
  const points = { available: Number(available), pending: Number(pending), held: Number(held) };
  return { ...customer, balance: { ...points, debt: Number(debt), version: Number(version) } };
}

const idRow = z.object({ id: z.bigint() });

/** Locks the balance of the member with this id of the shop's to the end of the transaction; throws MEMBER_NOT_FOUND. */
export async function lockCustomer(tx: Db, programmeId: number, externalId: string): Promise<bigint> {
  const row = await readRow(
    idRow,
    tx.$queryRaw`SELECT id FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${externalId}`,
  );
  if (row === undefined) throw memberNotFound(externalId);
  await lockBalance(tx, row.id);
  return row.id;
}

/** Whatever is read of the member from now on stays as it is to the end of the transaction. */
export async function lockBalance(tx: Db, memberId: bigint): Promise<void> {
  await tx.$executeRaw`SELECT ledger.lock_members(ARRAY[${memberId}::bigint])`;
}

function memberNotFound(externalId: string): PerennialError {
  return new PerennialError('MEMBER_NOT_FOUND', `No member has the id "${externalId}".`, {
    field: 'memberId',
    fix: 'Send member.joined for this member first, or correct the id.',
  });
}
