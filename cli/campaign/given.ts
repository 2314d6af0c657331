import { existsSync } from 'node:fs';
import type { WrittenCampaign } from '../../modules/campaigns/check.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';

/** What an argument names: the campaign of a file or folder, or the code of one that was applied. */
export async function givenCampaign(argument: string): Promise<string | WrittenCampaign> {
  return isPath(argument) ? loadCampaign(argument) : argument;
}

function isPath(argument: string): boolean {
  return argument.includes('/') || argument.endsWith('.yaml') || argument.endsWith('.yml') || existsSync(argument);
}
