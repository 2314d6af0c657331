import type { Database, Db } from '../../platform/database.ts';
import { groupBy } from '../../platform/group-by.ts';
import { transact } from '../../platform/transact.ts';
import type { Watched } from '../../workflows/lifecycles/journey/asks.ts';
import { follows } from '../../workflows/lifecycles/journey/life.ts';
import { overEvent, watchEvents } from '../../workflows/lifecycles/journey/patterns.ts';
import { loadProgramme } from '../programme/rows.ts';
import { answerConditions } from './conditions.ts';
import { answerEnds } from './ends.ts';
import {
  dueWatches,
  type Followed,
  lockWatchesIn,
  lockWatchesOf,
  noteFollowed,
  readStandings,
  type StoredWatch,
  tellEnrolments,
  type Told,
} from './rows-watches.ts';
import { lookAtStates, type Looked, type Seen } from './rules-watches.ts';

/** Watches looked at in one transaction. */
const watchesMax = 500;

interface LookDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

/** Looks after what stories of these members wait for, in the transaction of what has changed of them. */
export async function lookAfterMembers(tx: Db, memberIds: readonly bigint[], now: Date): Promise<void> {
  await lookAt(tx, await lockWatchesOf(tx, memberIds), now);
}

/** The same of enrolments that have just begun, before their stories do. */
export async function lookAfterEnrolments(tx: Db, enrolmentIds: readonly bigint[], now: Date): Promise<void> {
  await lookAt(tx, await lockWatchesIn(tx, enrolmentIds), now);
}

/** Looks at what time alone may have made true; answers how many watches were due. */
export async function lookAtDue({ database, clock }: LookDeps, goOn: () => boolean): Promise<number> {
  let looked = 0;
  for (let page = watchesMax; page === watchesMax && goOn(); looked += page) {
    page = await transact(database, async (tx) => {
      const now = clock.now();
      const due = await dueWatches(tx, now, watchesMax);
      const watches = await lockWatchesIn(tx, due);
      await lookAt(tx, watches, now);
      return due.length;
    });
  }
  return looked;
}

async function lookAt(tx: Db, watches: readonly StoredWatch[], now: Date): Promise<void> {
  for (const [programmeId, own] of groupBy(watches, (watch) => watch.programmeId)) {
    for (let from = 0; from < own.length; from += watchesMax)
      await lookAtPage(tx, programmeId, own.slice(from, from + watchesMax), now);
  }
}

async function lookAtPage(tx: Db, programmeId: number, watches: readonly StoredWatch[], now: Date): Promise<void> {
  const { zone } = (await loadProgramme(tx, programmeId)).definition;
  const seen = await seeStates(tx, programmeId, watches, now);
  const untils = await readEnds(tx, programmeId, watches);
  const followed: Followed[] = [];
  const told: Told[] = [];
  watches.forEach((watch, place) => {
    const { enrolmentId, isExit, watch: name } = watch;
    const looked: Looked = lookAtStates(watch, seen[place] ?? nothingSeen, { now: now.getTime(), zone });
    const before = watch.until?.getTime() ?? null;
    const isOver = isExit && before !== null && before <= now.getTime();
    const until = isOver ? null : untils.has(place) ? (untils.get(place) ?? null) : before;
    const lookAt = Math.min(looked.lookAt ?? Infinity, isExit ? (until ?? Infinity) : Infinity);
    followed.push({
      ...{ enrolmentId, isExit, until, heldSince: looked.heldSince, lookAt: lookAt === Infinity ? null : lookAt },
      told: [...watch.told, ...looked.met],
    });
    if (isOver) told.push({ enrolmentId, type: overEvent, data: {} });
    for (const met of looked.met) told.push({ enrolmentId, type: watchEvents.met, data: { watch: name, place: met } });
    if (!isExit && until !== before) told.push({ enrolmentId, type: watchEvents.moved, data: { watch: name } });
  });
  await noteFollowed(tx, followed);
  await tellEnrolments(tx, programmeId, told, now);
}

const nothingSeen: Seen = { holding: new Map(), standing: new Map() };

/** What holds of the states that were not told yet: one reading for all watches. */
async function seeStates(
  tx: Db,
  programmeId: number,
  watches: readonly StoredWatch[],
  now: Date,
): Promise<readonly Seen[]> {
  const open = watches.map(({ states, told }) =>
    states.flatMap((state, place) => (state === null || told.includes(place) ? [] : [{ state, place }])),
  );
  const asked = open.map((states) => states.filter(({ state }) => 'when' in state));
  const answers = await answerConditions(
    tx,
    { programmeId, now },
    watches.map(({ memberId, known, zone }, place) => ({
      ...{ memberId, known, zone: zone ?? 'member' },
      conditions: (asked[place] ?? []).flatMap(({ state }) => ('when' in state ? [state.when] : [])),
    })),
  );
  const codes = open.flatMap((states) => states.flatMap(({ state }) => segmentOf(state)));
  const memberIds = watches.map(({ memberId }) => memberId);
  const standings = await readStandings(tx, programmeId, [...new Set(memberIds)], [...new Set(codes)]);
  return watches.map(({ memberId }, place) => ({
    holding: new Map((asked[place] ?? []).map((one, index) => [one.place, answers[place]?.[index] === true])),
    standing: standings.get(memberId) ?? new Map(),
  }));
}

const segmentOf = (state: Watched): string[] => {
  if ('when' in state) return [];
  return ['enters' in state ? state.enters : state.leaves];
};

/** When waits end now that follow the member's clock or a date, by their places among the watches. */
async function readEnds(
  tx: Db,
  programmeId: number,
  watches: readonly StoredWatch[],
): Promise<ReadonlyMap<number, number | undefined>> {
  const following = watches.flatMap(({ ends, memberId, zone }, place) =>
    ends === null || !follows(ends) ? [] : [{ place, zone: zone ?? undefined, memberId, end: ends }],
  );
  const untils = new Map<number, number | undefined>();
  for (const [zoneWord, own] of groupBy(following, ({ zone }) => zone)) {
    const ends = await answerEnds(tx, { programmeId, zoneWord }, own);
    own.forEach(({ place }, index) => untils.set(place, ends[index]));
  }
  return untils;
}
