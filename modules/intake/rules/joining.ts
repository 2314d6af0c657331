import type { JsonObject } from '../../../values/json.ts';
import type { DecisionContext, PlannedEvent, Standing } from './context.ts';
import { noteLookalike } from './lookalikes.ts';
import { changeProfile } from './profiles.ts';
import { noteReferral } from './referrals.ts';
import { payTask } from './tasks.ts';
import type { Fact, ProfileChange } from './facts.ts';

type Draft = Pick<PlannedEvent, 'data' | 'result'>;
type Joined = Extract<Fact, { change: ProfileChange }>;

/** What intake itself says of a member's event: a shop's own field of that name says nothing. */
const ownMarks: readonly string[] = ['new', 'profileComplete', 'referred', 'referrerId', 'referralCode'];

/**
 * A member is new once. The event that makes one known says so (`new`), and is what campaigns and tasks that begin with joining
 * go by; whoever was known before is brought up to date, and nothing begins again.
 */
export function joinMember(
  context: DecisionContext,
  fact: Joined,
  member: Standing,
): Draft & Pick<PlannedEvent, 'earn'> {
  const isNew = !context.members.has(member.externalId);
  const updated = updateMember(context, fact, member);
  const draft = noteLookalike(context, member, noteReferral(context, fact, member, updated));
  if (isNew)
    return withNotes(payTask(context, fact, member, { ...draft, data: { ...draft.data, new: true } }), fact.notes);
  const { note } = draft.result;
  const isTold = typeof note === 'string' && note.startsWith(hadJoined);
  return withNotes(draft, [...(isTold ? [] : [knownBefore]), ...(fact.notes ?? [])]);
}

/** Brings a member's profile up to date. */
export function changeMember(
  context: DecisionContext,
  fact: Joined,
  member: Standing,
): Draft & Pick<PlannedEvent, 'earn'> {
  return withNotes(payTask(context, fact, member, updateMember(context, fact, member)), fact.notes);
}

const hadJoined = 'the member had joined before';
const knownBefore = 'the member had joined before: the profile was brought up to date';

/** With words on what was left out, behind what the result says already. */
function withNotes<Made extends Draft>(made: Made, notes: readonly string[] = []): Made {
  const { note } = made.result;
  if (notes.length === 0) return made;
  const words = [...(typeof note === 'string' ? [note] : []), ...notes];
  return { ...made, result: { ...made.result, note: words.join('; ') } };
}

const updateMember = (context: DecisionContext, fact: Joined, member: Standing) =>
  marked(changeProfile(context, fact, member));

/** A change of a profile, with the marks that intake gave it and no others of their name. */
function marked({ data, result }: Draft): Draft {
  const { consent, profileComplete } = data;
  const fields = Object.entries(data).filter(([name]) => !ownMarks.includes(name));
  const marks: JsonObject = {
    ...(consent === undefined ? {} : { consent }),
    ...(profileComplete === true && result.profileComplete === true ? { profileComplete } : {}),
  };
  return { data: { ...Object.fromEntries(fields), ...marks }, result };
}
