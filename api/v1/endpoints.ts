import { adjustmentEndpoints } from './adjustments/endpoints.ts';
import { auditEndpoints } from './audit/endpoints.ts';
import { couponEndpoints } from './coupons/endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { eventEndpoints } from './events/endpoints.ts';
import { healthEndpoints } from './health/endpoints.ts';
import { keyEndpoints } from './keys/endpoints.ts';
import { ledgerEndpoints } from './ledger/endpoints.ts';
import { meEndpoints } from './me/endpoints.ts';
import { memberEndpoints } from './members/endpoints.ts';
import { membershipEndpoints } from './members/moves.ts';
import { timelineEndpoints } from './members/timeline.ts';
import { orderEndpoints } from './orders/endpoints.ts';
import { pointEndpoints } from './points/endpoints.ts';
import { referralEndpoints } from './referrals/endpoints.ts';
import { reviewEndpoints } from './reviews/endpoints.ts';

/** Every route of `/v1`, in the order of the document. */
export const endpoints: readonly Endpoint[] = [
  ...eventEndpoints,
  ...orderEndpoints,
  ...memberEndpoints,
  ...membershipEndpoints,
  ...timelineEndpoints,
  ...pointEndpoints,
  ...ledgerEndpoints,
  ...adjustmentEndpoints,
  ...couponEndpoints,
  ...referralEndpoints,
  ...reviewEndpoints,
  ...keyEndpoints,
  ...auditEndpoints,
  ...healthEndpoints,
  ...meEndpoints,
];
