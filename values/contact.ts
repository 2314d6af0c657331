import { withoutUnseen } from './unseen.ts';
import { utf8Bytes } from './utf8.ts';

/** What a person is recognised by, whatever account they use. */
export type IdentityKind = 'email' | 'phone' | 'device';

/** Mailbox providers that ignore dots in the name. */
const dotlessDomains = new Set(['gmail.com', 'googlemail.com']);

const addressBytesMax = 254;
const localBytesMax = 64;
const domainCharactersMax = 253;

/** A part before the @ as mail servers take it without quotes: words with single dots between. */
const localPart = /^[^\s\p{C}."(),:;<>@[\\\]]+(?:\.[^\s\p{C}."(),:;<>@[\\\]]+)*$/u;
/** Letters of any alphabet, but of ASCII only what domains are written with. */
const domainText = /^(?:[a-z\d._-]|[^\p{ASCII}\s])+$/iu;
/** A part of a domain in ASCII: no hyphen at its ends. Underscores are not allowed there, and are met. */
const domainLabel = /^[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?$/;
const topLevel = /^(?:xn--[a-z\d-]*[a-z\d]|[a-z][a-z\d]*[a-z\d])$/;

/**
 * An address as it is kept and written to: its domain in lower-case ASCII (punycode), nothing in it that nobody sees, and the part
 * before the @ as its owner spells it; undefined when it can't be an address. In lower case it is what addresses are compared by.
 */
export function readEmail(text: string): string | undefined {
  // Whoever writes with an Asian keyboard has a wide @ and wide dots.
  const plain = withoutUnseen(text).normalize('NFKC').trim();
  const at = plain.lastIndexOf('@');
  const written = plain.slice(0, at);
  // Mailboxes beyond ASCII have one spelling here, whatever PostgreSQL's locale takes for lower case.
  const local = isAscii(written) ? written : written.toLowerCase();
  const domain = at < 1 ? undefined : asciiDomain(plain.slice(at + 1));
  if (domain === undefined || !localPart.test(local) || utf8Bytes(local) > localBytesMax) return undefined;
  const address = `${local}@${domain}`;
  return utf8Bytes(address) <= addressBytesMax ? address : undefined;
}

/** True for text that can be an e-mail address: one mailbox and a domain with a dot. */
export function isEmail(text: string): boolean {
  return readEmail(text) !== undefined;
}

/** True for an address that only a mail server with SMTPUTF8 takes: letters beyond ASCII before the @. */
export function needsSmtpUtf8(address: string): boolean {
  return !isAscii(address);
}

/** The form in which addresses are compared: suppressions, consent, caps, reports. What can't be an address stays text. */
export function normalAddress(address: string): string {
  return (readEmail(address) ?? address.trim()).toLowerCase();
}

/** The same person always in the same words: the compared form, without a +tag, without dots where they mean nothing. */
export function normaliseEmail(email: string): string {
  const address = normalAddress(email);
  const at = address.lastIndexOf('@');
  const name = address.slice(0, at).split('+', 1)[0] ?? '';
  const domain = address.slice(at + 1);
  if (!dotlessDomains.has(domain)) return `${name}@${domain}`;
  return `${name.replaceAll('.', '')}@gmail.com`;
}

/** A domain as the mail system writes it, undefined when it can't be one. */
function asciiDomain(text: string): string | undefined {
  if (!domainText.test(text)) return undefined;
  const domain = isAscii(text) && !/xn--/i.test(text) ? text.toLowerCase() : hostOf(text);
  const labels = domain?.split('.') ?? [];
  const fits =
    labels.length > 1 && labels.every((label) => domainLabel.test(label)) && topLevel.test(labels.at(-1) ?? '');
  return fits && (domain ?? '').length <= domainCharactersMax ? domain : undefined;
}

/** By the rules for addresses on the web (UTS 46), which know every alphabet. */
function hostOf(domain: string): string | undefined {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return undefined;
  }
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/** True for text that can be a phone number with its country: + or 00 and 7 to 15 digits. */
export function isPhone(text: string): boolean {
  return /^\+\d{7,15}$/.test(normalisePhone(text));
}

/** Digits behind a plus, without the blanks, dashes and brackets people write, nor the "(0)" of a national number. */
export function normalisePhone(phone: string): string {
  return withoutUnseen(phone)
    .replace('(0)', '')
    .replace(/[\s().\-/]/g, '')
    .replace(/^00/, '+');
}
