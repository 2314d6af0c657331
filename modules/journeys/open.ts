import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { watchedSegments } from '../../workflows/lifecycles/journey/heard.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';
import { runOf } from '../../workflows/lifecycles/journey/runs.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { watchSegments } from '../segments/watch.ts';
import { doorsOf } from './journey.ts';
import { keepDoors, type NewDoor } from './rows-doors.ts';

const launchedRow = z.object({ launchedAt: z.date().nullable() });

/**
 * Opens the doors of a journey that goes live, or of another version of one that is, in the transaction of it and after its row was
 * changed: its segments are watched from now on, and doors that open by the clock are looked at when their time has come. Who is in
 * a segment by now has not come in; a door that says the same as before goes on where it is.
 */
export async function openDoors(
  tx: Db,
  {
    programme,
    campaign,
    file,
    plan,
    now,
  }: {
    readonly programme: StoredProgramme;
    readonly campaign: { readonly id: number };
    readonly file: JourneyFile;
    readonly plan: Plan;
    readonly now: Date;
  },
): Promise<void> {
  await watchSegments(tx, programme, watchedSegments(plan), now);
  const { launchedAt } = await readOnlyRow(
    launchedRow,
    tx.$queryRaw`SELECT launched_at AS "launchedAt" FROM campaign WHERE id = ${campaign.id}::int`,
  );
  const isLaunch = launchedAt?.getTime() === now.getTime();
  const { from = 0 } = runOf(file, programme.definition.zone);
  const begins = new Date(Math.max(now.getTime(), from));
  const doors = doorsOf(file).flatMap(({ door, digest }): NewDoor[] => {
    // Everybody who is there when it goes live: another version does not go live again.
    if (door.launch !== undefined) return [{ digest, kind: 'launch', dueAt: begins, isNew: isLaunch }];
    if (door.schedule !== undefined) return [{ digest, kind: 'schedule', dueAt: now, isNew: true }];
    return door.date === undefined ? [] : [{ digest, kind: 'date', dueAt: now, isNew: true }];
  });
  await keepDoors(tx, campaign.id, doors, now);
}
