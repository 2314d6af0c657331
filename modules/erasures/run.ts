import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { identityHashes } from '../../platform/identity-keys.ts';
import { readOnlyRow, readRow, readRows } from '../../platform/rows.ts';
import { normaliseEmail } from '../../values/contact.ts';
import { cancelCoupons } from '../coupons/move.ts';
import { forfeit } from '../ledger/correct.ts';
import { canonicalAddress } from '../messaging/reachability/rules-address.ts';
import { addressColumn } from '../messaging/reachability/rows-address.ts';
import { erasedNameHashes } from '../intake/erased-names.ts';
import { noteInAudit } from './request.ts';

/** Rows of a page: a short transaction each. */
const rowsMax = 500;

const dueRow = z.object({ id: z.bigint(), memberId: z.bigint(), status: z.string() });

/**
 * Does a page of the oldest erasure that is due, in a transaction of its own; false when none is. Cut off at any point it goes on
 * where it was: beginning, each page and the end are whole or have not happened.
 */
export function eraseDue(database: Database, programmeId: number, now: Date): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const due = await readRow(
      dueRow,
      tx.$queryRaw`
        SELECT id, member_id AS "memberId", status FROM erasure
        WHERE programme_id = ${programmeId}::smallint AND status IN ('scheduled', 'running') AND due_at <= ${now}::timestamptz
        ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    if (due === undefined) return false;
    if (due.status === 'scheduled') await begin(tx, now, programmeId, due);
    else await goOn(tx, now, programmeId, due.id);
    return true;
  });
}

const accountRow = z.object({ id: z.bigint(), name: z.string() });
const balanceRow = z.object({ memberId: z.bigint() });

/** From here on nothing comes in or goes out: the accounts are wound up, and what a "no" needs is kept as keyed hashes. */
async function begin(
  tx: Db,
  now: Date,
  programmeId: number,
  { id, memberId }: { readonly id: bigint; readonly memberId: bigint },
): Promise<void> {
  const accounts = await readRows(
    accountRow,
    tx.$queryRaw`
      WITH RECURSIVE accounts AS (
        SELECT m.id, m.external_id FROM member m WHERE m.id = ${memberId}
        UNION ALL SELECT m.id, m.external_id FROM accounts a JOIN member m ON m.merged_into = a.id AND m.programme_id = ${programmeId}::smallint)
      SELECT id, external_id AS name FROM accounts ORDER BY id`,
  );
  const ids = accounts.map((account) => account.id);
  await tx.$executeRaw`SELECT FROM member WHERE id = ANY (${ids}::bigint[]) ORDER BY id FOR UPDATE`;
  await tx.$executeRaw`SELECT ledger.lock_members(${ids}::bigint[])`;
  await tx.$executeRaw`UPDATE erasure SET status = 'running', member_ids = ${ids}::bigint[] WHERE id = ${id}`;
  await endCampaigns(tx, now, ids);
  await cancelOpenCoupons(tx, now, programmeId, { id, ids });
  const open = await readRows(
    balanceRow,
    tx.$queryRaw`
      SELECT member_id AS "memberId" FROM ledger.member_balance
      WHERE member_id = ANY (${ids}::bigint[]) AND pending + available + held + debt > 0`,
  );
  const answers = await forfeit(
    tx,
    open.map(({ memberId: each }) => ({
      ...{ programmeId, memberId: each, key: `forfeit:erasure:${id}:${each}`, at: now, actor: 'erasure' },
      ...{ source: { type: 'erasure', id: String(id) }, reason: 'erased' },
    })),
  );
  const points = answers.reduce((sum, answer) => {
    if (!answer.ok) throw new Error(`erasure ${id}: ${answer.message}`);
    return sum + answer.points;
  }, 0);
  await tx.$executeRaw`UPDATE erasure SET forfeited_points = ${points}::bigint WHERE id = ${id}`;
  await tx.$executeRaw`UPDATE member SET status = 'ERASED' WHERE id = ANY (${ids}::bigint[])`;
  await tx.$executeRaw`
    UPDATE message SET status = 'dropped', reason = 'erased' WHERE member_id = ANY (${ids}::bigint[]) AND status = 'reserved'`;
  const hashes = accounts.flatMap(({ name }) => erasedNameHashes(programmeId, name));
  await tx.$executeRaw`
    INSERT INTO erased_name (programme_id, hash, erased_at)
    SELECT ${programmeId}::smallint, h, ${now}::timestamptz FROM unnest(${hashes}::text[]) h
    ON CONFLICT (programme_id, hash) DO UPDATE SET erased_at = excluded.erased_at`;
  await hideContacts(tx, programmeId, ids);
}

async function endCampaigns(tx: Db, now: Date, ids: readonly bigint[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
    SELECT programme_id, id, 'cancelled', ${now}::timestamptz FROM enrolment
    WHERE member_id = ANY (${ids as bigint[]}::bigint[]) AND status = 'active' AND cohort_id IS NOT NULL ORDER BY id`;
  await tx.$executeRaw`
    UPDATE enrolment SET status = 'cancelled', ended_at = greatest(${now}::timestamptz, enrolled_at), blocked_reason = NULL, blocked_at = NULL,
      reason = 'erased'
    WHERE member_id = ANY (${ids as bigint[]}::bigint[]) AND status = 'active'`;
}

const codeRow = z.object({ code: z.string() });

async function cancelOpenCoupons(
  tx: Db,
  now: Date,
  programmeId: number,
  { id, ids }: { readonly id: bigint; readonly ids: readonly bigint[] },
): Promise<void> {
  const coupons = await readRows(
    codeRow,
    tx.$queryRaw`
      SELECT code FROM ledger.coupon WHERE member_id = ANY (${ids as bigint[]}::bigint[]) AND status = 'issued' ORDER BY id`,
  );
  await cancelCoupons(
    tx,
    programmeId,
    coupons.map(({ code }) => ({ code, key: `erasure:${id}:${code}`, at: now, actor: 'erasure', reason: 'erased' })),
  );
}

const addressRow = z.object({ channel: z.enum(['email', 'sms', 'wechat', 'push']), address: z.string() });

/**
 * Addresses of the person alone that nothing may be sent to are kept as keyed hashes; intake/rows-plan.ts brings them back. Of tokens,
 * which are a device's and tell nothing when it is gone, nothing is kept.
 */
async function hideContacts(tx: Db, programmeId: number, ids: readonly bigint[]): Promise<void> {
  const said = await readRows(
    addressRow,
    tx.$queryRaw`
      WITH own AS (SELECT p.* FROM member_profile p WHERE p.member_id = ANY (${ids as bigint[]}::bigint[]))
      SELECT 'email' AS channel, p.email AS address FROM own p WHERE btrim(p.email) <> ''
      UNION SELECT 'email', x ->> 2 FROM own p, jsonb_array_elements(coalesce(p.mailboxes, '[]')) x WHERE x ->> 2 <> ''
      UNION SELECT 'sms', phone_number(p.phone) FROM own p WHERE phone_number(p.phone) IS NOT NULL
      UNION SELECT 'sms', x ->> 2 FROM own p, jsonb_array_elements(coalesce(p.phones, '[]')) x WHERE x ->> 2 <> ''
      UNION SELECT 'wechat', p.wechat_open_id FROM own p WHERE p.wechat_open_id IS NOT NULL
      UNION SELECT 'push', p.push_token FROM own p WHERE p.push_token IS NOT NULL`,
  );
  const seen = new Set<string>();
  for (const { channel, address: written } of said) {
    const address = canonicalAddress(channel, written);
    if (seen.has(`${channel} ${address}`)) continue;
    seen.add(`${channel} ${address}`);
    await hideContact(tx, programmeId, ids, { channel, address });
  }
}

type Contact = z.output<typeof addressRow>;

/** What a person is known again by: the hashes that intake makes of the same contact. */
function hashesOf({ channel, address }: Contact): readonly string[] {
  if (channel === 'email') return identityHashes(`email:${normaliseEmail(address)}`);
  return channel === 'sms' ? identityHashes(`phone:${address}`) : [];
}

async function hideContact(tx: Db, programmeId: number, ids: readonly bigint[], contact: Contact): Promise<void> {
  const { channel, address } = contact;
  await tx.$executeRaw`
    WITH hidden AS (
      SELECT 'suppression' AS kind, channel, CASE WHEN reason IN ('bounced', 'complaint') THEN reason ELSE 'said before an erasure' END AS reason, since
      FROM suppression WHERE programme_id = ${programmeId}::smallint AND address = ${address} AND channel = ${channel}
      UNION ALL
      SELECT 'withdrawal', channel, CASE WHEN source IN ('complaint', 'unsubscribe link') THEN source ELSE 'said before an erasure' END, since
      FROM withdrawal WHERE programme_id = ${programmeId}::smallint AND address = ${address} AND split_part(channel, '.', 1) = ${channel})
    INSERT INTO erased_contact (programme_id, hash, kind, channel, reason, since)
    SELECT ${programmeId}::smallint, h, kind, channel, reason, since FROM hidden, unnest(${[...hashesOf(contact)]}::text[]) h
    ON CONFLICT (programme_id, hash, kind, channel) DO UPDATE SET since = excluded.since, reason = excluded.reason`;
  const others = await readOnlyRow(
    z.object({ count: z.int() }),
    tx.$queryRaw`
      SELECT count(*)::int AS count FROM member_profile p JOIN member m ON m.id = p.member_id
      WHERE m.programme_id = ${programmeId}::smallint AND ${addressColumn(channel)} = ${address} AND NOT m.id = ANY (${ids as bigint[]}::bigint[])`,
  );
  if (others.count > 0) return;
  await tx.$executeRaw`
    DELETE FROM suppression WHERE programme_id = ${programmeId}::smallint AND address = ${address} AND channel = ${channel}`;
  await tx.$executeRaw`
    DELETE FROM withdrawal WHERE programme_id = ${programmeId}::smallint AND address = ${address} AND split_part(channel, '.', 1) = ${channel}`;
}

const pageRow = z.object({ rows: z.int() });

async function goOn(tx: Db, now: Date, programmeId: number, id: bigint): Promise<void> {
  const { rows } = await readOnlyRow(pageRow, tx.$queryRaw`SELECT erase_page(${id}, ${rowsMax}::int) AS rows`);
  if (rows > 0) return;
  await tx.$executeRaw`SELECT finish_erasure(${id}, ${now}::timestamptz)`;
  const action = 'member.erased';
  await noteInAudit(tx, { programmeId, at: now, actor: 'erasure', action, erasureId: id, reason: null, requestId: '' });
}
