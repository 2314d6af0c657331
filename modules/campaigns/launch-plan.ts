import type { Database, Db } from '../../platform/database.ts';
import type { Instant } from '../../values/instant.ts';
import { currencyDigits } from '../../values/money.ts';
import { worstCase } from '../../workflows/lifecycles/journey/cost.ts';
import { readDoors, type Schedule, takesAudience } from '../../workflows/lifecycles/journey/doors.ts';
import type { Budget } from '../../workflows/lifecycles/journey/file.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';
import { endOfDuration } from '../../workflows/lifecycles/journey/moments.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';
import { runOf } from '../../workflows/lifecycles/journey/runs.ts';
import { nextOccasion } from '../../workflows/lifecycles/journey/schedules.ts';
import { inMinorUnits, readSpent } from '../journeys/budget.ts';
import { keepsQuietHours, opensAt } from '../programme/rules-quiet-hours.ts';
import type { MessageClass } from '../programme/rules-message-limits.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { readKnown } from '../segments/catalogue.ts';
import { type AudienceCount, countAudience } from '../segments/count.ts';
import { isJourney, storedPlan } from './journey-definition.ts';
import { requireCampaign } from './rows.ts';
import { currentVersion, storedDefinition } from './rows-versions.ts';
import type { CampaignDefinition } from './rules.ts';
import { budgetLines, type BudgetLine } from './rules-launch-plan.ts';
import { tellJourney } from './tell-journey.ts';

/** What launching a campaign would come to: whom it reaches, what it gives at most, when it begins to write. */
export interface LaunchPlan {
  readonly campaign: string;
  readonly lifecycle: string;
  /** The journey in sentences; null of a lifecycle, whose guide says what it does. */
  readonly told: string | null;
  /** Who comes in when it goes live or by the calendar; null of a campaign whose members come one by one. */
  readonly audience: AudienceCount | null;
  /** The most that one member can get, worth in minor units; null where only the lifecycle knows. */
  readonly perMember: Cost | null;
  /** The most that this audience can get: no more than the budget allows. */
  readonly inAll: Cost | null;
  /** Each limit of its budget, and for how many members more it is enough. */
  readonly budget: readonly BudgetLine[];
  /** When the first message may leave; null when that depends on the member. */
  readonly firstMessageAt: Date | null;
  /** Enrolments an hour at most, and how many hours the audience takes; null where it has no pace. */
  readonly pace: { readonly perHour: number; readonly hours: number } | null;
  /** Other campaigns that run, and who is in them: they want the same members' attention. */
  readonly others: readonly { readonly campaign: string; readonly priority: number; readonly inside: number }[];
}

/** Campaigns that are named beside it, those first whose messages go first. */
const othersMax = 20;

/** Reads what launching a draft, or another time of a campaign that runs, would come to. */
export async function planLaunch(
  database: Database,
  programme: StoredProgramme,
  code: string,
  now: Date,
): Promise<LaunchPlan> {
  const campaign = await requireCampaign(database, { programmeId: programme.id, code });
  const definition = storedDefinition(await currentVersion(database, campaign));
  const { lifecycle } = definition;
  const others = await readOthers(database, programme.id, code);
  const common = { campaign: code, lifecycle, others };
  if (!isJourney(definition)) {
    return {
      ...{ ...common, told: null, audience: null, perMember: null, inAll: null, budget: [] },
      ...{ firstMessageAt: null, pace: null },
    };
  }
  const plan = storedPlan(definition);
  const audience = await audienceOf(database, programme, plan, now);
  const costs = await costsOf(database, { campaignId: campaign.id, plan, audience }, programme);
  const perHour = plan.file.pace?.perHour;
  return {
    ...{ ...common, told: tellJourney(definition), audience, ...costs },
    firstMessageAt: firstMessageAt(plan, programme, now),
    pace: perHour === undefined || audience === null ? null : { perHour, hours: Math.ceil(audience.members / perHour) },
  };
}

async function audienceOf(
  database: Database,
  programme: StoredProgramme,
  { file }: Plan,
  now: Date,
): Promise<AudienceCount | null> {
  const { audience: who } = file;
  if (who === undefined || !readDoors(file.entry).some(takesAudience)) return null;
  return countAudience(database, { programme, known: await readKnown(database, programme), who, now });
}

async function costsOf(
  db: Db,
  { campaignId, plan, audience }: { campaignId: number; plan: Plan; audience: AudienceCount | null },
  { definition: { currency } }: StoredProgramme,
): Promise<Pick<LaunchPlan, 'perMember' | 'inAll' | 'budget'>> {
  const perMember = inMinor(worstCase(plan), currency);
  const limits: Budget = plan.file.budget ?? {};
  const spent = await readSpent(db, campaignId);
  const budget = budgetLines(inMinor(limits, currency), spent, perMember);
  const roomFor = Math.min(...budget.map((line) => line.enoughFor ?? Infinity));
  const members = audience === null ? null : Math.min(audience.members, roomFor);
  const inAll =
    members === null
      ? null
      : {
          ...{ points: perMember.points * members, coupons: perMember.coupons * members },
          ...{ messages: perMember.messages * members, worth: perMember.worth * members },
        };
  return { perMember, inAll, budget };
}

/** Waits of one path before the first message are added up; behind a fork it depends on the member. */
function firstMessageAt(plan: Plan, { definition: { zone, quietHours } }: StoredProgramme, now: Date): Date | null {
  let at: Instant | undefined = beginsAt(plan, zone, now);
  for (const step of plan.file.steps) {
    if (at === undefined) return null;
    const { verb, isFork, waits } = plan.language.kindOf(step);
    if (verb === 'message') {
      const of = (step.class ?? 'marketing') as MessageClass;
      return new Date(keepsQuietHours(of) ? opensAt(quietHours, zone, at) : at);
    }
    if (verb === 'wait') at = afterWait(step, zone, at);
    else if (isFork === true || waits === true) return null;
  }
  return null;
}

/** When the first member can come in: at once, when it begins to run, or when its calendar says. */
function beginsAt({ file }: Plan, zone: string, now: Date): Instant | undefined {
  const from = Math.max(now.getTime(), runOf(file, zone).from ?? 0);
  const doors = readDoors(file.entry);
  if (doors.some(({ schedule }) => schedule === undefined)) return from;
  const nexts = doors.flatMap((door) => nextOccasion(door as Schedule, zone, from) ?? []);
  return nexts.length === 0 ? undefined : Math.min(...nexts);
}

function afterWait({ wait, at, days }: Readonly<Record<string, unknown>>, zone: string, from: Instant) {
  const calendar = {
    ...{ at: at as string | undefined, days: days as string | readonly string[] | undefined, notOn: [] },
  };
  const nothing = { yearly: () => undefined, date: () => undefined };
  return endOfDuration(String(wait), calendar, { from, zone, leapDay: 'february', ...nothing });
}

async function readOthers(db: Db, programmeId: number, code: string): Promise<LaunchPlan['others']> {
  const live = await db.campaign.findMany({
    where: { programmeId, status: 'live', code: { not: code } },
    include: { versions: { orderBy: { version: 'desc' }, take: 1 } },
    take: othersMax,
    orderBy: { id: 'asc' },
  });
  const inside = await db.enrolment.groupBy({
    by: ['campaignId'],
    where: { campaignId: { in: live.map(({ id }) => id) }, status: 'active' },
    _count: true,
  });
  const insideOf = new Map(inside.map(({ campaignId, _count }) => [campaignId, _count]));
  return live
    .map(({ id, code: campaign, versions: [version] }) => {
      const { priority = 100 } = (version?.definition ?? {}) as Partial<CampaignDefinition>;
      return { campaign, priority, inside: insideOf.get(id) ?? 0 };
    })
    .sort((a, b) => a.priority - b.priority || a.campaign.localeCompare(b.campaign));
}

function inMinor<Worth extends { readonly worth?: number | undefined }>(of: Worth, currency: string): Worth {
  return inMinorUnits(of, currencyDigits(currency) ?? 2);
}
