import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** A person's claim to something a person may have once. */
export interface Claim {
  readonly memberId: string;
  readonly benefit: string;
}

const claimRow: z.ZodType<Claim> = z.object({ memberId: z.string(), benefit: z.string() });

const claimKey = ({ memberId, benefit }: Claim) => `${memberId} ${benefit}`;

/**
 * Claims benefits for persons and says of each claim, in their order, whether it was the first. A person is whoever shares an
 * e-mail, phone or device with an account that has had the benefit, now or when it had it. Unique by (programme, benefit,
 * identity), so that of two accounts of one person at the same moment only one is first.
 */
export async function claimBenefits(
  tx: Db,
  programmeId: number,
  claims: readonly Claim[],
  now: Date,
): Promise<boolean[]> {
  if (claims.length === 0) return [];
  const rows = await readRows(
    claimRow,
    tx.$queryRaw`
      WITH claim AS (
        SELECT member_id, benefit, min(place) AS place
        FROM unnest(${claims.map((claim) => claim.memberId)}::bigint[], ${claims.map((claim) => claim.benefit)}::text[])
          WITH ORDINALITY c (member_id, benefit, place)
        GROUP BY member_id, benefit),
      known_as AS (
        SELECT c.*, i.identity FROM claim c CROSS JOIN LATERAL (
          SELECT 'member:' || c.member_id AS identity
          UNION ALL
          SELECT mi.kind || ':' || mi.hash FROM member_identity mi
          WHERE mi.member_id = c.member_id AND mi.programme_id = ${programmeId}::smallint) i),
      entitled AS (
        SELECT c.* FROM claim c WHERE NOT EXISTS (
          SELECT FROM member_identity mine
          JOIN member_identity other USING (programme_id, kind, hash)
          JOIN benefit_claim had ON had.member_id = other.member_id AND had.programme_id = other.programme_id
          WHERE mine.member_id = c.member_id AND mine.programme_id = ${programmeId}::smallint AND had.benefit = c.benefit)),
      first_in_call AS (
        SELECT DISTINCT ON (k.benefit, k.identity) k.* FROM known_as k JOIN entitled e USING (member_id, benefit)
        ORDER BY k.benefit, k.identity, k.place),
      taken AS (
        INSERT INTO benefit_claim (programme_id, benefit, identity, member_id, claimed_at)
        SELECT ${programmeId}::smallint, benefit, identity, member_id, ${now}::timestamptz FROM first_in_call
        ORDER BY benefit, identity
        ON CONFLICT (programme_id, benefit, identity) DO NOTHING
        RETURNING member_id, benefit)
      SELECT k.member_id::text AS "memberId", k.benefit
      FROM (SELECT member_id, benefit, count(*) AS identities FROM known_as GROUP BY member_id, benefit) k
      JOIN (SELECT member_id, benefit, count(*) AS identities FROM taken GROUP BY member_id, benefit) t
        USING (member_id, benefit, identities)`,
  );
  const first = new Set(rows.map(claimKey));
  // Two claims of one member in one call: the first has it.
  return claims.map((claim) => first.delete(claimKey(claim)));
}

/** Another account of the same person that has had a benefit. */
export interface EarlierClaim extends Claim {
  /** By what the two are one person: email, phone, device. */
  readonly kinds: readonly string[];
  /** The shop's id of the other member. */
  readonly other: string;
}

const earlierClaimRow: z.ZodType<EarlierClaim> = z.object({
  memberId: z.string(),
  benefit: z.string(),
  kinds: z.array(z.string()),
  other: z.string(),
});

/** Who has had these benefits already, of accounts that share an identity with the one that claims; one account a claim. */
export async function earlierClaims(tx: Db, programmeId: number, claims: readonly Claim[]): Promise<EarlierClaim[]> {
  if (claims.length === 0) return [];
  return readRows(
    earlierClaimRow,
    tx.$queryRaw`
      SELECT DISTINCT ON (c.member_id, c.benefit) c.member_id::text AS "memberId", c.benefit, s.kinds, m.external_id AS other
      FROM unnest(${claims.map((claim) => claim.memberId)}::bigint[], ${claims.map((claim) => claim.benefit)}::text[])
        c (member_id, benefit)
      CROSS JOIN LATERAL (
        SELECT other.member_id, array_agg(DISTINCT mine.kind ORDER BY mine.kind) AS kinds
        FROM member_identity mine
        JOIN member_identity other USING (programme_id, kind, hash)
        WHERE mine.member_id = c.member_id AND mine.programme_id = ${programmeId}::smallint AND other.member_id <> c.member_id
          AND EXISTS (SELECT FROM benefit_claim had WHERE had.member_id = other.member_id
            AND had.programme_id = other.programme_id AND had.benefit = c.benefit)
        GROUP BY other.member_id) s
      JOIN member m ON m.id = s.member_id
      ORDER BY c.member_id, c.benefit, s.member_id`,
  );
}

/** Gives claims back whose benefit could not be granted after all. */
export async function releaseBenefits(tx: Db, programmeId: number, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM benefit_claim b
    USING unnest(${claims.map((claim) => claim.memberId)}::bigint[], ${claims.map((claim) => claim.benefit)}::text[])
      c (member_id, benefit)
    WHERE b.programme_id = ${programmeId}::smallint AND b.member_id = c.member_id AND b.benefit = c.benefit`;
}
