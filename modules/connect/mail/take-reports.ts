import { ingestEvents, ingestIn, type IntakeDeps, isLockConflict } from '../../intake/ingest.ts';
import { reportEvents } from '../../messaging/reachability/report-events.ts';
import {
  type GivenReport,
  matchReports,
  takeMailReport,
  type TakenReport,
} from '../../messaging/reachability/take-mail-report.ts';

export interface ReportDeps extends IntakeDeps {
  /** Told of what members' campaigns could not be told of. */
  readonly logger: { warn(told: object, text: string): void };
}

/** Takes a report once: the address first, then the members' timelines and campaigns; a call that was cut short is repeated, and finds both. */
export async function takeReport(deps: ReportDeps, programmeId: number, given: GivenReport): Promise<TakenReport> {
  const now = deps.clock.now();
  const taken = await takeMailReport(deps.database, programmeId, given, now);
  await tell(deps, programmeId, reportEvents(given, taken, now));
  return taken;
}

/** Reports that came before their mail was known: those that are understood now, each with its events in one transaction. */
export async function takeMatched(deps: ReportDeps, programmeId: number): Promise<void> {
  const now = deps.clock.now();
  try {
    await matchReports(deps.database, programmeId, now, async (tx, given, taken) => {
      await ingestIn(tx, deps, programmeId, reportEvents(given, taken, now));
    });
  } catch (error) {
    // The call is answered for what it brought; the sweep tries the others again.
    if (!isLockConflict(error)) throw error;
  }
}

async function tell(deps: ReportDeps, programmeId: number, events: ReturnType<typeof reportEvents>): Promise<void> {
  const answers = events.length === 0 ? [] : await ingestEvents(deps, programmeId, events);
  for (const one of answers) {
    if (one.kind === 'refused') deps.logger.warn({ answer: one }, 'a mail report was not told to campaigns');
  }
}
