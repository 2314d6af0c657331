import type { Database, Db } from '../../platform/database.ts';
import { inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { JsonObject } from '../../values/json.ts';
import type { EventAnswer } from '../intake/answers.ts';
import { ingestEvents, ingestIn } from '../intake/ingest.ts';
import { requireMemberId } from './find.ts';

interface SaveDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

/** A profile as it is sent: its own fields, and the shop's under `attributes`. */
export interface ProfileInput {
  readonly attributes?: JsonObject | undefined;
  readonly [field: string]: unknown;
}

export interface NewMember {
  /** The shop's id. */
  readonly id: string;
  /** Now, when absent. */
  readonly joinedAt?: Date;
  readonly profile: ProfileInput;
}

/** The event of a member that was made by a call of its own. */
const joinedEventId = (memberId: string) => `joined:${memberId}`;

/**
 * Makes a member, by the event `member.joined`. The same one again changes nothing (`created` is false); an id that somebody has
 * who joined with other content, or by an event of the shop's own, is refused.
 */
export async function createMember(
  deps: SaveDeps,
  programmeId: number,
  { id, joinedAt, profile }: NewMember,
): Promise<{ readonly created: boolean }> {
  const eventId = joinedEventId(id);
  const before = await deps.database.member.count({ where: { programmeId, externalId: id } });
  if (before > 0 && (await deps.database.event.count({ where: { programmeId, eventId } })) === 0)
    throw memberExists(id);
  const [answer] = await ingestEvents(deps, programmeId, [
    {
      id: eventId,
      type: 'member.joined',
      memberId: id,
      ...(joinedAt === undefined ? {} : { occurredAt: joinedAt }),
      data: dataOf(profile),
    },
  ]);
  if (answer?.kind === 'refused' && answer.code === 'EVENT_CONFLICT') throw memberExists(id);
  return { created: takenAs(answer, id) === 'accepted' };
}

/** Changes what is given of a profile, by the event `member.updated`; null clears. `isAsRead` may refuse, under the member's lock. */
export async function updateMember(
  deps: SaveDeps,
  programmeId: number,
  { id, eventId, profile }: { readonly id: string; readonly eventId: string; readonly profile: ProfileInput },
  isAsRead: (tx: Db) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await inTransaction(deps.database, async (tx) => {
    const row = await requireMemberId(tx, programmeId, id);
    await tx.$executeRaw`SELECT 1 FROM member WHERE id = ${row} FOR UPDATE`;
    await isAsRead(tx);
    const [answer] = await ingestIn(tx, deps, programmeId, [
      { id: eventId, type: 'member.updated', memberId: id, data: dataOf(profile) },
    ]);
    takenAs(answer, id);
  });
}

function takenAs(answer: EventAnswer | undefined, memberId: string): 'accepted' | 'duplicate' {
  if (answer?.kind === 'accepted' || answer?.kind === 'duplicate') return answer.kind;
  if (answer?.kind !== 'refused') throw new Error(`The profile of ${memberId} was not decided on.`);
  const field = answer.field.replace(/^data\./, '');
  throw new PerennialError(answer.code, `${field} ${answer.message}`, { field, fix: answer.fix });
}

/** Fields of the shop's own stand beside the others in an event. */
function dataOf({ attributes = {}, ...profile }: ProfileInput): JsonObject {
  const given = Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined));
  return { ...attributes, ...given } as JsonObject;
}

const memberExists = (id: string) =>
  new PerennialError('MEMBER_EXISTS', `There is a member "${id}", who joined otherwise.`, {
    field: 'id',
    conflictsWith: id,
    fix: 'Change the profile with PATCH, or take another id.',
  });
