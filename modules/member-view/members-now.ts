import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import { type MemberStreak, streaksOf } from '../check-ins/streaks-of.ts';
import { membershipStatuses, type MembershipStatus } from '../members/rules-membership.ts';

/** What a member has at this moment; of two, the one with the higher version is the later. */
export interface BalanceNow {
  /** Without what has expired and was not swept yet. */
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly debt: number;
  readonly version: number;
}

/** A member as programs read one. */
export interface MemberNow {
  readonly rowId: string;
  /** The shop's id. */
  readonly id: string;
  readonly status: MembershipStatus;
  /** The shop's id of who the person is now, of an account that was merged. */
  readonly mergedInto: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly wechatOpenId: string | null;
  readonly pushToken: string | null;
  readonly name: string | null;
  /** `1990-05-17` */
  readonly birthday: string | null;
  readonly zone: string | null;
  readonly locale: string | null;
  readonly tags: readonly string[];
  /** Consent to marketing by e-mail; null when never asked. */
  readonly marketing: boolean | null;
  /** The same by the other channels. */
  readonly otherConsents: Readonly<Record<string, boolean | null>>;
  readonly attributes: JsonObject;
  /** Its code. */
  readonly tier: string;
  readonly joinedAt: Date;
  readonly profileCompletedAt: Date | null;
  readonly lastOrderAt: Date | null;
  readonly ordersCount: number;
  readonly spentMinor: number;
  readonly balance: BalanceNow;
  readonly streak: MemberStreak | null;
}

const nullableText = z.string().nullable();
const row = z.object({
  rowId: z.string(),
  id: z.string(),
  status: z.string().toLowerCase().pipe(z.enum(membershipStatuses)),
  mergedInto: nullableText,
  email: nullableText,
  phone: nullableText,
  wechatOpenId: nullableText,
  pushToken: nullableText,
  name: nullableText,
  birthday: nullableText,
  zone: nullableText,
  locale: nullableText,
  tags: z.array(z.string()),
  marketing: z.boolean().nullable(),
  otherConsents: z.record(z.string(), z.boolean().nullable()),
  attributes: vouchedFor<JsonObject | null>(),
  tier: z.string(),
  joinedAt: z.date(),
  profileCompletedAt: z.date().nullable(),
  lastOrderAt: z.date().nullable(),
  ordersCount: z.int(),
  spentMinor: z.number(),
  available: z.number(),
  pending: z.number(),
  held: z.number(),
  debt: z.number(),
  version: z.number(),
});

const balanceRow = z.object({
  ...{ available: z.number(), pending: z.number(), held: z.number(), debt: z.number(), version: z.number() },
});

/** The balance alone of the member with this id of the shop's; undefined when nobody has it. */
export async function readBalanceNow(
  db: Db,
  programmeId: number,
  id: string,
  now: Date,
): Promise<BalanceNow | undefined> {
  return readRow(
    balanceRow,
    db.$queryRaw`
      SELECT b.available::float8, b.pending::float8, b.held::float8, b.debt::float8, b.version::float8
      FROM member m CROSS JOIN LATERAL ledger.balance_at(m.programme_id, m.id, ${now}::timestamptz) b
      WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ${id}`,
  );
}

/** These members, by the shop's ids, in the order they are named; those that are not there are left out. */
export async function readMembersNow(
  db: Db,
  programmeId: number,
  ids: readonly string[],
  now: Date,
): Promise<MemberNow[]> {
  if (ids.length === 0) return [];
  const rows = await readRows(
    row,
    db.$queryRaw`
      SELECT m.id::text AS "rowId", m.external_id AS id, m.status,
        CASE WHEN m.merged_into IS NOT NULL THEN (SELECT h.external_id FROM member h WHERE h.id = heir_of(m.id)) END AS "mergedInto", p.email, p.phone,
        p.wechat_open_id AS "wechatOpenId", p.push_token AS "pushToken", p.name, p.birthday::text, m.zone, m.locale, m.tags,
        c.marketing, (
          SELECT jsonb_object_agg(channel, said.marketing)
          FROM unnest(ARRAY['inbox', 'sms', 'wechat', 'push']) AS channel CROSS JOIN LATERAL mail_consent(m.id, channel) AS said) AS "otherConsents",
        p.attributes, m.tier, m.joined_at AS "joinedAt", m.profile_completed_at AS "profileCompletedAt",
        m.last_order_at AS "lastOrderAt", m.orders_count AS "ordersCount", m.spent_minor::float8 AS "spentMinor",
        b.available::float8, b.pending::float8, b.held::float8, b.debt::float8, b.version::float8
      FROM unnest(${ids as string[]}::text[]) WITH ORDINALITY w (id, place)
      JOIN member m ON m.programme_id = ${programmeId}::smallint AND m.external_id = w.id
      CROSS JOIN LATERAL ledger.balance_at(m.programme_id, m.id, ${now}::timestamptz) b
      LEFT JOIN member_profile p ON p.member_id = m.id
      CROSS JOIN LATERAL mail_consent(m.id, 'email') c
      ORDER BY w.place`,
  );
  const rowIds = rows.map(({ rowId }) => rowId);
  const streaks = await streaksOf(db, programmeId, rowIds, now);
  return rows.map(({ available, pending, held, debt, version, attributes, ...member }) => ({
    ...member,
    attributes: attributes ?? {},
    balance: { available, pending, held, debt, version },
    streak: streaks.get(member.rowId) ?? null,
  }));
}
