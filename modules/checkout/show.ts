import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { loadRedemption, readRedemptions } from './rows.ts';
import type { CheckoutDeps } from './posted.ts';
import { type RedemptionView, viewOf, viewsOf } from './view.ts';

/** One redemption; throws REDEMPTION_NOT_FOUND. */
export async function showRedemption(
  { database, clock }: CheckoutDeps,
  programmeId: number,
  redemptionId: string,
): Promise<RedemptionView> {
  const programme = await loadProgramme(database, programmeId);
  return viewOf(database, programme, await loadRedemption(database, programmeId, redemptionId), clock.now());
}

/** Redemptions by their ids, such as the answers to events name them; an id that names none is left out. */
export async function showRedemptions(
  db: Db,
  programme: Pick<StoredProgramme, 'id' | 'definition'>,
  { ids, now }: { readonly ids: readonly string[]; readonly now: Date },
): Promise<Map<string, RedemptionView>> {
  if (ids.length === 0) return new Map();
  const where = Prisma.sql`r.public_id = ANY (${[...new Set(ids)]}::text[])`;
  const found = await readRedemptions(db, programme.id, { where, limit: ids.length });
  return new Map((await viewsOf(db, programme, found, now)).map((view) => [view.id, view]));
}
