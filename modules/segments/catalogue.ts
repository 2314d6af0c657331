import { z } from 'zod';
import type { CampaignNames, Catalogue, Fields } from '../../conditions/catalogue.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { currencyDigits } from '../../values/money.ts';
import { knownEvents } from '../intake/conditions/known-events.ts';
import { readLearnedNames } from '../intake/learned-names.ts';
import type { LearnedName } from '../intake/rules/learned-names.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Programme } from '../programme/rules.ts';
import { readSegments, type StoredSegment } from './rows.ts';

/** What conditions of a programme may name now, and the segments they are checked with. */
export interface Known {
  readonly catalogue: Catalogue;
  readonly segments: readonly StoredSegment[];
}

/** What the product knows, what the programme declares, and what has arrived. */
export async function readKnown(db: Db, { id, definition }: StoredProgramme): Promise<Known> {
  const segments = await readSegments(db, id);
  const learned = await readLearnedNames(db, id);
  const names = namesOf(definition, learned);
  const catalogue = {
    ...names,
    tags: [...new Set([...names.tags, ...(await readLatestTags(db, id))])],
    segments: segments.map(({ code }) => code),
    campaigns: await readCampaignNames(db, id),
    webhooks: await readEndpointNames(db, id),
    roles: [],
  };
  return { catalogue, segments };
}

/** What is declared comes before what was learned of the same name. */
export function namesOf(
  programme: Programme,
  learned: readonly LearnedName[],
): Omit<Catalogue, 'segments' | 'campaigns' | 'webhooks' | 'roles'> {
  const { zone, currency, tiers, holidays = {}, leapDay = 'february', tags = [] } = programme;
  return {
    ...{ zone, currency, currencyDigits: currencyDigits(currency) ?? 2, leapDay, holidays },
    events: eventsOf(programme, learned),
    attributes: { ...fieldsOf(learned, 'attribute', ''), ...programme.attributes },
    tags,
    tiers: tiers.map(({ code }) => code),
  };
}

function eventsOf({ events = [], eventFields = {}, tasks = [] }: Programme, learned: readonly LearnedName[]) {
  const arrived = learned.filter(({ kind }) => kind === 'event').map(({ name }) => name);
  const types = [...Object.keys(knownEvents), ...events, ...tasks.map(({ eventType }) => eventType), ...arrived];
  return Object.fromEntries(
    [...new Set(types)].map((type): [string, Fields] => [
      type,
      { ...fieldsOf(learned, 'field', type), ...knownEvents[type], ...eventFields[type] },
    ]),
  );
}

function fieldsOf(learned: readonly LearnedName[], kind: LearnedName['kind'], of: string): Fields {
  return Object.fromEntries(
    learned.flatMap((one) => (one.kind === kind && one.of === of && one.type !== null ? [[one.name, one.type]] : [])),
  );
}

const tagRow = z.object({ tag: z.string() });
/** Members whose tags are known without being declared; of others a tag is looked up by its name. */
const latestMax = 1_000;

async function readLatestTags(db: Db, programmeId: number): Promise<string[]> {
  const rows = await readRows(
    tagRow,
    db.$queryRaw`
      SELECT DISTINCT t.tag FROM (
        SELECT m.tags FROM member m WHERE m.programme_id = ${programmeId}::smallint ORDER BY m.id DESC LIMIT ${latestMax}::int) l
      CROSS JOIN LATERAL unnest(l.tags) t (tag) ORDER BY t.tag`,
  );
  return rows.map(({ tag }) => tag);
}

/** The same with the tags among these that any member has. */
export async function withTagsInUse(
  db: Db,
  programmeId: number,
  known: Known,
  named: readonly string[],
): Promise<Known> {
  const strange = named.filter((tag) => !known.catalogue.tags.includes(tag));
  if (strange.length === 0) return known;
  const rows = await readRows(
    tagRow,
    db.$queryRaw`
      SELECT t.tag FROM unnest(${strange}::text[]) t (tag)
      WHERE EXISTS (SELECT FROM member m WHERE m.tags @> ARRAY[t.tag] AND m.programme_id = ${programmeId}::smallint)`,
  );
  const tags = [...known.catalogue.tags, ...rows.map(({ tag }) => tag)];
  return { ...known, catalogue: { ...known.catalogue, tags } };
}

/** Campaigns that a catalogue names at most. */
const campaignsMax = 1_000;
const campaignRow = z.object({
  ...{ code: z.string(), coupons: z.array(z.string()), templates: z.array(z.string()) },
  givesOne: z.boolean(),
});

async function readCampaignNames(db: Db, programmeId: number): Promise<Record<string, CampaignNames>> {
  const rows = await readRows(
    campaignRow,
    db.$queryRaw`
      SELECT c.code,
        CASE jsonb_typeof(v.definition -> 'settings' -> 'coupons') WHEN 'object'
          THEN ARRAY(SELECT jsonb_object_keys(v.definition -> 'settings' -> 'coupons')) ELSE '{}' END AS coupons,
        CASE jsonb_typeof(v.definition -> 'messages') WHEN 'object'
          THEN ARRAY(SELECT jsonb_object_keys(v.definition -> 'messages')) ELSE '{}' END AS templates,
        coalesce(jsonb_path_exists(v.definition -> 'settings', '$.**.coupon'), false) AS "givesOne"
      FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.programme_id = ${programmeId}::smallint ORDER BY c.code LIMIT ${campaignsMax}::int`,
  );
  return Object.fromEntries(
    rows.map(({ code, coupons, templates, givesOne }) => [
      code,
      { templates, coupons: coupons.length === 0 && givesOne ? [code] : coupons },
    ]),
  );
}

const endpointRow = z.object({ name: z.string() });

async function readEndpointNames(db: Db, programmeId: number): Promise<string[]> {
  const rows = await readRows(
    endpointRow,
    db.$queryRaw`
      SELECT name FROM webhook_endpoint
      WHERE programme_id = ${programmeId}::smallint AND deleted_at IS NULL AND name IS NOT NULL ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}
