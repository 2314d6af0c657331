import { Client, Connection } from '@temporalio/client';
import type { Programme } from '../../modules/programme/rules.ts';
import { moveClock, openClock, startSteppedClock } from '../../platform/clock.ts';
import { type SteppedProgramme, untilIdle } from '../../devstack/stepping.ts';
import type { WorkerDeps } from '../../worker/worker.ts';
import { freshDatabase } from './database.ts';
import { programmeTime, type ProgrammeTime } from './programme-time.ts';
import { openStoryWorld, type StoryWorld } from './story-world.ts';
import { temporalAddress, uniqueTaskQueue } from './temporal.ts';

/** A story world whose clock is moved in steps. */
export interface SteppedWorld extends Pick<ProgrammeTime, 'passUntil'> {
  readonly world: StoryWorld;
  readonly stepped: SteppedProgramme;
  startWorker(changes?: Partial<WorkerDeps>): Promise<void>;
  /** Goes to a day of the story at once, and does all that is due there. */
  goTo(day: number): Promise<void>;
  /** Lives to a day of the story: all that is due on the way is done at its time. */
  liveTo(day: number): Promise<void>;
  /** Names of the steps performed for a member, in that order. */
  stepsOf(member: string): Promise<(string | undefined)[]>;
  stop(): Promise<void>;
}

/** Opens one on the tests' servers. */
export async function openSteppedWorld(
  topic: string,
  startAt: Date,
  programme: Partial<Programme> = {},
): Promise<SteppedWorld> {
  const { database } = await freshDatabase({ poolSizeMax: 20 });
  await startSteppedClock(database, { at: startAt });
  const world = await openStoryWorld({ startAt, clock: await openClock(database), database, programme });
  // The worker's own, as in a process of its own: it hears of a move a moment later.
  const workerClock = await openClock(database);
  const connection = await Connection.connect({ address: temporalAddress() });
  const stepped = { ...world, client: new Client({ connection }), taskQueue: uniqueTaskQueue(topic) };
  const { passTo, passUntil } = programmeTime(stepped);
  return {
    ...{ world, stepped, passUntil },
    startWorker: (changes) => world.startWorker({ taskQueue: stepped.taskQueue, clock: workerClock, ...changes }),
    async goTo(day) {
      await moveClock(database, { to: world.dayOf(day) });
      await untilIdle(stepped);
    },
    liveTo: (day) => passTo(world.dayOf(day)),
    async stepsOf(member) {
      const { id: memberId } = await world.memberOf(member);
      const steps = await database.step.findMany({ where: { memberId }, orderBy: { id: 'asc' } });
      return steps.map(({ key }) => key.split('/')[1]);
    },
    async stop() {
      await world.stop();
      workerClock.close();
      await connection.close();
    },
  };
}
