import { applyCampaign, type ApplyReport } from '../../modules/campaigns/apply.ts';
import { journeyForms } from '../../modules/campaigns/journey-messages.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { parseCampaign } from '../../modules/campaigns/load.ts';
import { putEditLive } from '../../modules/campaigns/put-live.ts';
import type { StoredProgramme } from '../../modules/programme/rows.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import type { EditPolicy } from '../../workflows/lifecycles/journey/edits.ts';
import { shippedJourneySchema } from '../../modules/campaigns/journey-file.ts';

const by = { actor: 'test' };

/** The type of the event by which members enter a journey of this code. */
export const doorOf = (code: string) => `go.${code.replaceAll('-', '')}`;

/** A journey of these steps, with texts that say the word. */
export async function journeyOf(code: string, steps: readonly object[], rest: object = {}, word = 'first') {
  const data = {
    ...{ campaign: code, name: code, lifecycle: 'journey', entry: [{ event: doorOf(code) }], steps },
    ...rest,
  };
  const file = shippedJourneySchema.parse(data);
  const texts = Object.keys(journeyForms(file)).flatMap((name) =>
    ['en', 'zh-CN'].flatMap((locale) => [
      [`${name}.${locale}.html.liquid`, `---\nsubject: ${name} ${word}\npreheader: ${name}\n---\n<p>${word}</p>\n`],
      [`${name}.${locale}.text.liquid`, `${word}\n`],
    ]),
  );
  return parseCampaign(data, Object.fromEntries(texts) as Record<string, string>);
}

export interface Editing {
  readonly database: Database;
  readonly clock: Clock;
  readonly programme: StoredProgramme;
}

export type Journey = Awaited<ReturnType<typeof journeyOf>>;

export const launch = ({ programme, ...deps }: Editing, journey: Journey) =>
  launchCampaign(deps, programme, journey, by);

export const stage = ({ programme, ...deps }: Editing, journey: Journey): Promise<ApplyReport> =>
  applyCampaign(deps, programme, journey, by);

/** Stages a changed journey and puts it live. */
export async function edit(editing: Editing, journey: Journey, policy: EditPolicy) {
  const { version } = await stage(editing, journey);
  const { programme, ...deps } = editing;
  return putEditLive(deps, programme, journey.value.campaign, { ...by, policy, version });
}
