import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRow, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Profile } from '../intake/rules/dated-profile.ts';
import { writeProfile } from '../intake/rows-profiles.ts';
import { uniteProfiles } from '../intake/rules/united-profile.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { tierFor } from '../programme/rules-tiers.ts';
import type { Account } from './accounts.ts';
import type { Figures, Moved, MovedBelongings } from './moved.ts';

interface Both {
  readonly from: Account;
  readonly into: Account;
}

const beforeRow = z.object({ before: vouchedFor<JsonObject>() });

/** Makes the profile of the account that stays that of both, and answers what it was. */
export async function uniteProfileRows(
  tx: Db,
  programme: StoredProgramme,
  { from, into }: Both,
  profiles: ReadonlyMap<string, Profile>,
): Promise<Pick<Moved, 'profile' | 'fields'>> {
  const row = await readRow(
    beforeRow,
    tx.$queryRaw`
      SELECT jsonb_build_object('profile', to_jsonb(p), 'zone', m.zone, 'locale', m.locale, 'tags', to_jsonb(m.tags),
        'profileCompletedAt', m.profile_completed_at, 'joinedAt', m.joined_at) AS before
      FROM member m LEFT JOIN member_profile p ON p.member_id = m.id WHERE m.id = ${into.id}`,
  );
  const [own, other] = [profiles.get(into.name), profiles.get(from.name)];
  if (own === undefined || other === undefined) throw new Error('a profile was not read');
  const united = uniteProfiles(own, other);
  const fields = Object.keys(united.times).filter((field) => String(united.times[field]) !== String(own.times[field]));
  const joinedAt = from.joinedAt < into.joinedAt ? from.joinedAt : into.joinedAt;
  // Who has said nothing has no profile to unite.
  if (other.updatedAt !== null) await writeProfile(tx, programme, into.id, united, joinedAt);
  return { fields, profile: { before: row?.before ?? {}, unitedAt: united.updatedAt ?? 0 } };
}

const figuresOf = ({ tier, orders, spentMinor, lastOrderAt }: Account): Figures => ({
  ...{ tier, orders, spentMinor },
  lastOrderAt: lastOrderAt?.toISOString() ?? null,
});

/** What both bought counts for the one that stays, and its tier is the better of both, or what they reach together. */
export async function uniteFigures(
  tx: Db,
  { definition: { tiers } }: StoredProgramme,
  { from, into }: Both,
  { keptOrders, keptMinor }: MovedBelongings,
): Promise<Moved['figures']> {
  const orders = from.orders + into.orders;
  const spentMinor = from.spentMinor + into.spentMinor;
  const rank = (code: string) => tiers.findIndex((tier) => tier.code === code);
  const codes = [into.tier, from.tier, tierFor(tiers, { orders, spentMinor }).code];
  const tier = codes.reduce((best, code) => (rank(code) > rank(best) ? code : best));
  const lastOrderAt = [from.lastOrderAt, into.lastOrderAt].reduce((last, at) =>
    last === null || (at !== null && at > last) ? at : last,
  );
  const joinedAt = from.joinedAt < into.joinedAt ? from.joinedAt : into.joinedAt;
  await tx.member.update({
    where: { id: into.id },
    data: { tier, ordersCount: orders, spentMinor, lastOrderAt, joinedAt },
  });
  await tx.member.update({ where: { id: from.id }, data: { ordersCount: 0, spentMinor: 0 } });
  return {
    from: figuresOf(from),
    kept: { orders: keptOrders, minor: keptMinor },
    into: { ...figuresOf(into), joinedAt: into.joinedAt.toISOString() },
  };
}

const keptRow = z.object({ orders: z.int(), minor: z.number(), lastAt: z.date().nullable() });

/** Gives each account its own figures back, with what became of its orders meanwhile. */
export async function partFigures(
  tx: Db,
  { definition: { tiers } }: StoredProgramme,
  { from, into }: Both,
  { orders: moved, figures }: Moved,
): Promise<void> {
  const now = await readRow(
    keptRow,
    tx.$queryRaw`
      SELECT (count(*) FILTER (WHERE amount_minor > returned_minor))::int AS orders, coalesce(sum(amount_minor - returned_minor), 0)::float8 AS minor,
        max(placed_at) AS "lastAt"
      FROM sales_order WHERE id = ANY (${moved as number[]}::bigint[])`,
  );
  const orders = figures.from.orders + (now?.orders ?? 0) - figures.kept.orders;
  const spentMinor = figures.from.spentMinor + (now?.minor ?? 0) - figures.kept.minor;
  const rank = (code: string) => tiers.findIndex((tier) => tier.code === code);
  const better = (one: string, other: string) => (rank(one) > rank(other) ? one : other);
  const own = { orders: Math.max(0, into.orders - orders), spentMinor: Math.max(0, into.spentMinor - spentMinor) };
  await tx.member.update({
    where: { id: from.id },
    data: {
      ...{ status: 'ACTIVE', mergedInto: null, ordersCount: orders, spentMinor },
      tier: better(figures.from.tier, tierFor(tiers, { orders, spentMinor }).code),
    },
  });
  const last = await readRow(
    lastRow,
    tx.$queryRaw`SELECT max(placed_at) AS at FROM sales_order WHERE member_id = ${into.id}`,
  );
  await tx.member.update({
    where: { id: into.id },
    data: {
      ...{ ordersCount: own.orders, spentMinor: own.spentMinor, joinedAt: new Date(figures.into.joinedAt) },
      lastOrderAt: last?.at ?? (figures.into.lastOrderAt === null ? null : new Date(figures.into.lastOrderAt)),
      tier: better(figures.into.tier, tierFor(tiers, own).code),
    },
  });
}

const lastRow = z.object({ at: z.date().nullable() });

/** Makes the profile what it was before; false when something has been said of it since. */
export async function partProfiles(tx: Db, { into }: Pick<Both, 'into'>, { fields, profile }: Moved): Promise<boolean> {
  if (fields.length === 0) return true;
  const changed = await tx.memberProfile.count({
    where: { memberId: into.id, updatedAt: { gt: new Date(profile.unitedAt) } },
  });
  if (changed > 0) return false;
  const before = JSON.stringify(profile.before);
  await tx.$executeRaw`DELETE FROM member_profile WHERE member_id = ${into.id}`;
  await tx.$executeRaw`
    INSERT INTO member_profile SELECT r.* FROM jsonb_populate_record(null::member_profile, ${before}::jsonb -> 'profile') r
    WHERE r.member_id IS NOT NULL`;
  await tx.$executeRaw`
    UPDATE member m SET zone = b.zone, locale = b.locale, tags = b.tags, profile_completed_at = b."profileCompletedAt"
    FROM jsonb_to_record(${before}::jsonb) b (zone text, locale text, tags text[], "profileCompletedAt" timestamptz)
    WHERE m.id = ${into.id}`;
  return true;
}
