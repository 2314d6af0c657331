import { join } from 'node:path';
import { z } from 'zod';
import { addDays, localDay, startOfLocalDay } from '../values/calendar.ts';
import { lifecycleCodes } from '../workflows/lifecycles/codes.ts';
import type { Programme } from '../modules/programme/rules.ts';
import { verifyInvariants } from '../modules/invariants/verify.ts';
import { type Clock, openClock, startSteppedClock } from '../platform/clock.ts';
import { readEnv } from '../platform/env.ts';
import { packageRoot } from '../platform/package-root.ts';
import type { Shutdown } from '../platform/shutdown.ts';
import { connectTemporal } from '../platform/temporal-client.ts';
import { launchCampaign } from '../modules/campaigns/launch.ts';
import type { WrittenCampaign } from '../modules/campaigns/check.ts';
import type { Database } from '../platform/database.ts';
import { readProgrammeFile } from '../modules/programme/file.ts';
import { saveProgramme } from '../modules/programme/rows.ts';
import { loadCampaign } from '../modules/campaigns/load.ts';
import { createKey } from '../modules/keys/create.ts';
import { memberPageLink } from '../modules/keys/member-page.ts';
import { signMemberToken } from '../modules/keys/member-token.ts';
import { scopes } from '../modules/keys/rules-token.ts';
import { startProgress } from '../platform/terminal/progress.ts';
import type { Stack } from '../devstack/stack.ts';
import type { WorkerProcess } from '../devstack/worker-process.ts';
import { readFigures, type Figures } from './figures.ts';
import { importHistory } from './history.ts';
import { checkReturns } from './checks.ts';
import { type MonthOptions, runMonth, slotsOf } from './month.ts';
import { openTill } from './till.ts';
import { writeScript } from './script.ts';
import { startDemoStack, type Stage } from './stage.ts';
import { readRow } from '../platform/rows.ts';
import { counted } from '../values/plural.ts';

export interface DemoOptions {
  /** Holds everything the demo writes; emptied first. */
  readonly dir: string;
  readonly days: number;
  readonly seed: number;
  readonly newcomers: number;
  /** Days on which the worker is killed with -9. */
  readonly killOnDays: readonly number[];
  readonly quiet: boolean;
  readonly shutdown: Shutdown;
}

export interface DemoReport {
  readonly programme: string;
  readonly days: number;
  readonly from: Date;
  readonly until: Date;
  readonly figures: Figures;
  readonly violations: readonly string[];
  readonly workerRestarts: number;
  readonly mailPageUrl: string;
  readonly temporalUiUrl: string | undefined;
  readonly exampleMember: string;
  /** Somebody who paid with points, and how the API is asked for what is left of them. */
  readonly exampleShopper: string;
  readonly api: { readonly url: string; readonly key: string };
  /** The page of that member, as the member has it; good for an hour. */
  readonly memberPage: string;
}

export interface RunningDemo {
  readonly report: DemoReport;
  /** Ends the servers. */
  stop(): Promise<void>;
}

/** Before the last slot of the day, which lies an hour before the quiet hours and behind those of members further east. */
const checkInReminderAt = '16:00';
const dayMs = 86_400_000;
const interruptedExitCode = 130;

/** Lives a month of the reference programme on real orders: real servers, real ledger, real mails, a day in a few seconds. */
export async function runDemo(options: DemoOptions): Promise<RunningDemo> {
  const say = (text: string) => void (options.quiet || process.stderr.write(`${text}\n`));
  const stage = await startDemoStack(options.dir, say);
  // A Ctrl-C while something long runs ends everything at once: half a demo is of no use.
  void options.shutdown.requested.then(() => stage.stop().finally(() => process.exit(interruptedExitCode)));
  try {
    const report = await live(options, stage);
    return { report, stop: () => stage.stop() };
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

async function live(options: DemoOptions, stage: Stage): Promise<DemoReport> {
  const { database, stack } = stage;
  const programme = await readProgrammeFile(playbook('reference/programme.yaml'));
  const { id: programmeId } = await saveProgramme(database, programme);
  const { startsAt, dayOne, slots } = monthOf(new Date(), options.days, programme);
  await startSteppedClock(database, { at: startsAt });
  const clock = await openClock(database);
  stage.onStop(async () => clock.close());

  const ordersPath = join(packageRoot(), 'data', 'retail-invoices.csv.gz');
  const { databaseUrl } = stack;
  await importHistory({
    database,
    databaseUrl,
    clock,
    programmeId,
    ordersPath,
    dir: options.dir,
    quiet: options.quiet,
  });
  await launchCampaigns(database, clock, programmeId);
  const script = await writeScript(database, { programmeId, programme, dayOne, ...options });
  const worker = stage.startWorker();
  const { client, close } = await connectTemporal({
    connection: { address: stack.temporalAddress },
    namespace: 'default',
  });
  stage.onStop(close);
  const taskQueue = readEnv().TEMPORAL_TASK_QUEUE;
  const till = openTill({ database, clock, programmeId, currency: programme.currency }, script.checkouts);
  await watchMonth(options, { database, clock, client, taskQueue, programmeId, script, till, dayOne, slots }, worker);

  const violations = await verifyInvariants(database, programmeId);
  return {
    programme: programme.name,
    days: options.days,
    from: dayOne,
    until: clock.now(),
    figures: await readFigures(database, programmeId, dayOne),
    violations: [
      ...violations.map((violation) => `${violation.invariant}: ${violation.detail}`),
      ...(await checkReturns(database, programmeId)),
    ],
    workerRestarts: worker.restarts(),
    mailPageUrl: stack.mailPageUrl,
    temporalUiUrl: stack.temporalUiUrl,
    ...(await openDoors(database, programmeId, stack)),
    exampleShopper: await findExampleShopper(database, programmeId),
  };
}

/** The clock starts in the last half hour of today. */
function monthOf(now: Date, days: number, { zone }: Programme): { startsAt: Date; dayOne: Date; slots: Date[] } {
  const dayOne = startOfLocalDay(addDays(localDay(now, zone), 1), zone);
  const halfHourMs = 1_800_000;
  return { dayOne, startsAt: new Date(dayOne.getTime() - halfHourMs), slots: slotsOf(dayOne, days, zone) };
}

async function launchCampaigns(database: Database, clock: Clock, programmeId: number): Promise<void> {
  for (const code of lifecycleCodes) {
    const written = inTimeForTheDay(await loadCampaign(playbook(code)));
    await launchCampaign({ database, clock }, { id: programmeId }, written, { actor: 'demo' });
  }
}

function inTimeForTheDay(written: WrittenCampaign): WrittenCampaign {
  const { value } = written;
  if (value.lifecycle !== 'check-in-streak') return written;
  return { ...written, value: { ...value, settings: { ...value.settings, remindAt: checkInReminderAt } } };
}

type Month = Omit<MonthOptions, 'onWork' | 'onActed' | 'isStopped'> & { readonly dayOne: Date };

async function watchMonth(options: DemoOptions, month: Month, worker: WorkerProcess): Promise<void> {
  const progress = startProgress({ title: 'A month passes', total: options.days, unit: 'days', quiet: options.quiet });
  const startedAt = performance.now();
  const kills = [...options.killOnDays].sort((a, b) => a - b);
  const dayAt = (now: Date) => Math.max(0, (now.getTime() - month.dayOne.getTime()) / dayMs);
  const onWork = (now: Date) =>
    progress.update(dayAt(now), `day ${Math.min(options.days, Math.floor(dayAt(now)) + 1)} of ${options.days}`);
  const onActed = (now: Date) => {
    const pid = worker.pid();
    if (kills[0] === undefined || dayAt(now) < kills[0] || pid === undefined) return;
    kills.shift();
    process.kill(pid, 'SIGKILL');
  };
  try {
    await runMonth({ ...month, onWork, onActed, isStopped: () => options.shutdown.isRequested() });
    progress.finish(
      `${counted(options.days, 'day', 'days')} in ${Math.round((performance.now() - startedAt) / 1_000)} s`,
    );
  } catch (error) {
    progress.stop();
    throw error;
  }
}

const exampleRow = z.object({ externalId: z.string() });

/** Somebody with a story to look at: the newcomer with the most steps. */
async function findExampleMember(database: Database, programmeId: number): Promise<string> {
  const row = await readRow(
    exampleRow,
    database.$queryRaw`
      SELECT m.external_id AS "externalId" FROM step s JOIN member m ON m.id = s.member_id
      WHERE s.programme_id = ${programmeId}::int GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  );
  return row?.externalId ?? '';
}

/** Somebody whose redemptions have a story: a basket that was left, an order that came back, or two of them. */
async function findExampleShopper(database: Database, programmeId: number): Promise<string> {
  const row = await readRow(
    exampleRow,
    database.$queryRaw`
      SELECT m.external_id AS "externalId" FROM redemption r JOIN member m ON m.id = r.member_id
      WHERE r.programme_id = ${programmeId}::int
      GROUP BY 1 ORDER BY count(DISTINCT r.status) DESC, sum(r.refunded_points) > 0 DESC, count(*) DESC, 1 LIMIT 1`,
  );
  return row?.externalId ?? '';
}

/** A token lasts no longer. */
const linkMinutes = 60;

/** For the console and the API of this machine: a key that may do everything there is to try, and the page of one member. */
async function openDoors(
  database: Database,
  programmeId: number,
  { publicUrl, unsubscribeSecret }: Pick<Stack, 'publicUrl' | 'unsubscribeSecret'>,
): Promise<Pick<DemoReport, 'exampleMember' | 'api' | 'memberPage'>> {
  const { id: keyId, secret } = await createKey(database, programmeId, {
    ...{ name: 'a look around', scopes, actor: 'demo' },
  });
  const exampleMember = await findExampleMember(database, programmeId);
  const expiresAt = new Date(Date.now() + linkMinutes * 60_000);
  const may = { checkIn: true, edit: true };
  const token = signMemberToken(unsubscribeSecret, { programmeId, memberId: exampleMember, keyId, expiresAt, ...may });
  return {
    exampleMember,
    api: { url: `${publicUrl}/v1`, key: secret },
    memberPage: memberPageLink(publicUrl, token),
  };
}

function playbook(path: string): string {
  return join(packageRoot(), 'playbooks', path);
}
