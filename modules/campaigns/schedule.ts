import type { Logger } from 'pino';
import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { readInstant } from '../../workflows/lifecycles/journey/runs.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatus, refuseStatus, type StatusRule } from './change-status.ts';
import { launchCampaign, refuseStopped, refuseUnready } from './launch.ts';
import { findCampaign, lockCampaign, notReviewed, requireCampaign, revisionOf } from './rows.ts';

const scheduling: StatusRule = { verb: 'scheduled', from: ['draft', 'in_review', 'scheduled'], to: 'scheduled' };
/** A launch that far ahead is a slip of the pen. */
const aheadDaysMax = 366;
const dayMs = 86_400_000;

/** Lets a campaign go live by itself at an instant of the programme's clock; it has to be such that it could now. */
export async function scheduleCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  at: Date,
  { actor, requestId, revision, mayStandSo = false }: Omit<AskedBy, 'dryRun'>,
): Promise<void> {
  const now = clock.now();
  refuseTime(at, now);
  await inTransaction(database, async (tx) => {
    const key = { programmeId, code };
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    if (mayStandSo && campaign.scheduledFor?.getTime() === at.getTime()) return;
    refuseStatus(campaign, scheduling);
    await refuseUnready(tx, campaign, now);
    await refuseStopped(tx, campaign, await loadProgramme(tx, programmeId), now);
    const change = { actor, now, requestId, reason: `for ${at.toISOString()}` };
    await changeStatus(tx, campaign, scheduling, change, { scheduledFor: at, scheduledBy: actor });
  });
}

/** A time as a person writes it: on the programme's calendar, or with its offset; throws USAGE. */
export function launchTime(text: string, zone: string): Date {
  const at = readInstant(text, zone) ?? (/T.*(Z|[+-]\d\d:\d\d)$/i.test(text) ? Date.parse(text) : NaN);
  if (!Number.isNaN(at)) return new Date(at);
  throw new PerennialError('USAGE', `"${text}" is no time.`, {
    field: '--at',
    fix: "Write it as '2026-12-01 10:00', or with its offset as 2026-12-01T10:00:00Z.",
  });
}

function refuseTime(at: Date, now: Date): void {
  const refuse = (problem: string, fix: string) =>
    new PerennialError('REQUEST_INVALID', `The time of the launch ${problem}.`, { field: 'at', fix });
  if (at <= now) throw refuse('has passed', 'Choose one that is to come, or launch it now.');
  if (at.getTime() - now.getTime() > aheadDaysMax * dayMs)
    throw refuse(
      `is more than ${aheadDaysMax} days ahead`,
      'Choose a nearer one, and schedule it again when that has come.',
    );
}

const waitRow = z.object({ waits: z.boolean() });

/** Whether the time of a campaign has come: asked ten times a second. */
export async function launchesWait(db: Db, now: Date): Promise<boolean> {
  const query = db.$queryRaw`
    SELECT EXISTS (SELECT FROM campaign WHERE status = 'scheduled' AND scheduled_for <= ${now}::timestamptz) AS waits`;
  return (await readOnlyRow(waitRow, query)).waits;
}

/** Campaigns taken live in one go. */
const launchesMax = 50;

/**
 * Takes campaigns live whose time has come. One that can't be any more becomes a draft again, with the reason in the audit: its author
 * is told by `campaign.changed`. Answers how many it has looked at.
 */
export async function launchDue(
  { database, clock, logger }: CampaignDeps & { readonly logger: Logger },
  goOn: () => boolean,
): Promise<number> {
  const due = await database.campaign.findMany({
    where: { status: 'scheduled', scheduledFor: { lte: clock.now() } },
    select: { programmeId: true, code: true, scheduledBy: true },
    orderBy: [{ scheduledFor: 'asc' }, { id: 'asc' }],
    take: launchesMax,
  });
  let looked = 0;
  for (const { programmeId, code, scheduledBy } of due) {
    if (!goOn()) break;
    looked++;
    const actor = `schedule of ${scheduledBy ?? 'nobody'}`;
    try {
      await launchCampaign({ database, clock }, { id: programmeId }, code, { actor, onlyScheduled: true });
    } catch (error) {
      if (!(error instanceof PerennialError)) throw error;
      logger.warn({ campaign: code, err: error }, 'a campaign whose time has come can not be launched');
      await takeBack(database, { programmeId, code, now: clock.now(), actor, why: error.message });
    }
  }
  return looked;
}

interface TakingBack {
  readonly programmeId: number;
  readonly code: string;
  readonly now: Date;
  readonly actor: string;
  readonly why: string;
}

const takingBack: StatusRule = { verb: 'not launched', from: ['scheduled'], to: 'draft' };

async function takeBack(database: Database, { why, actor, now, ...key }: TakingBack): Promise<void> {
  await inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    // Somebody has given it another time, taken it live or away, in between.
    const campaign = await findCampaign(tx, key);
    if (campaign?.status !== 'scheduled' || campaign.scheduledFor === null || campaign.scheduledFor > now) return;
    await changeStatus(tx, campaign, takingBack, { actor, now, reason: why }, notReviewed);
  });
}
