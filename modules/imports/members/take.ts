import type { Db } from '../../../platform/database.ts';
import { contentHash } from '../../../platform/canonical-json.ts';
import { readRows } from '../../../platform/rows.ts';
import { counted } from '../../../values/plural.ts';
import type { EventAnswer } from '../../intake/answers.ts';
import { isRefusal, readEvent } from '../../intake/read-event.ts';
import type { DecisionContext } from '../../intake/rules/context.ts';
import type { Fact, ProfileChange } from '../../intake/rules/facts.ts';
import type { Decided } from '../../intake/rules/parking.ts';
import { takeIn } from '../../intake/take-facts.ts';
import { earn } from '../../ledger/earn.ts';
import { expiresAt, expiryIn } from '../../programme/rules-expiry.ts';
import { higherTier } from '../../programme/rules-tiers.ts';
import type { StoredProgramme } from '../../programme/rows.ts';
import type { FileRow } from '../reading/file-row.ts';
import type { RowProblem } from '../row.ts';
import { memberFoundRow } from './counts.ts';
import type { MemberRow } from './row.ts';

/** A row that can be taken: what it tells, as an event. */
export interface MemberEntry {
  readonly row: FileRow;
  readonly member: MemberRow;
  readonly fact: Extract<Fact, { change: ProfileChange }>;
}

/** What became of an entry. */
export type MemberOutcome =
  | { readonly kind: 'taken'; readonly isNew: boolean; readonly points: number; readonly lapsed: number }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'rejected'; readonly problem: RowProblem };

interface DueLot {
  readonly points: number;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

/** What the lots of a member come to: those that can still be spent, and points whose end has passed. */
interface Opening {
  readonly due: readonly DueLot[];
  readonly lapsed: number;
}

/** The event that a row is: by the id of the member, so that the same row is the same event, in whatever file it stands. */
export function entryOf(
  row: FileRow,
  member: MemberRow,
  form: { currency: string; now: Date },
): MemberEntry | RowProblem {
  const { id, joinedAt, profile, consent, tier, lots } = member;
  const at = joinedAt === undefined ? {} : { occurredAt: new Date(joinedAt) };
  const read = readEvent({ id: `imported:${id}`, type: 'member.joined', memberId: id, ...at, data: profile }, form);
  if (isRefusal(read)) {
    const { field, message, fix, code } = read;
    return { field: field.replace(/^data\./, ''), value: '', reason: message, fix, code };
  }
  const fact = read as MemberEntry['fact'];
  const [note] = fact.notes ?? [];
  if (note !== undefined) {
    const field = note.split(' ')[0] ?? '';
    return { field, value: '', reason: note.replace(/^\S+ was left out: /, ''), fix: 'mend it, or leave it empty' };
  }
  // What is beside the profile is a part of the row, too.
  const rest = JSON.parse(JSON.stringify({ consent, tier, lots })) as Parameters<typeof contentHash>[0];
  const hashOf = (hash: string) => contentHash([hash, rest]);
  const { hashAt } = fact;
  const change =
    consent === undefined
      ? fact.change
      : { ...fact.change, consentSaid: { at: new Date(consent.at), source: consent.source } };
  return {
    row,
    member,
    fact: {
      ...fact,
      change,
      contentHash: hashOf(fact.contentHash),
      ...(hashAt === undefined ? {} : { hashAt: (told: Date) => hashOf(hashAt(told)) }),
    },
  };
}

/**
 * Takes members of a file in the transaction of `tx`: profile, consent, tier and points, each with its own times. Nobody enters a
 * campaign by it, and no task pays: they joined elsewhere, long ago.
 */
export async function takeMembers(
  tx: Db,
  deps: { readonly clock: { now(): Date } },
  { programme, importId }: { readonly programme: StoredProgramme; readonly importId: number },
  entries: readonly MemberEntry[],
): Promise<MemberOutcome[]> {
  const now = deps.clock.now();
  const openings: Opening[] = entries.map(() => ({ due: [], lapsed: 0 }));
  const news = new Set<string>();
  const untasked = { ...programme, definition: { ...programme.definition, tasks: [] } };
  const answers = await takeIn(
    tx,
    deps,
    untasked,
    entries.map(({ fact }) => fact),
    {
      enrols: false,
      complete: (context, verdicts) => {
        for (const { externalId } of context.plan.newMembers) news.add(externalId);
        for (const [place, entry] of entries.entries()) {
          const opening = completeMember(context, entry, verdicts[place], now);
          if (opening !== undefined) openings[place] = opening;
        }
      },
    },
  );
  const taken = entries.filter((_, place) => answers[place]?.kind === 'accepted');
  await writeTierFloors(tx, programme.id, taken);
  const refused = await postOpenings(tx, { programme, importId }, entries, openings);
  return answers.map((answer, place) => {
    const { due, lapsed } = openings[place] as Opening;
    const reason = refused.get(place);
    if (reason !== undefined) throw new OpeningRefused(place, reason);
    const { fact } = entries[place] as MemberEntry;
    if (answer.kind === 'duplicate') return { kind: 'duplicate' };
    if (answer.kind !== 'accepted') return { kind: 'rejected', problem: problemOf(fact, answer) };
    return {
      kind: 'taken',
      isNew: news.has(fact.memberId),
      points: due.reduce((sum, lot) => sum + lot.points, 0),
      lapsed,
    };
  });
}

/** The points of a row that the ledger would not take: nothing of its batch stands. */
export class OpeningRefused extends Error {
  readonly place: number;

  constructor(place: number, reason: string) {
    super(reason);
    this.place = place;
  }
}

/** Adds to what was decided of a member: the tier, and a word on points whose end has passed. */
function completeMember(
  { plan, programme, members }: DecisionContext,
  { member: { tier, lots, id } }: MemberEntry,
  verdict: Decided['verdicts'][number] | undefined,
  now: Date,
): Opening | undefined {
  const standing = members.get(id);
  if (verdict?.kind !== 'accepted' || standing === undefined) return undefined;
  if (tier !== undefined) {
    standing.tierFloor = tier;
    standing.tier = higherTier(programme.tiers, standing.tier, tier);
  }
  const policy = expiryIn(programme, standing.tier);
  const dated = lots.map(({ points, earnedAt, expiresAt: end }): DueLot => {
    const at = new Date(earnedAt);
    const until = end === undefined ? expiresAt(policy, at, programme.zone) : end === null ? null : new Date(end);
    return { points, at, expiresAt: until };
  });
  const due = dated.filter((lot) => lot.expiresAt === null || lot.expiresAt > now);
  const lapsed = dated.filter((lot) => !due.includes(lot)).reduce((sum, lot) => sum + lot.points, 0);
  const planned = plan.events[verdict.place];
  if (lapsed > 0 && planned !== undefined) {
    const note = `${counted(lapsed, 'point', 'points')} had expired before and ${lapsed === 1 ? 'was' : 'were'} not brought along`;
    plan.events[verdict.place] = { ...planned, result: { ...planned.result, note } };
  }
  return { due, lapsed };
}

async function writeTierFloors(tx: Db, programmeId: number, taken: readonly MemberEntry[]): Promise<void> {
  const tiers = taken.flatMap(({ member: { id, tier } }) => (tier === undefined ? [] : [{ id, tier }]));
  if (tiers.length === 0) return;
  await tx.$executeRaw`
    UPDATE member m SET tier_floor = t.tier
    FROM jsonb_to_recordset(${JSON.stringify(tiers)}::jsonb) t (id text, tier text)
    WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = t.id`;
}

/** Books the lots, each with its own dates; answers by place why the ledger refused one. */
async function postOpenings(
  tx: Db,
  { programme, importId }: { readonly programme: StoredProgramme; readonly importId: number },
  entries: readonly MemberEntry[],
  openings: readonly Opening[],
): Promise<Map<number, string>> {
  const refused = new Map<number, string>();
  const places = openings.flatMap(({ due }, place) => (due.length > 0 ? [place] : []));
  if (places.length === 0) return refused;
  const ids = places.map((place) => (entries[place] as MemberEntry).member.id);
  const found = await readRows(
    memberFoundRow,
    tx.$queryRaw`
      SELECT id, external_id AS "externalId" FROM member
      WHERE programme_id = ${programme.id}::smallint AND external_id = ANY (${ids}::text[])`,
  );
  const rowOf = new Map(found.map(({ id, externalId }) => [externalId, id]));
  const items = places.flatMap((place) => {
    const { member } = entries[place] as MemberEntry;
    const memberId = rowOf.get(member.id);
    if (memberId === undefined) throw new Error(`member ${member.id} was taken and is not there`);
    return (openings[place] as Opening).due.map((lot, number) => ({
      place,
      request: {
        ...{ programmeId: programme.id, memberId, key: `opening:${member.id}:${number + 1}`, at: lot.at },
        ...{ points: lot.points, expiresAt: lot.expiresAt, actor: 'import' },
        source: { type: 'import', id: String(importId) },
      },
    }));
  });
  const answers = await earn(
    tx,
    items.map(({ request }) => request),
  );
  for (const [index, answer] of answers.entries()) {
    if (!answer.ok) refused.set(items[index]?.place ?? 0, answer.message);
  }
  return refused;
}

function problemOf({ memberId }: Fact, answer: Exclude<EventAnswer, { kind: 'accepted' | 'duplicate' }>): RowProblem {
  if (answer.kind === 'parked') throw new Error(`the registration of ${memberId} was parked`);
  const { code, message, fix } = answer;
  if (code === 'EVENT_CONFLICT') {
    const reason = 'was imported before with other content, in this file or another';
    return {
      field: 'id',
      value: memberId,
      reason,
      fix: 'change the profile by its page or PATCH, and points by an adjustment',
      code,
    };
  }
  const field = answer.field === 'memberId' ? 'id' : answer.field === 'occurredAt' ? 'joined_at' : answer.field;
  return { field, value: memberId, reason: message, fix, code };
}
