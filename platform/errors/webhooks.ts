import { conflict, invalid, notFound } from './kinds.ts';

/** Codes of webhooks: where the product tells and asks systems of the shop. */
export const webhooks = {
  ENDPOINT_NOT_FOUND: notFound(
    'The programme has no such endpoint for webhooks.',
    'Correct its id; `perennial webhook list` shows all.',
  ),
  ENDPOINT_LIMIT: conflict('The programme has as many endpoints as it may have.', 'Remove one that is not needed.'),
  NOTIFICATION_NOT_FOUND: notFound(
    'There is no such notification, or it is no longer kept.',
    'Correct its id; notifications are kept for 30 days.',
  ),
  DELIVERY_NOT_FOUND: notFound(
    'There is no such delivery of a notification.',
    'Correct its id; `perennial webhook deliveries` shows the latest.',
  ),
  DELIVERY_STATUS: conflict('The notification has arrived.', 'Send it once more with a replay.'),
  URL_NOT_ALLOWED: invalid(
    'Nothing is sent to this URL: it is not https, or leads to a private network.',
    'Give a URL that starts with https:// and whose host is reached over the internet.',
  ),
};
