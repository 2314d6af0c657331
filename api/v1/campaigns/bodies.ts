import { type CampaignEntry, requireCampaignEntry } from '../../../modules/campaigns/page.ts';
import { writtenCampaign } from '../../../modules/campaigns/written.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import type { Db } from '../../../platform/database.ts';

/** A campaign as it is answered. */
export function campaignBody({ summary, definition, life }: CampaignEntry, currency: string) {
  const { code, name, lifecycle, status, version, staged, launchedAt, endedAt, enrolments: counts } = summary;
  return {
    ...{ code, name, lifecycle, status, version, staged, launchedAt, endedAt },
    ...life,
    definition: writtenCampaign(definition, currency),
    counts,
  };
}

/** A campaign of the programme, and the tag of its version and status: counts change by themselves. */
export async function campaignOf(db: Db, programmeId: number, code: string, options: { evenGone?: boolean } = {}) {
  const entry = await requireCampaignEntry(db, { programmeId, code }, options);
  const { currency } = (await loadProgramme(db, programmeId)).definition;
  return { body: campaignBody(entry, currency), etag: entry.revision };
}
