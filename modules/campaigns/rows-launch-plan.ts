import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { type Audience, audienceSql } from '../segments/asking.ts';
import type { CampaignDefinition } from './rules.ts';

/** Another campaign that runs, and who is in it. */
export interface OtherCampaign {
  readonly campaign: string;
  readonly priority: number;
  readonly inside: number;
  /** Members of the audience that are inside; 0 without one. */
  readonly alsoIn: number;
}

/** Campaigns that are named beside it, those first whose messages go first. */
const othersMax = 20;

const insideRow = z.object({ campaignId: z.int(), members: z.int() });

/** The other campaigns that run: they want the same members' attention. */
export async function readOthers(
  db: Db,
  {
    programmeId,
    code,
    audience,
  }: { readonly programmeId: number; readonly code: string; readonly audience?: Audience },
): Promise<OtherCampaign[]> {
  const live = await db.campaign.findMany({
    where: { programmeId, status: 'live', code: { not: code } },
    include: { versions: { orderBy: { version: 'desc' }, take: 1 } },
    take: othersMax,
    orderBy: { id: 'asc' },
  });
  const ids = live.map(({ id }) => id);
  const inside = await db.enrolment.groupBy({
    by: ['campaignId'],
    where: { campaignId: { in: ids }, status: 'active' },
    _count: true,
  });
  const shared =
    audience === undefined || ids.length === 0
      ? []
      : await readRows(
          insideRow,
          db.$queryRaw`
            SELECT en.campaign_id AS "campaignId", count(DISTINCT a.id)::int AS members
            FROM (SELECT m.id ${audienceSql(audience)}) a JOIN enrolment en ON en.member_id = a.id AND en.status = 'active'
            WHERE en.campaign_id = ANY (${ids}::int[]) GROUP BY en.campaign_id`,
        );
  const insideOf = new Map(inside.map(({ campaignId, _count }) => [campaignId, _count]));
  const sharedOf = new Map(shared.map(({ campaignId, members }) => [campaignId, members]));
  return live
    .map(({ id, code: campaign, versions: [version] }) => {
      const { priority = 100 } = (version?.definition ?? {}) as Partial<CampaignDefinition>;
      return { campaign, priority, inside: insideOf.get(id) ?? 0, alsoIn: sharedOf.get(id) ?? 0 };
    })
    .sort((a, b) => a.priority - b.priority || a.campaign.localeCompare(b.campaign));
}

const countRow = z.object({ members: z.int() });

/** How many of an audience are in any other campaign that runs. */
export async function countShared(db: Db, audience: Audience, code: string): Promise<number> {
  const { members } = await readOnlyRow(
    countRow,
    db.$queryRaw`
      SELECT count(*)::int AS members FROM (SELECT m.id ${audienceSql(audience)}) a
      WHERE EXISTS (
        SELECT FROM enrolment en JOIN campaign c ON c.id = en.campaign_id AND c.status = 'live' AND c.code <> ${code}
        WHERE en.member_id = a.id AND en.status = 'active')`,
  );
  return members;
}

const zoneRow = z.object({ zone: z.string().nullable(), members: z.int() });

/** Where an audience lives: its zones by how many live there; null is the programme's own, of those who have said nothing. */
export async function readZones(db: Db, audience: Audience): Promise<z.infer<typeof zoneRow>[]> {
  return readRows(
    zoneRow,
    db.$queryRaw`
      SELECT zone, count(*)::int AS members FROM (SELECT m.zone ${audienceSql(audience)}) z
      GROUP BY zone ORDER BY members DESC, zone NULLS FIRST`,
  );
}

/** How many of an audience the lot of a version holds out. */
export async function countHeldOut(db: Db, audience: Audience, versionId: number): Promise<number> {
  const { members } = await readOnlyRow(
    countRow,
    db.$queryRaw`SELECT count(*)::int AS members ${audienceSql(audience)} AND is_held_out(${versionId}::int, m.id)`,
  );
  return members;
}
