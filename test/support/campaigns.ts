import { changeStatus } from '../../modules/campaigns/change-status.ts';
import { findCampaign, lockCampaign, requireCampaign } from '../../modules/campaigns/rows.ts';
import { type Entrance, type StoredVersion, storeVersion } from '../../modules/campaigns/rows-versions.ts';
import type { CampaignDefinition } from '../../modules/campaigns/rules.ts';
import { type Database, inTransaction } from '../../platform/database.ts';

interface Changed {
  readonly programmeId: number;
  readonly actor: string;
  readonly now: Date;
}

/** Stores a definition that no playbook holds, with an entrance of the test's own; nothing is checked. */
export function storeCampaign(
  database: Database,
  { programmeId, definition, lifecycle: entrance, actor, now }: Changed & Stored,
): Promise<StoredVersion> {
  return inTransaction(database, async (tx) => {
    const key = { programmeId, code: definition.code };
    await lockCampaign(tx, key);
    return storeVersion(tx, await findCampaign(tx, key), { programmeId, definition, entrance, actor, now });
  });
}

interface Stored {
  readonly definition: CampaignDefinition;
  readonly lifecycle: Entrance;
}

/** Takes such a campaign live, whatever its messages are. */
export async function launchVersion(
  database: Database,
  { programmeId, code, actor, now }: Changed & { readonly code: string },
): Promise<void> {
  await inTransaction(database, async (tx) => {
    const campaign = await requireCampaign(tx, { programmeId, code });
    await changeStatus(tx, campaign, { verb: 'launched', from: ['draft'], to: 'live' }, { actor, now });
  });
}
