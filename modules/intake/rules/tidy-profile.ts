import { isZone } from '../../../values/calendar.ts';
import type { JsonValue } from '../../../values/json.ts';

/** The fields of a profile that the product knows by name, and why one is left out that it can't use. */
const leftOutBecause = {
  email: 'it is not an e-mail address',
  phone: 'it is not a phone number with its country',
  wechatOpenId: 'it is not an OpenID of WeChat: at most 128 letters, digits, dashes and underscores',
  pushToken: 'a token is at most 1,000 characters without blanks',
  name: 'a name is one line of at most 100 characters',
  birthday: 'it is not a date such as 1990-05-17',
  zone: 'it is not a time zone such as Europe/London',
  locale: 'it is not a language such as en or zh-CN',
  tags: 'tags are a list of at most 50 texts of at most 60 characters',
  consent: 'it says nothing that is clear',
  deviceId: 'it is not text of at most 200 characters',
  ip: 'it is not an IP address',
  referralCode: 'it is not the code of a member',
} as const satisfies Readonly<Record<string, string>>;

export type FieldName = keyof typeof leftOutBecause;

/** What is said of a field that is left out; what was in it is not. */
export const leftOut = (name: FieldName): string => `${name} was left out: ${leftOutBecause[name]}`;

/** The same of a field of the shop's own. */
export const ownLeftOut = (name: string): string =>
  `${name} was left out: a field of your own is text of at most 500 characters, a number, true or false`;

export function isProfileField(name: string): name is FieldName {
  return Object.hasOwn(leftOutBecause, name);
}

/** A field as it comes from a form or another system, in the form the product keeps; what is not clear stays as it is. */
export function tidied(name: FieldName, value: JsonValue): JsonValue {
  if (name === 'tags') return Array.isArray(value) ? value.flatMap(usableTag) : (value ?? []);
  if (name === 'consent') return value;
  if (name === 'referralCode' && typeof value === 'number') return String(value);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return null;
  return tidyText[name]?.(text) ?? text;
}

const tidyText: { readonly [Name in FieldName]?: (text: string) => string } = {
  // A line break between a first and a last name is a blank.
  name: (text) => text.replaceAll(/\p{Cc}+/gu, ' '),
  birthday: tidyDay,
  zone: tidyZone,
  locale: tidyLocale,
};

function usableTag(tag: JsonValue): string[] {
  return typeof tag === 'string' && tag.trim() !== '' ? [tag.trim()] : typeof tag === 'number' ? [String(tag)] : [];
}

/** Year, month and day in this order are clear, whatever stands between them; a time of day behind them is no part of a birthday. */
function tidyDay(text: string): string {
  const found = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ].*)?$/.exec(text);
  return found ? `${found[1]}-${found[3]}-${found[4]}` : text;
}

/** Names in their own letters; whole hours from UTC are zones of their own (`Etc/GMT-2` is two hours ahead). */
function tidyZone(text: string): string {
  if (/^(utc|gmt|z|etc\/utc|etc\/gmt)$/i.test(text)) return 'UTC';
  const offset = /^(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?00)?$/i.exec(text);
  if (offset) {
    const hours = Number(offset[2]);
    return hours === 0 ? 'UTC' : `Etc/GMT${offset[1] === '+' ? '-' : '+'}${hours}`;
  }
  if (!isZone(text)) return text;
  const named = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  return named.toLowerCase() === text.toLowerCase() ? named : text;
}

/** `en_US.UTF-8` is `en-US`: a language, a script and a country in their own letters, without what comes behind. */
function tidyLocale(text: string): string {
  const found = /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}))?(?:[-_.@].*)?$/i.exec(text);
  if (!found) return text;
  const [, language = '', script, country] = found;
  const parts = [
    language.toLowerCase(),
    ...(script === undefined ? [] : [`${script.charAt(0).toUpperCase()}${script.slice(1).toLowerCase()}`]),
    ...(country === undefined ? [] : [country.toUpperCase()]),
  ];
  return parts.join('-');
}
