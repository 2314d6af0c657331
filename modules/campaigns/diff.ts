import type { Db } from '../../platform/database.ts';
import { type Difference, differences } from '../../values/diff.ts';
import { differenceOf } from '../../workflows/lifecycles/journey/edits.ts';
import { isJourney, storedPlan } from './journey-definition.ts';
import { requireVersion } from './rollback.ts';
import { requireCampaign } from './rows.ts';
import { storedDefinition } from './rows-versions.ts';
import type { CampaignDefinition } from './rules.ts';

/** How two versions of a campaign differ. */
export interface CampaignDiff {
  readonly campaign: string;
  readonly from: number;
  readonly to: number;
  readonly changes: readonly Difference[];
  /** Of a journey: steps by their names. */
  readonly steps: StepChanges | null;
  /** Nothing but the texts of messages differs: a move brings it to everybody who has not had them. */
  readonly textsOnly: boolean;
}

/** Steps of a journey that both versions have, that only one has, and whose fields differ. */
export interface StepChanges {
  readonly kept: readonly string[];
  readonly changed: readonly string[];
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

/** What differs between two versions: from the one that is live to the one that is staged, or the latest, when nothing is said. */
export async function diffVersions(
  db: Db,
  programmeId: number,
  code: string,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Promise<CampaignDiff> {
  const campaign = await requireCampaign(db, { programmeId, code });
  const first = from ?? campaign.currentVersion;
  const second = to ?? campaign.stagedVersion ?? campaign.currentVersion;
  const before = storedDefinition(await requireVersion(db, campaign, first));
  const after = storedDefinition(await requireVersion(db, campaign, second));
  const changes = differences(before, after);
  return {
    ...{ campaign: code, from: first, to: second, changes },
    steps: isJourney(campaign) ? stepChanges(before, after) : null,
    textsOnly: isTextsOnly(changes),
  };
}

/** True when something differs, and all that does is in the texts of messages. */
export const isTextsOnly = (changes: readonly Difference[]): boolean =>
  changes.length > 0 && changes.every(({ path }) => path.startsWith('messages.'));

function stepChanges(before: CampaignDefinition, after: CampaignDefinition): StepChanges {
  const [first, second] = [storedPlan(before), storedPlan(after)];
  const { stays, gone, new: added, otherKind } = differenceOf(first, second);
  const others = otherKind.map(({ name }) => name);
  const isSame = (name: string) =>
    JSON.stringify(first.byName.get(name)?.step) === JSON.stringify(second.byName.get(name)?.step);
  return {
    kept: stays.filter(isSame),
    changed: stays.filter((name) => !isSame(name)),
    gone: [...gone, ...others],
    added: [...added, ...others],
  };
}
