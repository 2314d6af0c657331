import type { Db } from '../../platform/database.ts';
import { groupBy } from '../../platform/group-by.ts';
import { counted } from '../../values/plural.ts';
import { differenceOf, type EditPolicy, sayGone } from '../../workflows/lifecycles/journey/edits.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { diffVersions } from '../campaigns/diff.ts';
import { type journeyFileOf, storedPlan } from '../campaigns/journey-definition.ts';
import { stagedOf } from '../campaigns/put-live.ts';
import { requireVersion } from '../campaigns/rollback.ts';
import { requireCampaign } from '../campaigns/rows.ts';
import { storedDefinition } from '../campaigns/rows-versions.ts';
import { type Edited, readEdited } from './edited.ts';
import { countOthers, type EditedEnrolment, enrolmentsOfOthers, readVersions } from './rows-edits.ts';

/** Members who stand at one step of one version, and what becomes of them. */
export interface EditGroup {
  readonly version: number;
  /** Null of those whose story has not begun, or is over in a moment. */
  readonly step: string | null;
  readonly becomes: 'keeps' | 'moves' | 'stays' | 'restarts' | 'ends';
  readonly members: number;
  /** Why they stay: steps they have come to and the new version does not have. */
  readonly gone: readonly string[];
  /** The same in words; null where nothing is to be said. */
  readonly says: string | null;
}

/** What a staged version would do to those inside, by a policy. */
export interface EditPreview {
  readonly campaign: string;
  readonly from: number;
  readonly version: number;
  readonly policy: EditPolicy;
  readonly inside: number;
  /** They are more than are looked at one by one: the groups are shares of those who were. */
  readonly estimated: boolean;
  readonly groups: readonly EditGroup[];
  readonly textsOnly: boolean;
  /** An earlier edit has not come to everybody yet. */
  readonly isRunning: boolean;
}

/** Enrolments whose stories are gone through for a preview; of more, the latest. */
export const previewedMax = 2_000;

interface PreviewDeps {
  readonly database: Db;
  readonly clock: { now(): Date };
}

/** Counts what a policy would make of those inside, and changes nothing. */
export async function previewEdit(
  { database, clock }: PreviewDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  policy: EditPolicy,
  limit = previewedMax,
): Promise<EditPreview> {
  const campaign = await requireCampaign(database, { programmeId, code });
  const version = stagedOf(campaign);
  const row = await requireVersion(database, campaign, version);
  const { settings } = storedDefinition(row);
  const { textsOnly } = await diffVersions(database, programmeId, code, { to: version });
  const page = { campaignId: campaign.id, versionId: row.id, afterId: '0' };
  const inside = await countOthers(database, page);
  const enrolments = policy === 'new' ? [] : await enrolmentsOfOthers(database, { ...page, limit, isLatest: true });
  const now = clock.now().getTime();
  const edited = policy === 'new' ? [] : await readEdited(database, { programmeId, policy, settings, now }, enrolments);
  const weight = edited.length === 0 ? 1 : inside / edited.length;
  const running = await database.campaignEdit.findFirst({ where: { campaignId: campaign.id, finishedAt: null } });
  return {
    ...{ campaign: code, from: campaign.currentVersion, version, policy, inside, textsOnly },
    estimated: edited.length > 0 && edited.length < inside,
    groups:
      policy === 'new'
        ? keeping(campaign.currentVersion, inside)
        : await groupsOf(database, { enrolments, edited, settings, weight }),
    isRunning: running !== null,
  };
}

const keeping = (version: number, members: number): EditGroup[] =>
  members === 0 ? [] : [{ version, step: null, becomes: 'keeps', members, gone: [], says: null }];

async function groupsOf(
  db: Db,
  {
    enrolments,
    edited,
    settings,
    weight,
  }: {
    readonly enrolments: readonly EditedEnrolment[];
    readonly edited: readonly Edited[];
    readonly settings: Parameters<typeof journeyFileOf>[0]['settings'];
    readonly weight: number;
  },
): Promise<EditGroup[]> {
  const after = storedPlan({ settings });
  const versions = await readVersions(db, [...new Set(enrolments.map(({ versionId }) => versionId))]);
  const plans = new Map([...versions.values()].map((one) => [one.version, storedPlan(one)]));
  const goneOf = (one: Edited) => (one.kind === 'stays' ? one.gone : []);
  const groups = groupBy(edited, (one) => JSON.stringify([one.version, one.kind, one.at, goneOf(one)]));
  return [...groups.values()]
    .flatMap((members): EditGroup[] => {
      const [one] = members;
      if (one === undefined) return [];
      const { version, kind: becomes, at } = one;
      const count = Math.round(members.length * weight);
      const before = plans.get(version);
      const gone = goneOf(one);
      const says =
        before === undefined || gone.length === 0
          ? null
          : gone.includes(at)
            ? sayGone(at, count, differenceOf(before, after), after, before)
            : `${counted(count, 'member has', 'members have')} come to ${gone.join(', ')}, which the new version does not have`;
      return [{ version, step: at === '' ? null : at, becomes, members: count, gone, says }];
    })
    .sort((a, b) => b.members - a.members || a.version - b.version);
}
