import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseData } from '../../platform/parse-data.ts';
import { type ParsedYaml, readYamlFile } from '../../platform/yaml-file.ts';
import { type CampaignFile, campaignFileSchema } from './schema.ts';

/** The name of the file in a playbook's folder. */
const campaignFileName = 'campaign.yaml';

/** What a campaign file, or the one in a playbook's folder, says; throws a FileError with line, field and fix of everything wrong in it. */
export async function readCampaignFile(path: string): Promise<ParsedYaml<CampaignFile>> {
  return readYamlFile((await isFolder(path)) ? join(path, campaignFileName) : path, campaignFileSchema());
}

/** The same for data that is at hand, field by field as a file has them; `place` is what problems call it. */
export function parseCampaignFile(data: unknown, place: string): ParsedYaml<CampaignFile> {
  return parseData(data, place, campaignFileSchema());
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
