import type { JsonObject, JsonValue } from '../../../values/json.ts';
import { normalAddress, normalisePhone } from '../../../values/contact.ts';
import { without } from '../../../values/without.ts';
import type { ProfileChange } from './facts.ts';
import { happenedLater } from './later.ts';

/** A profile, and when each part of it was said: what comes late changes only what nothing newer has spoken of. */
export interface Profile {
  readonly email: string | null;
  readonly phone: string | null;
  /** What WeChat calls the member in the shop's own account. */
  readonly wechatOpenId: string | null;
  /** Where the shop's app is, for the provider of its push messages. */
  readonly pushToken: string | null;
  readonly name: string | null;
  readonly birthday: string | null;
  readonly zone: string | null;
  readonly locale: string | null;
  readonly tags: readonly string[];
  readonly attributes: JsonObject;
  readonly times: FieldTimes;
  /** The addresses that events have named, by time. */
  readonly mailboxes: readonly NamedMailbox[];
  /** When the present address took the place of another one; null when it is the first. */
  readonly emailSince: number | null;
  /** The same of numbers. */
  readonly phones: readonly NamedMailbox[];
  readonly phoneSince: number | null;
  /** The time of the newest event of the profile; null when there was none. */
  readonly updatedAt: number | null;
}

/** By field or attribute: when it was last said, by which event, and since when it has been filled at least once. */
export type FieldTimes = Readonly<Record<string, FieldTime>>;
export type FieldTime = readonly [at: number, eventId: string, filledAt: number | null];

export type NamedMailbox = readonly [at: number, eventId: string, address: string];

export const emptyProfile: Profile = {
  email: null,
  phone: null,
  wechatOpenId: null,
  pushToken: null,
  name: null,
  birthday: null,
  zone: null,
  locale: null,
  tags: [],
  attributes: {},
  times: {},
  mailboxes: [],
  emailSince: null,
  phones: [],
  phoneSince: null,
  updatedAt: null,
};

/** Who says it, and when. */
interface Saying {
  readonly id: string;
  readonly at: Date;
}

/** Addresses of a member that are remembered; a shop that tells all it knows every night names one over and over. */
const mailboxesMax = 20;

/**
 * The profile once an event has spoken: of each field the latest word counts, clearing included, and of two at one instant
 * that of the later id. It is the same profile in whatever order events come.
 */
export function mergeChange(profile: Profile, change: ProfileChange, { id, at }: Saying): Profile {
  const times = new Map(Object.entries(profile.times));
  const isNews = ([field, value]: [string, JsonValue | readonly string[] | undefined]) => {
    const before = times.get(field);
    const newer = before === undefined || isLater([at.getTime(), id], before);
    const said = newer ? ([at.getTime(), id] as const) : ([before[0], before[1]] as const);
    times.set(field, [...said, earliest(before?.[2], isFilled(value) ? at.getTime() : null)]);
    return newer;
  };
  const attributes = {
    ...profile.attributes,
    ...Object.fromEntries(Object.entries(change.attributes ?? {}).filter(isNews)),
  };
  const merged = { ...profile, ...Object.fromEntries(Object.entries(fieldsOf(change)).filter(isNews)) };
  const mailboxes = change.email
    ? remember(profile.mailboxes, [at.getTime(), id, normalAddress(change.email)])
    : profile.mailboxes;
  const phones = change.phone
    ? remember(profile.phones, [at.getTime(), id, normalisePhone(change.phone)])
    : profile.phones;
  return {
    ...merged,
    attributes,
    times: Object.fromEntries(times),
    mailboxes,
    emailSince: sinceOf(mailboxes),
    phones,
    phoneSince: sinceOf(phones),
    updatedAt: Math.max(profile.updatedAt ?? -Infinity, at.getTime()),
  };
}

/** What of a change is a field of the profile. */
function fieldsOf(change: ProfileChange) {
  return without(change, 'attributes', 'consent', 'consentSaid', 'deviceId', 'ip', 'referralCode');
}

/** When each of these fields had been given once; null while one never was. */
export function completedAt(profile: Profile, fields: readonly string[]): number | null {
  const filled = fields.map((field) => profile.times[field]?.[2] ?? null);
  return filled.reduce((latest, at) => (latest === null || at === null ? null : Math.max(latest, at)), -Infinity);
}

/** A profile from before times were kept: what it has counts as said when it last changed, and its address as its only one. */
export function datedFromBefore(
  profile: Omit<Profile, 'times' | 'mailboxes' | 'emailSince' | 'phones' | 'phoneSince'>,
): Profile {
  const { updatedAt, attributes, email } = profile;
  const at = updatedAt ?? 0;
  const { phone, name, birthday, zone, locale, tags } = profile;
  const known = { ...attributes, email, phone, name, birthday, zone, locale, tags };
  const filled = Object.entries(known).filter(([, value]) => isFilled(value));
  // Named twice: it may have been the address for long, and it is the one of that time.
  const mailboxes = (address: string): NamedMailbox[] => [
    [0, '', address],
    ...(at > 0 ? [[at, '', address] as const] : []),
  ];
  return {
    ...profile,
    times: Object.fromEntries(filled.map(([field]) => [field, [at, '', at] as const])),
    mailboxes: email === null ? [] : mailboxes(normalAddress(email)),
    emailSince: null,
    ...phonesFromBefore({ phone, updatedAt }),
  };
}

/** The only number of a profile in which numbers were not kept: named twice, as its address is. */
export function phonesFromBefore({
  phone,
  updatedAt,
}: Pick<Profile, 'phone' | 'updatedAt'>): Pick<Profile, 'phones' | 'phoneSince'> {
  if (phone === null) return { phones: [], phoneSince: null };
  const [at, number] = [updatedAt ?? 0, normalisePhone(phone)];
  return { phones: [[0, '', number], ...(at > 0 ? [[at, '', number] as const] : [])], phoneSince: null };
}

function isLater([at, id]: readonly [number, string], [otherAt, otherId]: FieldTime | NamedMailbox): boolean {
  return happenedLater({ at, id }, { at: otherAt, id: otherId });
}

function earliest(one: number | null | undefined, other: number | null): number | null {
  if (one === null || one === undefined) return other;
  return other === null ? one : Math.min(one, other);
}

function isFilled(value: JsonValue | readonly string[] | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** With another address that was named, in the order of their times. */
export function remember(known: readonly NamedMailbox[], named: NamedMailbox): readonly NamedMailbox[] {
  const all = [...known, named].sort((one, other) => (isLater([one[0], one[1]], other) ? 1 : -1));
  if (all.length <= mailboxesMax) return all;
  // Between the first and the last time that one was named in a row nothing is lost but where a late event would part them.
  const inside = (place: number) => all[place - 1]?.[2] === all[place]?.[2] && all[place + 1]?.[2] === all[place]?.[2];
  const dropped = all.findIndex((_, place) => inside(place));
  return all.filter((_, place) => place !== Math.max(0, dropped));
}

/** When the address that was named last was named first after another one. */
export function sinceOf(mailboxes: readonly NamedMailbox[]): number | null {
  const address = mailboxes.at(-1)?.[2];
  const other = mailboxes.findLastIndex((each) => each[2] !== address);
  return other < 0 ? null : (mailboxes[other + 1]?.[0] ?? null);
}
