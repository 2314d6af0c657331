import { isEmail, isPhone, normalAddress, normalisePhone } from '../../../values/contact.ts';
import type { Channel } from '../../programme/rules-message-limits.ts';

/**
 * An address of a channel in the form in which addresses are compared, as SQL's channel_address() writes it. Capital letters of a
 * token are others than small ones.
 */
export function canonicalAddress(channel: Channel, address: string): string {
  if (channel === 'email') return normalAddress(address);
  return channel === 'sms' ? normalisePhone(address.trim()) : address.trim();
}

/** Whether something can be sent there: one mailbox, one number, one token, and nothing else. */
export function isAddressOf(channel: Channel, address: string): boolean {
  if (channel === 'email') return isEmail(address);
  return channel === 'sms' ? isPhone(address) : /^[!-~]{1,1000}$/.test(address);
}
