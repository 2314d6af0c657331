import { checkoutEndpoints } from './checkout/endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { eventEndpoints } from './events/endpoints.ts';
import { keyEndpoints } from './keys/endpoints.ts';
import { meEndpoints } from './me/endpoints.ts';
import { memberEndpoints } from './members/endpoints.ts';
import { membershipEndpoints } from './members/moves.ts';
import { orderEndpoints } from './orders/endpoints.ts';
import { pointEndpoints } from './points/endpoints.ts';

/** Every route of `/v1`, in the order of the document. */
export const endpoints: readonly Endpoint[] = [
  ...eventEndpoints,
  ...orderEndpoints,
  ...checkoutEndpoints,
  ...memberEndpoints,
  ...membershipEndpoints,
  ...pointEndpoints,
  ...keyEndpoints,
  ...meEndpoints,
];
