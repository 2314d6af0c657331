import { type Database, type Db } from '../../platform/database.ts';
import { readDoors, takesAudience } from '../../workflows/lifecycles/journey/doors.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import type { Audience } from '../segments/asking.ts';
import { readKnown } from '../segments/catalogue.ts';
import { type AudienceCount, countAudienceIn, whileCounting } from '../segments/count.ts';
import { lookAtStored } from './check-journey.ts';
import { unconnectedAdvice, unconnectedChannels } from './check-channels.ts';
import { messageProblems } from './check-messages.ts';
import { isJourney, storedPlan } from './journey-definition.ts';
import { costsOf, type LaunchCost, worstOf } from './launch-costs.ts';
import { requireCampaign } from './rows.ts';
import { countHeldOut, countShared, type OtherCampaign, readOthers, readZones } from './rows-launch-plan.ts';
import { currentVersion, storedDefinition } from './rows-versions.ts';
import type { CampaignDefinition } from './rules.ts';
import { type LaunchCheck, launchChecks } from './rules-launch-checks.ts';
import { firstMessage } from './rules-first-message.ts';
import { type BudgetLine, type Departure, departures } from './rules-launch-plan.ts';
import { needsApproval, reviewOf } from './rules-review.ts';
import { tellJourney } from './tell-journey.ts';

/** What launching a campaign would come to: whom it reaches, what it gives at most, when it begins to write, and what stops it. */
export interface LaunchPlan {
  readonly campaign: string;
  readonly lifecycle: string;
  readonly version: number;
  /** The journey in sentences; null of a lifecycle, whose guide says what it does. */
  readonly told: string | null;
  /** Who comes in when it goes live or by the calendar; null of a campaign whose members come one by one. */
  readonly audience: AudienceCount | null;
  /** Members of the audience that get nothing, by lot; null of a campaign whose members come one by one. */
  readonly holdOut: number | null;
  /** The most that one member can get, worth in minor units; null where only the lifecycle knows. */
  readonly perMember: LaunchCost | null;
  /** The most that this audience can get: no more than the budget allows. */
  readonly inAll: LaunchCost | null;
  /** Each limit of its budget, and for how many members more it is enough. */
  readonly budget: readonly BudgetLine[];
  /** When the first message may leave; null when that depends on the member. */
  readonly firstMessageAt: Date | null;
  /** The same where the members live, most of them first; the last row is of all other zones. */
  readonly zones: readonly Departure[];
  /** Enrolments an hour at most, and how many hours the audience takes; null where it has no pace. */
  readonly pace: { readonly perHour: number; readonly hours: number } | null;
  /** Other campaigns that run, and who is in them: they want the same members' attention. */
  readonly others: readonly OtherCampaign[];
  /** What was looked at: what stops it first. */
  readonly checks: readonly LaunchCheck[];
  readonly canLaunch: boolean;
}

/** Reads what launching a draft, or another time of a campaign that runs, would come to. */
export async function planLaunch(
  database: Database,
  programme: StoredProgramme,
  code: string,
  now: Date,
): Promise<LaunchPlan> {
  const campaign = await requireCampaign(database, { programmeId: programme.id, code });
  return whileCounting(database, (tx) => planLaunchIn(tx, programme, campaign, now));
}

/** The same in the transaction of `tx`, of a campaign's row as it is there. */
export async function planLaunchIn(
  tx: Db,
  programme: StoredProgramme,
  campaign: Campaign,
  now: Date,
): Promise<LaunchPlan> {
  const { code } = campaign;
  const version = await currentVersion(tx, campaign);
  const definition = storedDefinition(version);
  const plan = isJourney(definition) ? storedPlan(definition) : undefined;
  const who = plan && (await audienceOf(tx, programme, plan, now));
  const audience = who === undefined ? null : await countAudienceIn(tx, who);
  const holdOut = who === undefined ? null : await countHeldOut(tx, who, version.id);
  const costs = plan && (await costsOf(tx, { campaignId: campaign.id, plan, audience }, programme));
  const perHour = plan?.file.pace?.perHour;
  const { zone } = programme.definition;
  const leaves = (where: string) => plan && firstMessage(plan, programme.definition, where, now.getTime());
  const first = leaves(zone);
  const messages = messagesOf(definition, programme, now);
  const looked = plan === undefined ? rightAsItIs : await lookAtStored(tx, programme, definition, now);
  const checks = launchChecks({
    ...messages,
    problems: [...messages.problems, ...looked.problems],
    advice: [...looked.advice, ...unconnectedAdvice(await unconnectedChannels(tx, programme, definition), code)],
    ...{
      audience,
      isLaunch: plan !== undefined && readDoors(plan.file.entry).every(({ launch }) => launch !== undefined),
    },
    budget: costs?.budget ?? [],
    isGiving: costs === undefined || costs.perMember.points > 0 || costs.perMember.coupons > 0,
    heldOut: holdOut,
    alsoIn: who === undefined ? 0 : await countShared(tx, who, code),
    version: campaign.currentVersion,
    review: reviewOf(campaign),
    needsApproval: needsApproval(worstOf(costs), programme.definition),
  });
  return {
    ...{ campaign: code, lifecycle: definition.lifecycle, version: campaign.currentVersion },
    ...{ told: plan === undefined ? null : tellJourney(definition), audience, holdOut },
    ...{ perMember: costs?.perMember ?? null, inAll: costs?.inAll ?? null, budget: costs?.budget ?? [] },
    firstMessageAt: first === undefined ? null : new Date(first),
    zones: who === undefined || first === undefined ? [] : departures(await readZones(tx, who), zone, leaves),
    pace: perHour === undefined || audience === null ? null : { perHour, hours: Math.ceil(audience.members / perHour) },
    others: await readOthers(tx, { programmeId: programme.id, code, ...(who === undefined ? {} : { audience: who }) }),
    ...{ checks, canLaunch: checks.every(({ kind }) => kind !== 'stop') },
  };
}

/** Of a lifecycle, whose settings were checked when they were stored. */
const rightAsItIs = { advice: [], problems: [] };

function messagesOf(definition: CampaignDefinition, { definition: programme }: StoredProgramme, now: Date) {
  return {
    problems: messageProblems(definition, programme, { now }),
    messages: Object.keys({ ...definition.shortTexts, ...definition.messages }).length,
    languages: programme.locales.length,
  };
}

async function audienceOf(
  db: Db,
  programme: StoredProgramme,
  { file }: Plan,
  now: Date,
): Promise<Audience | undefined> {
  const { audience: who } = file;
  if (who === undefined || !readDoors(file.entry).some(takesAudience)) return undefined;
  return { programme, known: await readKnown(db, programme), who, now };
}
