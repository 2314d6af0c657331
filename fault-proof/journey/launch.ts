import { join } from 'node:path';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { PerennialError } from '../../platform/errors.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { packageRoot } from '../../platform/package-root.ts';
import type { FaultLog } from '../faults/inject.ts';
import type { FaultKind, JourneyFault } from '../faults/plan.ts';
import { retryWhileDown } from '../retry-while-down.ts';
import type { World } from '../world.ts';
import { hold, standsStill } from './locks.ts';

export const journeyCode = 'left-basket';
/** How long a fault waits for what it is to strike. */
export const patienceMs = 30_000;

/** Takes the journey live; safe to repeat. */
async function goLive({ intake, clock, programmeId }: World): Promise<void> {
  const written = await loadCampaign(join(packageRoot(), 'fault-proof', 'journey'));
  await retryWhileDown(() =>
    launchCampaign({ database: intake, clock }, { id: programmeId }, written, { actor: 'proof' }).catch(
      (error: unknown) => {
        // It stood, only its answer was lost.
        if (!(error instanceof PerennialError && error.code === 'CAMPAIGN_STATUS')) throw error;
      },
    ),
  );
}

export function killBoth({ worker, relay }: World): void {
  worker.kill();
  relay.kill();
}

/** A part of the audience, and not its first: whoever comes to it has written of others by then. */
const everyThird = Prisma.sql`SELECT FROM member WHERE id % 3 = 0 ORDER BY id`;

/**
 * Takes the journey live, and with faults kills whoever looks who is there in the middle of writing them down, then whoever decides
 * on them when all of them are in and none is noted; and of the decision that stands the reply is lost.
 */
export async function launchJourney(world: World, breaks: FaultLog | undefined): Promise<void> {
  if (breaks === undefined) return goLive(world);
  const { database } = world;
  const strike = async (kind: JourneyFault, words: string) => {
    if (!(await standsStill(database, words, { patienceMs }))) return;
    killBoth(world);
    breaks.note(kind);
  };
  const looking = await hold(database, Prisma.sql`${everyThird} FOR UPDATE`);
  await goLive(world);
  await strike('journey: killed (-9) in the middle of a launch', 'INSERT INTO journey_entry');
  // This one lets entries be written, and nobody be decided on.
  const deciding = hold(database, Prisma.sql`${everyThird} FOR NO KEY UPDATE`);
  await looking.release();
  const isDeciding = await standsStill(database, 'SELECT FROM member WHERE id = ANY', { patienceMs });
  const noting = isDeciding ? await hold(database, Prisma.sql`LOCK TABLE journey_entry IN SHARE MODE`) : undefined;
  await (await deciding).release();
  if (noting === undefined) return;
  await strike('journey: killed (-9) while entries are decided', 'UPDATE journey_entry');
  loseReply(world, breaks, 'journey: reply to a COMMIT dropped (decided)', 'UPDATE journey_entry');
  await noting.release();
}

export function loseReply({ proxies }: World, breaks: FaultLog, kind: FaultKind, words: string): void {
  proxies.worker.dropNextReply({ words, onDropped: () => breaks.note(kind) });
}

/**
 * Kills whoever performs a step of the journey between what it gives and the budget that it is booked against, and loses the reply of
 * a later one; answers whether it has. There may be none to perform before what is due is done.
 */
export async function strikePerforming(world: World, breaks: FaultLog, isOver: () => boolean): Promise<boolean> {
  const { database } = world;
  const booking = await hold(database, Prisma.sql`LOCK TABLE enrolment_reserve IN SHARE MODE`);
  const words = 'SET given_points = given_points';
  const isStruck = await standsStill(database, words, { patienceMs, isOver });
  if (isStruck) {
    killBoth(world);
    breaks.note('journey: killed (-9) while steps are performed');
    loseReply(world, breaks, 'journey: reply to a COMMIT dropped (performed)', words);
  }
  await booking.release();
  return isStruck;
}
