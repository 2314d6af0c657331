import { PerennialError } from '../../platform/errors.ts';
import { type CampaignChange, launchVersion } from './versions.ts';
import type { Database } from '../../platform/database.ts';
import { checkMessages } from './check-messages.ts';

/** Takes a draft live, unless one of its messages could not be sent: then it is refused with the first of them. */
export async function launchCampaign(database: Database, change: CampaignChange): Promise<void> {
  await launchVersion(database, change, (definition, programme) => {
    const problems = checkMessages(definition, programme);
    const [first] = problems;
    if (first === undefined) return;
    const message = first.locale === undefined ? first.template : `${first.template}.${first.locale}`;
    const others = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
    throw new PerennialError(
      'CAMPAIGN_INVALID',
      `The campaign "${change.code}" can't be launched: its message ${message} ${first.problem}${others}.`,
      { field: message, fix: `${first.fix}, then apply the campaign again.` },
    );
  });
}
