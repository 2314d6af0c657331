import type { Fields } from '../../../conditions/catalogue.ts';

/** Event types that the product knows by itself, with what their data holds. */
export const knownEvents: Readonly<Record<string, Fields>> = {
  'member.joined': {},
  'member.updated': { profileComplete: 'flag', email: 'flag', phone: 'flag', name: 'flag', birthday: 'flag' },
  'member.activated': {},
  'member.unsubscribed': { channel: 'text' },
  'order.placed': {
    orderId: 'text',
    amount: 'money',
    currency: 'text',
    points: 'number',
    first: 'flag',
    coupon: 'text',
  },
  'order.amended': { orderId: 'text', amount: 'money', currency: 'text', points: 'number' },
  'order.returned': { orderId: 'text', amount: 'money' },
  'order.cancelled': { orderId: 'text' },
  'checkin.done': { businessDay: 'date', points: 'number', streak: 'number' },
  'checkin.repaired': { businessDay: 'date', streak: 'number' },
  'share.opened': { page: 'text' },
  'segment.entered': { segment: 'text' },
  'segment.left': { segment: 'text' },
  'message.sent': { template: 'text', campaign: 'text' },
  'message.opened': { template: 'text', campaign: 'text' },
  'message.clicked': { template: 'text', campaign: 'text' },
  'message.bounced': { channel: 'text', reason: 'text', template: 'text', campaign: 'text' },
  'message.complained': { channel: 'text', reason: 'text' },
};
