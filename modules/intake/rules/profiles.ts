import { parseLocalDay } from '../../../values/calendar.ts';
import type { JsonObject } from '../../../values/json.ts';
import { without } from '../../../values/without.ts';
import type { DecisionContext, PlannedEvent, Standing } from './context.ts';
import { completedAt, emptyProfile, mergeChange } from './dated-profile.ts';
import type { Fact, ProfileChange } from './facts.ts';

type Change = Extract<Fact, { change: ProfileChange }>;

/**
 * Changes a profile, and notices when every field the programme asks for has been given. The event keeps the names of the fields
 * that were sent, not what is in them: personal data has one place, where it can be erased.
 */
export function changeProfile(
  context: DecisionContext,
  fact: Change,
  member: Standing,
): Pick<PlannedEvent, 'data' | 'result'> {
  const { change, at, id, type } = fact;
  const profile = mergeChange(member.profile ?? emptyProfile, change, { id, at });
  member.profile = profile;
  member.birthMonth = profile.birthday === null ? null : (parseLocalDay(profile.birthday)?.month ?? null);
  const before = member.profileCompletedAt;
  const { profileFields } = context.programme;
  const complete = profileFields.length === 0 ? at.getTime() : completedAt(profile, profileFields);
  const becameComplete = complete !== null && before === null;
  if (complete !== null) member.profileCompletedAt = before === null ? complete : Math.min(before, complete);
  context.plan.profiles.push({ member, change, at, joins: type === 'member.joined' });
  context.plan.changed.add(member);

  const { attributes = {}, consent, tags, ...fields } = without(change, 'consentSaid');
  const names = [...Object.keys(fields), ...Object.keys(attributes), ...(tags ? ['tags'] : [])];
  const data: JsonObject = {
    ...Object.fromEntries(names.map((name) => [name, true])),
    ...(consent ? { consent: { ...consent } } : {}),
    ...(becameComplete ? { profileComplete: true } : {}),
  };
  return { data, result: becameComplete ? { profileComplete: true } : {} };
}
