import { expiresAt, expiryIn } from '../../programme/rules-expiry.ts';
import type { Programme } from '../../programme/rules.ts';

const dayMs = 86_400_000;

/** From when an order's points can be spent, and until when: by the life that points of this tier have. */
export function lotTermsOf(
  programme: Programme,
  { at, tier }: { readonly at: Date; readonly tier: string },
): { readonly availableAt: Date; readonly expiresAt: Date | null } {
  const { pendingDays, zone } = programme;
  const availableAt = pendingDays === 0 ? at : new Date(at.getTime() + pendingDays * dayMs);
  return { availableAt, expiresAt: expiresAt(expiryIn(programme, tier), availableAt, zone) };
}
