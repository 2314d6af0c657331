import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRows } from '../../platform/rows.ts';
import { memberNotFound } from '../members/find.ts';

/** An account as a merge finds it, locked. */
export interface Account {
  readonly id: bigint;
  readonly name: string;
  readonly status: string;
  readonly mergedInto: bigint | null;
  readonly tier: string;
  readonly orders: number;
  readonly spentMinor: number;
  readonly lastOrderAt: Date | null;
  readonly joinedAt: Date;
  readonly held: number;
  readonly debt: number;
}

const accountRow = z.object({
  ...{ id: z.bigint(), name: z.string(), status: z.string(), mergedInto: z.bigint().nullable(), tier: z.string() },
  ...{ orders: z.int(), spentMinor: z.number(), lastOrderAt: z.date().nullable(), joinedAt: z.date() },
  ...{ held: z.number(), debt: z.number() },
});

/**
 * Two accounts by the shop's ids, locked in the order in which intake takes such locks: their rows, then their balances; so two merges that
 * cross wait for each other, and an order that comes meanwhile is decided before or after.
 */
export async function lockAccounts(
  tx: Db,
  programmeId: number,
  names: { readonly fromMemberId: string; readonly intoMemberId: string },
): Promise<{ readonly from: Account; readonly into: Account }> {
  const { fromMemberId, intoMemberId } = names;
  const wanted = [fromMemberId, intoMemberId];
  await tx.$executeRaw`
    SELECT FROM member m WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ANY (${wanted}::text[]) ORDER BY m.id FOR UPDATE`;
  await tx.$executeRaw`
    SELECT ledger.lock_members(array(
      SELECT h.id FROM member m CROSS JOIN LATERAL heirs_of(m.id) h (id)
      WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ANY (${wanted}::text[])))`;
  const rows = await readRows(
    accountRow,
    tx.$queryRaw`
      SELECT m.id, m.external_id AS name, m.status, m.merged_into AS "mergedInto", m.tier, m.orders_count AS orders,
        m.spent_minor::float8 AS "spentMinor", m.last_order_at AS "lastOrderAt", m.joined_at AS "joinedAt", b.held::float8, b.debt::float8
      FROM member m JOIN ledger.member_balance b ON b.programme_id = m.programme_id AND b.member_id = m.id
      WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ANY (${wanted}::text[])`,
  );
  const accountOf = (name: string, field: string) => {
    const account = rows.find((each) => each.name === name);
    if (account === undefined) {
      throw new PerennialError('MEMBER_NOT_FOUND', memberNotFound(name).message, { field, fix: 'Correct the id.' });
    }
    return account;
  };
  return { from: accountOf(fromMemberId, 'fromMemberId'), into: accountOf(intoMemberId, 'intoMemberId') };
}

/** Only two accounts that are in use become one: what was suspended is not freed by it. */
export function requireActive({ name, status }: Account, field: string): void {
  if (status === 'ACTIVE') return;
  throw new PerennialError('MEMBER_NOT_ACTIVE', `The membership of ${name} is ${status.toLowerCase()}.`, {
    field,
    fix: status === 'MERGED' ? 'Name the account it was merged into.' : 'Reopen it first.',
  });
}
