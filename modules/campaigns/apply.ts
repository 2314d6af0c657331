import type { Clock } from '../../platform/clock.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import type { FileProblem } from '../../platform/yaml-file.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import { type Difference, differences } from '../../values/diff.ts';
import { lifecycleOf } from '../../workflows/lifecycles/index.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { statusError } from './change-status.ts';
import { type CheckedCampaign, checkCampaign, type WrittenCampaign } from './check.ts';
import { unconnectedAdvice, unconnectedChannels } from './check-channels.ts';
import { readJourneyNames } from './check-journey.ts';
import { refuseProblems } from './check-messages.ts';
import { isJourney, journeyEntrance, storedPlan } from './journey-definition.ts';
import { refuseOtherKinds } from './other-kinds.ts';
import { type Change, findCampaign, lockCampaign, revisionOf } from './rows.ts';
import { currentVersion, findVersion, storedDefinition, type StoredVersion, storeVersion } from './rows-versions.ts';
import { type CampaignDefinition, type CampaignStatus, isGone } from './rules.ts';

/** What the use cases that change campaigns need. */
export interface CampaignDeps {
  readonly database: Database;
  readonly clock: Clock;
}

/** Who asks, and whether only to see what would come of it. */
export interface AskedBy {
  readonly actor: string;
  readonly dryRun?: boolean;
  /** The revision that was read: a campaign that has another one by now is left alone. */
  readonly revision?: string | undefined;
  readonly requestId?: string;
  /** A move to the status that a campaign has already is no fault: a call may come twice. */
  readonly mayStandSo?: boolean;
}

/** What applying a campaign changed, or would change. */
export interface ApplyReport {
  readonly campaign: string;
  readonly change: StoredVersion['change'];
  readonly version: number;
  /** Before it was applied; null for a new campaign. */
  readonly status: CampaignStatus | null;
  readonly dryRun: boolean;
  readonly changes: readonly Difference[];
  /** What blocks a launch. */
  readonly problems: readonly FileProblem[];
  /** What its author had better look at; it can be launched all the same. */
  readonly advice: readonly FileProblem[];
  /** It waits to be put live, with a choice of what becomes of those inside: of a journey that runs. */
  readonly staged: boolean;
  /** Members inside, who keep the version they entered with. */
  readonly inside: number;
}

/**
 * Checks a campaign, compares it with what is stored and stores it: a new campaign as a draft, a changed one as a new version. A
 * draft may have problems with its messages; one that is live or paused may not, because members who enter get the new version
 * at once, or, of a journey, when it is put live: until then it is staged.
 */
export async function applyCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  written: WrittenCampaign,
  { actor, dryRun = false, revision, requestId }: AskedBy,
): Promise<ApplyReport> {
  const change = { actor, now: clock.now(), requestId };
  const report = await inTransaction(
    database,
    async (tx) => {
      const key = { programmeId, code: written.value.campaign };
      await lockCampaign(tx, key);
      const stored = await findCampaign(tx, key);
      refuseIfChanged('The campaign', stored && !isGone(stored) ? revisionOf(stored) : undefined, revision);
      return applyTo(tx, stored, { programmeId, written, change });
    },
    { dryRun },
  );
  return { ...report, dryRun };
}

export interface Application {
  readonly programmeId: number;
  readonly written: WrittenCampaign;
  readonly change: Change;
  /** It goes live in the same transaction: no problem may be left. */
  readonly launching?: boolean;
}

/** The same within a transaction that has locked the campaign, and read what is stored of it since. */
export async function applyTo(
  tx: Db,
  stored: Campaign | undefined,
  { programmeId, written, change, launching = false }: Application,
): Promise<Omit<ApplyReport, 'dryRun'>> {
  const programme = await loadProgramme(tx, programmeId);
  const before = stored && !isGone(stored) ? stored : undefined;
  const standing = before && (await currentVersion(tx, before));
  const waiting = before?.stagedVersion ? await findVersion(tx, before, before.stagedVersion) : undefined;
  const latest = waiting ?? standing;
  const kept = written.keepsMessages && latest ? storedDefinition(latest) : undefined;
  const whole = kept === undefined ? written : { ...written, compose: () => keptTexts(kept) };
  const names = isJourney(written.value) ? await readJourneyNames(tx, programme) : undefined;
  const { definition, problems, advice } = checkCampaign(whole, programme.definition, change.now, names);
  if (before !== undefined) refuseChange(before, definition);
  const status = before?.status as CampaignStatus | undefined;
  if (launching || status === 'live' || status === 'paused') refuseProblems(problems);
  const entrance = isJourney(definition) ? journeyEntrance(storedPlan(definition)) : lifecycleOf(definition.lifecycle);
  const stood = standing?.definition;
  const isRunning = !launching && (status === 'live' || status === 'paused');
  const staging = isRunning && isJourney(definition);
  if (before?.launchedAt && isJourney(definition)) await refuseOtherKinds(tx, before, definition, written.problemAt);
  const {
    version,
    change: came,
    isStaged: staged,
  } = await storeVersion(tx, stored, {
    ...{ programmeId, definition, entrance, staging },
    ...change,
  });
  return {
    ...{ campaign: definition.code, change: came, version, status: status ?? null, staged },
    changes: differences(stood, definition),
    problems,
    advice: [...advice, ...unconnectedAdvice(await unconnectedChannels(tx, programme, definition), definition.code)],
    inside: before ? await countInside(tx, before.id) : 0,
  };
}

/** What was composed when it was stored has no lines of a file any more. */
const keptTexts = ({ messages, shortTexts }: CampaignDefinition) => ({
  messages,
  ...(shortTexts === undefined ? {} : { shortTexts }),
  places: () => undefined,
});

async function countInside(tx: Db, campaignId: number): Promise<number> {
  return tx.enrolment.count({ where: { campaignId, status: 'active' } });
}

function refuseChange(before: Campaign, { lifecycle }: CheckedCampaign['definition']): void {
  if (before.status === 'ended') throw statusError(before, 'changed', 'Give the file another code.');
  if (before.lifecycle === lifecycle) return;
  throw new PerennialError(
    'CAMPAIGN_INVALID',
    `The campaign "${before.code}" is of the lifecycle "${before.lifecycle}", which can't change.`,
    {
      field: 'lifecycle',
      fix: 'Give the file another code, or the lifecycle back.',
    },
  );
}
