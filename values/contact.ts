/** What a person is recognised by, whatever account they use. */
export type IdentityKind = 'email' | 'phone' | 'device';

/** Mailbox providers that ignore dots in the name. */
const dotlessDomains = new Set(['gmail.com', 'googlemail.com']);

/** True for text that can be an e-mail address: one @, a domain with a dot, no spaces. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/.test(text);
}

/** The same mailbox always in the same words: lower case, without a +tag, without dots where they mean nothing. */
export function normaliseEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const name = email.slice(0, at).trim().toLowerCase().split('+', 1)[0] ?? '';
  const domain = email
    .slice(at + 1)
    .trim()
    .toLowerCase();
  if (!dotlessDomains.has(domain)) return `${name}@${domain}`;
  return `${name.replaceAll('.', '')}@gmail.com`;
}

/** True for text that can be a phone number with its country: + or 00 and 7 to 15 digits. */
export function isPhone(text: string): boolean {
  return /^\+\d{7,15}$/.test(normalisePhone(text));
}

/** Digits behind a plus, without the blanks, dashes and brackets people write, nor the "(0)" of a national number. */
export function normalisePhone(phone: string): string {
  return phone
    .replace('(0)', '')
    .replace(/[\s().\-/]/g, '')
    .replace(/^00/, '+');
}

/** Addresses are compared in this form: in suppressions, and for one benefit a person. */
export const normalAddress = (address: string): string => address.trim().toLowerCase();
