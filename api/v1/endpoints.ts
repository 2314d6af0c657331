import { checkoutEndpoints } from './checkout/endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { keyEndpoints } from './keys/endpoints.ts';

/** Every route of `/v1`, in the order of the document. */
export const endpoints: readonly Endpoint[] = [...checkoutEndpoints, ...keyEndpoints];
