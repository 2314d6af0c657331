import * as z from 'zod';
import { parseSent } from '../../platform/parse-data.ts';
import { FileError, refusedAs } from '../../platform/yaml-file.ts';
import { templatesToCompose } from '../messaging/content/load-templates.ts';
import type { WrittenCampaign } from './check.ts';
import { campaignFileSchema } from './schema.ts';

const templatesSchema = z.record(z.string(), z.string());
/** What problems call the data and the templates that came with it. */
const places = { data: 'campaign', templates: 'templates' } as const;

/**
 * The campaign that a call has sent, as data or as the text of a file, its templates within it by the names of their files. It may
 * leave its code out; without templates those of the version before stay. Throws CAMPAIGN_INVALID with everything wrong in it.
 */
export async function parseSentCampaign(sent: unknown, code: string): Promise<WrittenCampaign> {
  return refusedAs('CAMPAIGN_INVALID', async () => {
    const { value, problemAt, fields } = parseSent(
      sent,
      places.data,
      campaignFileSchema(),
      ({ templates: _, ...rest }) => ({ campaign: code, ...rest }),
    );
    const refuse = (field: string, problem: string, fix: string) => new FileError([problemAt([field], problem, fix)]);
    if (value.campaign !== code) throw refuse('campaign', `is not "${code}", as its address says`, 'leave it out');
    if (fields.messages !== undefined) {
      throw refuse('messages', 'names a folder, and there is none here', 'give the texts under templates');
    }
    const templates = templatesSchema.optional().safeParse(fields.templates);
    if (!templates.success) {
      throw refuse('templates', 'are not texts by names of files', 'write "welcome.en.html.liquid": "..."');
    }
    const compose = await templatesToCompose(templates.data ?? {}, places.templates);
    const keepsMessages = templates.data === undefined;
    return { value, problemAt, compose, keepsMessages, messagesAt: places.templates };
  });
}
