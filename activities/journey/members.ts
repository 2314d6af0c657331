import { attributeTypeOf, type Catalogue, keyOf } from '../../conditions/catalogue.ts';
import { ingestIn } from '../../modules/intake/ingest.ts';
import type { EventInput } from '../../modules/intake/read-event.ts';
import { lockMembers, type StandingMember } from '../../modules/journeys/rows-changes.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { readKnown } from '../../modules/segments/catalogue.ts';
import type { Db } from '../../platform/database.ts';
import type { JsonObject, JsonValue } from '../../values/json.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { refused } from '../refused.ts';
import type { StepContext } from '../step-context.ts';
import type { JourneyRequest } from './performers.ts';

/** Tags of a member, at most: as many as `member.updated` takes. */
const tagsMax = 50;
const applied: Outcome = { kind: 'applied' };

/** What a step makes of a member: fields of `member.updated`, or why not; undefined where nothing changes. */
type Change = { readonly data: JsonObject } | { readonly refused: Outcome } | undefined;

export const tagMembers = (tx: Db, context: StepContext, requests: readonly JourneyRequest<'tag'>[]) =>
  changeMembers(tx, context, requests, ({ tags }, { tag }): Change => {
    if (tags.includes(tag)) return undefined;
    if (tags.length < tagsMax) return { data: { tags: [...tags, tag] } };
    return { refused: refused('EVENT_INVALID', `the member has ${tagsMax} tags, and no more are kept`) };
  });

export const untagMembers = (tx: Db, context: StepContext, requests: readonly JourneyRequest<'untag'>[]) =>
  changeMembers(tx, context, requests, ({ tags }, { tag }): Change =>
    tags.includes(tag) ? { data: { tags: tags.filter((one) => one !== tag) } } : undefined,
  );

/** Sets attributes: money, which files write in major units, is kept in minor ones. */
export async function setAttributes(
  tx: Db,
  context: StepContext,
  requests: readonly JourneyRequest<'set'>[],
): Promise<Outcome[]> {
  const { catalogue } = await readKnown(tx, await loadProgramme(tx, context.programmeId));
  return changeMembers(tx, context, requests, (member, { values }) => ({
    data: Object.fromEntries(
      Object.entries(resolved(values, member, catalogue)).map(([name, value = null]) => stored(name, value, catalogue)),
    ),
  }));
}

function stored(name: string, value: JsonValue, catalogue: Catalogue): [string, JsonValue] {
  const type = attributeTypeOf(catalogue, name);
  const isMoney = type === 'money' && typeof value === 'number';
  return [keyOf(name, type), isMoney ? Math.round(value * 10 ** catalogue.currencyDigits) : value];
}

/** Values with the fields of the member in their places, as they are now. */
export function resolved(values: JsonObject, member: StandingMember, catalogue: Catalogue): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const from = typeof value === 'object' && value !== null && 'from' in value ? value.from : undefined;
      return [name, typeof from === 'string' ? memberValue(from, member, catalogue) : value];
    }),
  );
}

const profileFields = ['zone', 'locale', 'name', 'email', 'phone', 'birthday', 'tier'] as const;

function memberValue(reference: string, member: StandingMember, catalogue: Catalogue): JsonValue {
  const field = reference.replace(/^member\./, '');
  const own = profileFields.find((one) => one === field);
  if (own !== undefined) return member[own];
  const type = attributeTypeOf(catalogue, field);
  const value = (member.attributes?.[keyOf(field, type)] ?? null) as JsonValue;
  return type === 'money' && typeof value === 'number' ? value / 10 ** catalogue.currencyDigits : value;
}

/**
 * Changes members as an event `member.updated` of the step's own does, in the same transaction: segments, campaigns and the timeline
 * hear of it, and of each field the latest word counts.
 */
async function changeMembers<Request extends JourneyRequest<'tag' | 'untag' | 'set'>>(
  tx: Db,
  { programmeId, now }: StepContext,
  requests: readonly Request[],
  changeOf: (member: StandingMember, step: Request['step']) => Change,
): Promise<Outcome[]> {
  const standing = new Map(
    await lockMembers(
      tx,
      programmeId,
      requests.map(({ memberId }) => memberId),
    ),
  );
  const outcomes = requests.map((): Outcome => applied);
  const events: { readonly place: number; readonly event: EventInput }[] = [];
  requests.forEach(({ key, memberId, step }, place) => {
    const member = standing.get(memberId);
    const change = member && changeOf(member, step);
    if (member === undefined) outcomes[place] = refused('MEMBER_NOT_FOUND', 'no such member');
    else if (change !== undefined && 'refused' in change) outcomes[place] = change.refused;
    if (member === undefined || change === undefined || 'refused' in change) return;
    const at = saidAt(member, change.data, now.getTime());
    standing.set(memberId, changed(member, change.data, at));
    const occurredAt = new Date(at).toISOString();
    const { externalId } = member;
    events.push({
      place,
      event: { id: `step:${key}`, type: 'member.updated', memberId: externalId, occurredAt, data: change.data },
    });
  });
  const answers = await ingestIn(
    tx,
    { clock: { now: () => now } },
    programmeId,
    events.map(({ event }) => event),
  );
  events.forEach(({ place }, index) => {
    const answer = answers[index];
    if (answer?.kind === 'refused') outcomes[place] = refused(answer.code, `${answer.field} ${answer.message}`);
  });
  return outcomes;
}

/** Now, or right behind what was said last: of two words of one instant the order of the steps counts. */
function saidAt({ fieldTimes }: StandingMember, data: JsonObject, now: number): number {
  const before = Object.keys(data).flatMap((field) => fieldTimes?.[field]?.[0] ?? []);
  return Math.max(now, ...before.map((at) => at + 1));
}

/** The member as the next step of the page finds one. */
function changed(member: StandingMember, data: JsonObject, at: number): StandingMember {
  const { tags = member.tags, ...attributes } = data;
  return {
    ...member,
    tags: tags as string[],
    attributes: { ...member.attributes, ...attributes },
    fieldTimes: { ...member.fieldTimes, ...Object.fromEntries(Object.keys(data).map((field) => [field, [at]])) },
  };
}
