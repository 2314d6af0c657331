import type { JsonObject } from '../../values/json.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { doorTypes, heardBy, plainExits } from '../../workflows/lifecycles/journey/heard.ts';
import { type Plan, planOf } from '../../workflows/lifecycles/journey/plan.ts';
import type { Db } from '../../platform/database.ts';
import { openDoors } from '../journeys/open.ts';
import { loadProgramme } from '../programme/rows.ts';
import { runOf } from '../../workflows/lifecycles/journey/runs.ts';
import { shippedLanguage } from '../journeys/language.ts';
import type { CampaignDefinition } from './rules.ts';
import type { CampaignFile } from './schema.ts';

/** What campaign files name it by, and cohorts. */
export const journeyLifecycle = 'journey';
const priorityDefault = 100;

/** True of a campaign whose steps its author has written. */
export const isJourney = ({ lifecycle }: { readonly lifecycle: string }): boolean => lifecycle === journeyLifecycle;

export const isJourneyFile = (file: CampaignFile): file is JourneyFile => isJourney(file);

/** The journey of a stored campaign: its settings are the file, as it was written and checked. */
export const journeyFileOf = ({ settings }: { readonly settings: JsonObject }): JourneyFile =>
  settings as unknown as JourneyFile;

/** The plan of a stored journey. */
export const storedPlan = (campaign: { readonly settings: JsonObject }): Plan =>
  planOf(journeyFileOf(campaign), shippedLanguage);

/** A journey as it is stored, with its templates. */
export function journeyDefinition(file: JourneyFile, messages: CampaignDefinition['messages']): CampaignDefinition {
  const { campaign, name, lifecycle, reentry = 'never', priority = priorityDefault, holdOut, conversionDays } = file;
  return {
    ...{ code: campaign, name, lifecycle },
    settings: file as unknown as JsonObject,
    reentry: reentry === 'never' ? { kind: 'never' } : { kind: 'afterDays', days: reentry.afterDays },
    exitOn: plainExits(file),
    priority,
    ...(holdOut === undefined ? {} : { holdOut }),
    ...(conversionDays === undefined ? {} : { conversionDays }),
    // Each message says its own.
    messageClasses: {},
    messages,
  };
}

/** Opens the doors of a journey that goes live, or of its new version; of other campaigns nothing is to be done. */
export async function openJourney(
  tx: Db,
  {
    programmeId,
    campaignId,
    now,
    ...campaign
  }: Pick<CampaignDefinition, 'lifecycle' | 'settings'> & {
    readonly programmeId: number;
    readonly campaignId: number;
    readonly now: Date;
  },
): Promise<void> {
  if (!isJourney(campaign)) return;
  const [file, plan] = [journeyFileOf(campaign), storedPlan(campaign)];
  const programme = await loadProgramme(tx, programmeId);
  const { until } = runOf(file, programme.definition.zone);
  const runsUntil = until === undefined ? null : new Date(until);
  // What its calendar has closed, a version that runs for longer opens again.
  await tx.$executeRaw`
    UPDATE campaign SET runs_until = ${runsUntil}::timestamptz,
      entry_closed_at = CASE
        WHEN entry_closed_at = runs_until AND coalesce(${runsUntil}::timestamptz, 'infinity') > ${now}::timestamptz THEN NULL
        ELSE entry_closed_at END
    WHERE id = ${campaignId}::int`;
  await openDoors(tx, {
    programme,
    campaign: { id: campaignId },
    file,
    plan,
    now,
  });
}

/** What the intake has to know of a journey: by which events members come in, and which its stories hear. */
export function journeyEntrance(plan: Plan) {
  return { trigger: { kind: 'sweep' as const }, listensTo: heardBy(plan), doorTypes: doorTypes(plan.file) };
}
