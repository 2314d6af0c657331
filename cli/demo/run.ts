import { join } from 'node:path';
import { addDays, localDay, startOfLocalDay } from '../../domain/calendar.ts';
import { type LifecycleCode, lifecycleCodes } from '../../domain/campaign.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Programme } from '../../domain/programme.ts';
import { verifyInvariants } from '../../ledger/invariants.ts';
import { type Clock, openClock, startScaledClock } from '../../runtime/clock.ts';
import { packageRoot } from '../../runtime/package-root.ts';
import type { Shutdown } from '../../runtime/shutdown.ts';
import { launchCampaign } from '../../messaging/launch-campaign.ts';
import { applyCampaign } from '../../store/campaigns.ts';
import type { Database } from '../../store/database.ts';
import { readProgrammeFile } from '../../store/definitions/programme-file.ts';
import { saveProgramme } from '../../store/programmes.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import { loadCampaign, refuseProblems } from '../campaign/definition.ts';
import { startProgress } from '../progress.ts';
import type { WorkerProcess } from '../worker-process.ts';
import { readFigures, type Figures } from './figures.ts';
import { importHistory } from './history.ts';
import { playMonth } from './month.ts';
import { untilQuiet } from './quiet.ts';
import { writeScript } from './script.ts';
import { setStage, type Stage } from './stage.ts';

export interface DemoOptions {
  /** Holds everything the demo writes; emptied first. */
  readonly dir: string;
  readonly days: number;
  readonly secondsPerDay: number;
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
}

export interface RunningDemo {
  readonly report: DemoReport;
  /** Ends the servers. */
  stop(): Promise<void>;
}

/** Where a day is a second and a half, an hour between a reminder and the quiet hours is too short to send it in. */
const demoSettings: Partial<Record<LifecycleCode, JsonObject>> = {
  'check-in-streak': { remindAt: '16:00' },
};
const dayMs = 86_400_000;
/** From two in the afternoon of the last day to half an hour before midnight. */
const lastPauseMs = 9.5 * 3_600_000;
const interruptedExitCode = 130;

/** Lives a month of the reference programme on real orders: real servers, real ledger, real mails, days of a second or two. */
export async function runDemo(options: DemoOptions): Promise<RunningDemo> {
  const say = (text: string) => void (options.quiet || process.stderr.write(`${text}\n`));
  const stage = await setStage(options.dir, say);
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
  const { startsAt, dayOne, endsAt } = monthOf(new Date(), options.days, programme);
  const scale = dayMs / (options.secondsPerDay * 1_000);
  await startScaledClock(database, { at: startsAt, scale, stopsAt: endsAt });
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
  await launchCampaigns(database, clock, programmeId, programme);
  const script = await writeScript(database, { programmeId, programme, dayOne, ...options });
  const worker = stage.startWorker();
  await watchMonth(options, { database, clock, programmeId, script, dayOne, endsAt }, worker);

  const violations = await verifyInvariants(database, programmeId);
  return {
    programme: programme.name,
    days: options.days,
    from: dayOne,
    until: endsAt,
    figures: await readFigures(database, programmeId, dayOne),
    violations: violations.map((violation) => `${violation.invariant}: ${violation.detail}`),
    workerRestarts: worker.restarts(),
    mailPageUrl: stack.mailPageUrl,
    temporalUiUrl: stack.temporalUiUrl,
    exampleMember: await findExampleMember(database, programmeId),
  };
}

/** The clock starts in the last half hour of today and stops in the last half hour of the month. */
function monthOf(now: Date, days: number, { zone }: Programme): { startsAt: Date; dayOne: Date; endsAt: Date } {
  const today = localDay(now, zone);
  const dayOne = startOfLocalDay(addDays(today, 1), zone);
  const lastMidnight = startOfLocalDay(addDays(today, 1 + days), zone);
  const halfHourMs = 1_800_000;
  return {
    dayOne,
    startsAt: new Date(dayOne.getTime() - halfHourMs),
    endsAt: new Date(lastMidnight.getTime() - halfHourMs),
  };
}

async function launchCampaigns(
  database: Database,
  clock: Clock,
  programmeId: number,
  programme: Programme,
): Promise<void> {
  for (const code of lifecycleCodes) {
    const { definition: shipped, problems } = await loadCampaign(playbook(code), programme);
    refuseProblems(problems);
    const definition = { ...shipped, settings: { ...shipped.settings, ...demoSettings[code] } };
    const now = clock.now();
    await applyCampaign(database, {
      ...{ programmeId, definition, now, actor: 'demo' },
      lifecycle: lifecycles[definition.lifecycle],
    });
    await launchCampaign(database, { programmeId, code, actor: 'demo', now });
  }
}

type Month = Omit<Parameters<typeof playMonth>[0], 'onTime' | 'isStopped'> & { readonly dayOne: Date };

async function watchMonth(options: DemoOptions, month: Month, worker: WorkerProcess): Promise<void> {
  const progress = startProgress({ title: 'A month passes', total: options.days, unit: 'days', quiet: options.quiet });
  const kills = [...options.killOnDays].sort((a, b) => a - b);
  const onTime = (now: Date) => {
    const day = Math.max(0, (now.getTime() - month.dayOne.getTime()) / dayMs);
    progress.update(day, `day ${Math.min(options.days, Math.floor(day) + 1)} of ${options.days}`);
    const pid = worker.pid();
    if (kills[0] !== undefined && day >= kills[0] && pid !== undefined) {
      kills.shift();
      process.kill(pid, 'SIGKILL');
    }
  };
  const finish = () =>
    untilQuiet(
      month.database,
      month.programmeId,
      () => month.clock.now(),
      () => progress.update(options.days, 'finishing'),
    );
  try {
    const play = { ...month, onTime, isStopped: () => options.shutdown.isRequested() };
    // What falls due on the last day at noon leaves on that day, however slow this machine is.
    await playMonth({ ...play, endsAt: new Date(month.endsAt.getTime() - lastPauseMs) });
    await finish();
    await playMonth({ ...play, script: { events: [], redemptions: [] } });
    await finish();
    progress.finish(`${options.days} days in ${Math.round(options.days * options.secondsPerDay)} s of clock`);
  } catch (error) {
    progress.stop();
    throw error;
  }
}

/** Somebody with a story to look at: the newcomer with the most steps. */
async function findExampleMember(database: Database, programmeId: number): Promise<string> {
  const [row] = await database.$queryRaw<{ externalId: string }[]>`
    SELECT m.external_id AS "externalId" FROM step s JOIN member m ON m.id = s.member_id
    WHERE s.programme_id = ${programmeId}::int GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`;
  return row?.externalId ?? '';
}

function playbook(path: string): string {
  return join(packageRoot(), 'playbooks', path);
}
