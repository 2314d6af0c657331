import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FileError } from '../../platform/yaml-file.ts';
import { readTemplates, type TemplateFiles, templatesToCompose } from '../messaging/content/load-templates.ts';
import type { WrittenCampaign } from './check.ts';
import { messageFormsOf } from './message-forms.ts';
import { parseCampaignFile, readCampaignFile } from './file.ts';

/** A campaign file or playbook folder with its templates, as it is written: nothing is held against a programme yet. */
export async function loadCampaign(path: string): Promise<WrittenCampaign> {
  const { file, value, problemAt } = await readCampaignFile(path);
  const messagesAt = resolve(dirname(file), value.messages ?? messagesFolder);
  if (!existsSync(messagesAt)) {
    const sendsNothing =
      Object.keys(messageFormsOf({ lifecycle: value.lifecycle, settings: value as never })).length === 0;
    if (sendsNothing) return { value, problemAt, compose: await templatesToCompose({}, messagesAt), messagesAt };
    throw new FileError([
      problemAt(['messages'], `names a folder that is not there (${messagesAt})`, 'name the folder of the templates'),
    ]);
  }
  return { value, problemAt, compose: await readTemplates(messagesAt), messagesAt };
}

/** A campaign that is at hand as data, with its templates by the names that their files would have: `welcome.en.html.liquid`. */
export async function parseCampaign(data: unknown, templates: TemplateFiles): Promise<WrittenCampaign> {
  const { value, problemAt } = parseCampaignFile(data, dataPlace);
  if (typeof data === 'object' && data !== null && 'messages' in data) {
    const fix = 'leave it out and give the templates beside the campaign';
    throw new FileError([problemAt(['messages'], 'names a folder, and there is none here', fix)]);
  }
  return { value, problemAt, compose: await templatesToCompose(templates, templatesPlace), messagesAt: templatesPlace };
}

/** Where templates are when a journey does not say. */
const messagesFolder = 'messages';
/** What problems call the data and the templates that came with it. */
const dataPlace = 'campaign';
const templatesPlace = 'templates';
