import { parseLocalDay } from '../../../values/calendar.ts';
import type { JsonObject, JsonValue } from '../../../values/json.ts';
import { type DecisionContext, emptyProfile, type PlannedEvent, type Profile, type Standing } from './context.ts';
import type { Fact, ProfileChange } from './facts.ts';

type Change = Extract<Fact, { change: ProfileChange }>;

/**
 * Changes a profile, and notices when it has every field the programme asks for. The event keeps the names of the fields
 * that were sent, not what is in them: personal data has one place, where it can be erased.
 */
export function changeProfile(
  context: DecisionContext,
  fact: Change,
  member: Standing,
): Pick<PlannedEvent, 'data' | 'result'> {
  const { change, at } = fact;
  const profile = merge(member.profile ?? emptyProfile, change);
  member.profile = profile;
  member.birthMonth = profile.birthday === null ? null : (parseLocalDay(profile.birthday)?.month ?? null);
  const complete = context.programme.profileFields.every((field) => isFilled(fieldOf(profile, field)));
  const becameComplete = complete && member.profileCompletedAt === null;
  if (becameComplete) member.profileCompletedAt = at.getTime();
  context.plan.profiles.push({ member, change, at });
  context.plan.changed.add(member);

  const { attributes = {}, consent, tags, ...fields } = change;
  const names = [...Object.keys(fields), ...Object.keys(attributes), ...(tags ? ['tags'] : [])];
  const data: JsonObject = {
    ...Object.fromEntries(names.map((name) => [name, true])),
    ...(consent ? { consent: { ...consent } } : {}),
    ...(becameComplete ? { profileComplete: true } : {}),
  };
  return { data, result: becameComplete ? { profileComplete: true } : {} };
}

function merge(
  profile: Profile,
  { attributes, consent: _, deviceId: _device, ip: _ip, referralCode: _code, ...fields }: ProfileChange,
): Profile {
  return { ...profile, ...fields, attributes: { ...profile.attributes, ...attributes } };
}

function fieldOf(profile: Profile, field: string): JsonValue | undefined {
  if (field === 'email' || field === 'phone' || field === 'name' || field === 'birthday') return profile[field];
  return profile.attributes[field];
}

function isFilled(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
