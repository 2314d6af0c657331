import { join } from 'node:path';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { putEditLive } from '../../modules/campaigns/put-live.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Block } from '../../conditions/choice.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import type { FaultLog } from '../faults/inject.ts';
import { retryWhileDown } from '../retry-while-down.ts';
import type { World } from '../world.ts';
import { journeyCode, killBoth, loseReply, patienceMs } from './launch.ts';
import { hold, standsStill } from './locks.ts';

/** Another length of a wait, a round more of the loop, and a gift on the way of all. */
function changed(file: JourneyFile): JourneyFile {
  const change = (step: Block): Block => {
    if (step.id === 'answer') return { ...step, atMost: '3 days' };
    if (step.id === 'rounds') return { ...step, repeat: 3 };
    if (step.id !== 'lot') return step;
    const ways = step.split as readonly { readonly do: readonly Block[] }[];
    return { ...step, split: ways.map((way) => ({ ...way, do: way.do.map(change) })) };
  };
  const [...steps] = file.steps.map(change);
  const end = steps.pop();
  return { ...file, steps: [...steps, { id: 'for-staying', grant: 3 }, ...(end === undefined ? [] : [end])] };
}

/** Puts another version live, by which those inside go on where they stand; safe to repeat. */
async function edit({ intake, clock, programmeId }: World): Promise<void> {
  const written = await loadCampaign(join(packageRoot(), 'fault-proof', 'journey'));
  const next = { ...written, value: changed(written.value as JourneyFile) };
  const deps = { database: intake, clock };
  const by = { actor: 'proof', mayStandSo: true };
  await retryWhileDown(() => applyCampaign(deps, { id: programmeId }, next, by));
  await retryWhileDown(() =>
    putEditLive(deps, { id: programmeId }, journeyCode, { ...by, policy: 'move', version: editedVersion }),
  );
}

/** The journey is launched as its first. */
const editedVersion = 2;

/** Edits the journey, and with faults kills whoever brings it to those inside in the middle of a page, and loses the reply of the page that stands. */
export async function editJourney(world: World, breaks: FaultLog | undefined): Promise<void> {
  if (breaks === undefined) return edit(world);
  const { database } = world;
  const watches = await hold(database, Prisma.sql`LOCK TABLE journey_watch IN SHARE MODE`);
  await edit(world);
  if (await standsStill(database, 'DELETE FROM journey_watch', { patienceMs })) {
    killBoth(world);
    breaks.note('journey: killed (-9) in the middle of an edit');
  }
  loseReply(world, breaks, 'journey: reply to a COMMIT dropped (edited)', 'UPDATE campaign_edit');
  await watches.release();
}
