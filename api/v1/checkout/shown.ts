import type { RedemptionView } from '../../../modules/checkout/view.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';

/** A redemption as the document has it: an order that is not known is left out. */
export function shownRedemption({ orderId, lots, ...redemption }: RedemptionView) {
  return {
    ...redemption,
    ...(orderId === null ? {} : { orderId }),
    lots: lots.map(({ lotId, ...move }) => ({ lotId: publicIdOf('lot', lotId), ...move })),
  };
}
