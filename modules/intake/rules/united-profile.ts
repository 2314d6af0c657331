import { type FieldTime, type NamedMailbox, type Profile, remember, sinceOf } from './dated-profile.ts';
import { happenedLater } from './later.ts';

const fields = [
  ...(['email', 'phone', 'wechatOpenId', 'pushToken', 'name', 'birthday', 'zone', 'locale', 'tags'] as const),
] as const;

/** The profiles of two accounts of one person as one: of each field the word that was said last, whichever account it was said of. */
export function uniteProfiles(own: Profile, other: Profile): Profile {
  const isOthers = (field: string) => isLater(other.times[field], own.times[field]);
  const said = fields.map((field) => [field, isOthers(field) ? other[field] : own[field]] as const);
  const names = new Set([...Object.keys(own.attributes), ...Object.keys(other.attributes)]);
  const attributes = [...names].flatMap((name) => {
    const value = (isOthers(name) ? other : own).attributes[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const timed = new Set([...Object.keys(own.times), ...Object.keys(other.times)]);
  const times = [...timed].map((field) => [field, timeOf(own.times[field], other.times[field])] as const);
  const mailboxes = other.mailboxes.reduce<readonly NamedMailbox[]>(remember, own.mailboxes);
  const phones = other.phones.reduce<readonly NamedMailbox[]>(remember, own.phones);
  return {
    ...own,
    ...Object.fromEntries(said),
    attributes: Object.fromEntries(attributes),
    times: Object.fromEntries(times),
    mailboxes,
    emailSince: sinceOf(mailboxes),
    phones,
    phoneSince: sinceOf(phones),
    updatedAt: Math.max(own.updatedAt ?? 0, other.updatedAt ?? 0),
  };
}

function isLater(one: FieldTime | undefined, other: FieldTime | undefined): boolean {
  if (one === undefined || other === undefined) return one !== undefined;
  return happenedLater({ at: one[0], id: one[1] }, { at: other[0], id: other[1] });
}

function timeOf(own: FieldTime | undefined, other: FieldTime | undefined): FieldTime {
  const last = isLater(other, own) ? other : own;
  const filled = [own?.[2], other?.[2]].filter((at): at is number => at !== null && at !== undefined);
  return [last?.[0] ?? 0, last?.[1] ?? '', filled.length === 0 ? null : Math.min(...filled)];
}
