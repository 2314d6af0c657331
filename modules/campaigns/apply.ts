import type { CampaignDefinition, CampaignStatus } from './rules.ts';
import { applyCampaign, type AppliedCampaign } from './versions.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import type { Database } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Difference, differences } from '../../values/diff.ts';
import { loadCampaign, refuseProblems } from './load.ts';
import type { FileProblem } from '../../platform/yaml-file.ts';

/** What applying a campaign file would change, and did. */
export interface ApplyReport {
  readonly campaign: string;
  readonly change: AppliedCampaign['change'];
  readonly version: number;
  /** Before the file was applied; null for a new campaign. */
  readonly status: CampaignStatus | null;
  readonly dryRun: boolean;
  readonly changes: readonly Difference[];
  /** What blocks a launch. */
  readonly problems: readonly FileProblem[];
}

/**
 * Reads, checks, compares and stores a campaign file. A draft may have problems with its messages; a campaign that is
 * live or about to be launched may not: members who enter get the new version at once.
 */
export async function applyCampaignFile(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  programme: StoredProgramme,
  path: string,
  {
    actor,
    dryRun = false,
    launching = false,
  }: { readonly actor: string; readonly dryRun?: boolean; readonly launching?: boolean },
): Promise<ApplyReport> {
  const { definition, problems } = await loadCampaign(path, programme.definition);
  const before = await readCurrent(database, programme.id, definition.code);
  if (launching || before?.status === 'live' || before?.status === 'paused') refuseProblems(problems);
  const changes = differences(before?.definition, JSON.parse(JSON.stringify(definition)));
  const plan = {
    campaign: definition.code,
    status: before?.status ?? null,
    dryRun,
    changes,
    problems,
  };
  if (dryRun) {
    const change = before === undefined ? 'created' : changes.length === 0 ? 'unchanged' : 'new version';
    return { ...plan, change, version: (before?.version ?? 0) + (change === 'unchanged' ? 0 : 1) };
  }
  const { change, version } = await applyCampaign(database, {
    programmeId: programme.id,
    definition,
    lifecycle: lifecycles[definition.lifecycle],
    actor,
    now: clock.now(),
  });
  return { ...plan, change, version };
}

interface CurrentCampaign {
  readonly status: CampaignStatus;
  readonly version: number;
  readonly definition: CampaignDefinition;
}

/** The stored definition of a campaign, messages and all; undefined when there is no such campaign. */
export async function readCurrent(
  database: Database,
  programmeId: number,
  code: string,
): Promise<CurrentCampaign | undefined> {
  const campaign = await database.campaign.findUnique({ where: { programmeId_code: { programmeId, code } } });
  if (campaign === null) return undefined;
  const { id: campaignId, currentVersion: version } = campaign;
  const row = await database.campaignVersion.findUniqueOrThrow({
    where: { campaignId_version: { campaignId, version } },
  });
  return {
    status: campaign.status as CampaignStatus,
    version,
    definition: row.definition as unknown as CampaignDefinition,
  };
}
