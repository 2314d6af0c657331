import { connectionEndpoints } from './connect/connections.ts';
import { channelWebhookEndpoints } from './connect/channel-webhooks.ts';
import { mailWebhookEndpoints } from './connect/mail-webhooks.ts';
import { webhookEndpoints as shopWebhookEndpoints } from './connect/webhooks.ts';
import { checkoutEndpoints } from './checkout/endpoints.ts';
import { campaignEdits } from './campaigns/edits.ts';
import { campaignEndpoints } from './campaigns/endpoints.ts';
import { campaignEntering } from './campaigns/entering.ts';
import { campaignFlowEndpoints } from './campaigns/flow.ts';
import { campaignLooks } from './campaigns/looks.ts';
import { campaignLife } from './campaigns/life.ts';
import { campaignMoves } from './campaigns/moves.ts';
import { playbookEndpoints } from './campaigns/playbooks.ts';
import { adjustmentEndpoints } from './adjustments/endpoints.ts';
import { auditEndpoints } from './audit/endpoints.ts';
import { couponEndpoints } from './coupons/endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { enrolmentEndpoints } from './enrolments/endpoints.ts';
import { exportEndpoints } from './exports/endpoints.ts';
import { eventEndpoints } from './events/endpoints.ts';
import { healthEndpoints } from './health/endpoints.ts';
import { importEndpoints } from './imports/endpoints.ts';
import { keyEndpoints } from './keys/endpoints.ts';
import { ledgerEndpoints } from './ledger/endpoints.ts';
import { meEndpoints } from './me/endpoints.ts';
import { erasureEndpoints } from './erasures/endpoints.ts';
import { mergeEndpoints } from './merges/endpoints.ts';
import { memberEndpoints } from './members/endpoints.ts';
import { membershipEndpoints } from './members/moves.ts';
import { messageEndpoints } from './messages/endpoints.ts';
import { suppressionEndpoints } from './messages/suppressions.ts';
import { orderEndpoints } from './orders/endpoints.ts';
import { pointEndpoints } from './points/endpoints.ts';
import { deliveryEndpoints } from './webhooks/deliveries.ts';
import { webhookEndpoints } from './webhooks/endpoints.ts';
import { notificationEndpoints } from './webhooks/notifications.ts';
import { programmeEndpoints } from './programme/endpoints.ts';
import { overviewEndpoints } from './overview/endpoints.ts';
import { reversalEndpoints } from './reversals/endpoints.ts';
import { timelineEndpoints } from './members/timeline.ts';
import { totalsEndpoints } from './members/totals.ts';
import { referralEndpoints } from './referrals/endpoints.ts';
import { reviewEndpoints } from './reviews/endpoints.ts';
import { segmentEndpoints } from './segments/endpoints.ts';
import { segmentLooks } from './segments/looks.ts';

/** Every route of `/v1`, in the order of the document. */
export const endpoints: readonly Endpoint[] = [
  ...eventEndpoints,
  ...orderEndpoints,
  ...checkoutEndpoints,
  ...memberEndpoints,
  ...membershipEndpoints,
  ...mergeEndpoints,
  ...erasureEndpoints,
  ...timelineEndpoints,
  ...totalsEndpoints,
  ...pointEndpoints,
  ...webhookEndpoints,
  ...notificationEndpoints,
  ...deliveryEndpoints,
  ...segmentEndpoints,
  ...segmentLooks,
  ...campaignEndpoints,
  ...campaignMoves,
  ...campaignLife,
  ...campaignEdits,
  ...campaignEntering,
  ...campaignLooks,
  ...playbookEndpoints,
  ...campaignFlowEndpoints,
  ...enrolmentEndpoints,
  ...messageEndpoints,
  ...suppressionEndpoints,
  ...programmeEndpoints,
  ...overviewEndpoints,
  ...ledgerEndpoints,
  ...adjustmentEndpoints,
  ...reversalEndpoints,
  ...couponEndpoints,
  ...referralEndpoints,
  ...reviewEndpoints,
  ...importEndpoints,
  ...exportEndpoints,
  ...keyEndpoints,
  ...auditEndpoints,
  ...healthEndpoints,
  ...meEndpoints,
  ...connectionEndpoints,
  ...shopWebhookEndpoints,
  ...mailWebhookEndpoints,
  ...channelWebhookEndpoints,
];
