import { z } from 'zod';
import { type CountLimits, countLimits } from '../../platform/bounded-count.ts';
import type { Db } from '../../platform/database.ts';
import type { Prisma } from '../../prisma/generated/client.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { findLifecycle } from '../../workflows/lifecycles/index.ts';
import { outlineKinds, type OutlineStep, outlineOf } from '../../workflows/lifecycles/outline.ts';
import { isJourney, journeyFileOf } from './journey-definition.ts';
import { journeyOutline } from './journey-messages.ts';
import { requireCampaign } from './rows.ts';
import { enrolmentsOf, isTooLargeToCount } from './rows-counts.ts';
import { placesOf } from './rows-places.ts';
import { type CampaignDetail, readCampaign } from './show.ts';
import { currentVersion, storedDefinition } from './rows-versions.ts';
import { readJoinedInPause, readQueue } from './rows-queue.ts';

/** How many came to a place, and where they are now: `came` is the sum of the other three. */
export interface PlaceCounts {
  readonly came: number;
  readonly here: number;
  readonly ended: number;
  readonly wentOn: number;
}

export interface FlowStep extends OutlineStep, PlaceCounts {
  /** Times it was done, and times it was refused or passed over. */
  readonly done: number;
  readonly notDone: number;
}

/** Where everybody in a campaign is. Sums close: who entered is here, has ended or went on, and so at each step. */
export interface CampaignFlow extends Pick<
  CampaignDetail,
  'code' | 'status' | 'version' | 'versions' | 'sampled' | 'definition'
> {
  readonly at: Date;
  /** Everybody who gets what the campaign gives; who is held out is counted beside them. */
  readonly entry: PlaceCounts;
  readonly heldOut: PlaceCounts;
  readonly steps: readonly FlowStep[];
  /** Entered in the last seven days. */
  readonly enteredLately: number;
  /** Members are looked for every so often: no event brings them. */
  readonly looksForMembers: boolean;
  readonly nextStep: CampaignDetail['nextStep'];
  /** Messages that wait to leave: how many, the first, the first that is of no use any more, and how many leave within a day. */
  readonly queue: {
    readonly waiting: number;
    readonly withinADay: number;
    readonly firstAt: Date | null;
    readonly firstDeadline: Date | null;
  };
  /** Those who came since it was paused; null of a campaign that is not. */
  readonly joinedInPause: number | null;
  /** Its messages, with the languages each is written in. */
  readonly messages: readonly { readonly template: string; readonly locales: readonly string[] }[];
}

const placeRow = z.object({
  shadow: z.boolean(),
  name: z.string().nullable(),
  came: z.int(),
  here: z.int(),
  ended: z.int(),
});
type PlaceRow = z.infer<typeof placeRow>;

const timesRow = z.object({ name: z.string(), kind: z.enum(outlineKinds), done: z.int(), notDone: z.int() });
type TimesRow = z.infer<typeof timesRow>;

/** Different steps shown at most. */
const stepsMax = 50;

const lateDays = 7;

/** Where everybody in a campaign is, step by step; of a very large one, estimates. */
export async function readFlow(
  db: Db,
  programmeId: number,
  code: string,
  now: Date,
  limits: CountLimits = countLimits,
): Promise<CampaignFlow> {
  const campaign = await requireCampaign(db, { programmeId, code });
  const detail = await readCampaign(db, programmeId, code, limits);
  const { definition, status, version, versions, sampled } = detail;
  const inside = enrolmentsOf(campaign.id, await isTooLargeToCount(db, campaign.id, limits), limits);
  const places = await readPlaces(db, inside);
  const { messages, shortTexts = {} } = storedDefinition(await currentVersion(db, campaign));
  const templates = [...new Set([...Object.keys(messages), ...Object.keys(shortTexts)])];
  const isSwept = findLifecycle(definition.lifecycle)?.trigger.kind === 'sweep';
  const entry = entryOf(places.filter(({ shadow }) => !shadow));
  return {
    ...{ code, status, version, versions, sampled, definition, at: now, entry },
    heldOut: heldOutOf(places.filter(({ shadow }) => shadow)),
    steps: stepsOf(outlineFor(definition), places, await readTimes(db, inside)),
    enteredLately: await readEnteredSince(db, inside, new Date(now.getTime() - lateDays * 86_400_000)),
    looksForMembers: status === 'live' && isSwept,
    nextStep: detail.nextStep,
    queue: await readQueue(db, campaign, now, limits),
    joinedInPause: status === 'paused' ? await readJoinedInPause(db, campaign, limits) : null,
    messages: templates.map((template) => ({
      template,
      locales: [...new Set([messages[template], shortTexts[template]].flatMap((texts) => Object.keys(texts ?? {})))],
    })),
  };
}

/** The steps that members may come to: those its lifecycle has with these settings, or a journey's own. */
function outlineFor(definition: CampaignDetail['definition']): readonly OutlineStep[] {
  if (isJourney(definition)) return journeyOutline(journeyFileOf(definition));
  return outlineOf(definition.lifecycle, definition.settings);
}

async function readPlaces(db: Db, inside: Prisma.Sql): Promise<PlaceRow[]> {
  return readRows(
    placeRow,
    db.$queryRaw`
      SELECT p.shadow, came.name, round(sum(p.weight))::int AS came,
        round(coalesce(sum(p.weight) FILTER (WHERE p.status = 'active' AND p.last IS NOT DISTINCT FROM came.name), 0))::int AS here,
        round(coalesce(sum(p.weight) FILTER (WHERE p.status <> 'active' AND p.last IS NOT DISTINCT FROM came.name), 0))::int AS ended
      FROM ${placesOf(inside)} p CROSS JOIN LATERAL unnest(coalesce(p.names, ARRAY[NULL]::text[])) came (name)
      GROUP BY 1, 2`,
  );
}

/** The place before the first step: everybody came there. */
function entryOf(places: readonly PlaceRow[]): PlaceCounts {
  const came = places.reduce((sum, { here, ended }) => sum + here + ended, 0);
  const { here = 0, ended = 0 } = places.find(({ name }) => name === null) ?? {};
  return { came, here, ended, wentOn: came - here - ended };
}

/** Who is held out passes steps that do nothing: all that counts is who is inside and who has ended. */
function heldOutOf(places: readonly PlaceRow[]): PlaceCounts {
  const [here, ended] = (['here', 'ended'] as const).map((which) => places.reduce((sum, row) => sum + row[which], 0));
  return { came: (here ?? 0) + (ended ?? 0), here: here ?? 0, ended: ended ?? 0, wentOn: 0 };
}

function stepsOf(outline: readonly OutlineStep[], places: readonly PlaceRow[], times: readonly TimesRow[]): FlowStep[] {
  const known = new Set(outline.map(({ name }) => name));
  // Of versions before, whose members may be inside still.
  const former = times.filter(({ name }) => !known.has(name)).map(({ name, kind }): OutlineStep => ({ name, kind }));
  return [...outline, ...former].map((step) => {
    const { came = 0, here = 0, ended = 0 } = places.find(({ shadow, name }) => !shadow && name === step.name) ?? {};
    const { done = 0, notDone = 0 } = times.find(({ name }) => name === step.name) ?? {};
    return { ...step, came, here, ended, wentOn: Math.max(0, came - here - ended), done, notDone };
  });
}

async function readTimes(db: Db, inside: Prisma.Sql): Promise<TimesRow[]> {
  return readRows(
    timesRow,
    db.$queryRaw`
      SELECT s.name, min(s.kind) AS kind, round(coalesce(sum(en.weight) FILTER (WHERE s.applied), 0))::int AS done,
        round(coalesce(sum(en.weight) FILTER (WHERE NOT s.applied), 0))::int AS "notDone"
      FROM ${inside} en
      CROSS JOIN LATERAL (
        SELECT id, name, kind, outcome ->> 'kind' = 'applied' AS applied FROM step
        WHERE enrolment_id = en.id AND kind = ANY (${[...outlineKinds]}::text[]) OFFSET 0) s
      WHERE NOT en.shadow GROUP BY 1 ORDER BY min(s.id) LIMIT ${stepsMax}::int`,
  );
}

async function readEnteredSince(db: Db, inside: Prisma.Sql, since: Date): Promise<number> {
  const query = db.$queryRaw`
    SELECT round(coalesce(sum(en.weight), 0))::int AS n FROM ${inside} en WHERE en.enrolled_at > ${since}::timestamptz`;
  return (await readOnlyRow(z.object({ n: z.int() }), query)).n;
}
