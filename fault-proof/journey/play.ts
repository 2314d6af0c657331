import type { FaultLog } from '../faults/inject.ts';
import { drawFrom } from '../random.ts';
import type { ScriptedEvent } from '../script.ts';
import type { World } from '../world.ts';
import { editSlot, launchSlot } from './baskets.ts';
import { editJourney } from './edit.ts';
import { launchJourney, strikePerforming } from './launch.ts';

export interface JourneyOptions {
  readonly seed: number;
  /** What members do with baskets. */
  readonly baskets: readonly ScriptedEvent[];
  readonly deliver: (doings: readonly ScriptedEvent[]) => Promise<void>;
  /** In the run with faults. */
  readonly breaks: FaultLog | undefined;
}

/** The journey of a run, slot by slot. */
export interface JourneyPlay {
  /** While what was due before the slot is done; `work` is that. */
  during(slot: number, work: Promise<unknown>): Promise<void>;
  /** What members do with baskets in the slot. */
  send(slot: number): Promise<void>;
  /** When all of the slot is done. */
  launchIn(slot: number): Promise<void>;
}

export function openJourney(world: World, { seed, baskets, deliver, breaks }: JourneyOptions): JourneyPlay {
  let isStruck = breaks === undefined;
  return {
    async during(slot, work) {
      if (isStruck || breaks === undefined || slot <= launchSlot) return;
      let isOver = false;
      const over = work.catch(() => undefined).then(() => (isOver = true));
      // A fault of another kind may come between; then the next slot is as good.
      isStruck = await strikePerforming(world, breaks, () => isOver).catch(() => false);
      await over;
    },
    async send(slot) {
      const doings = baskets.filter((doing) => doing.slot === slot);
      if (doings.length === 0) return;
      if (breaks === undefined) return deliver(doings);
      const draw = drawFrom(seed, `baskets of ${slot}`);
      await Promise.all([deliver(draw.shuffle(doings)), deliver(draw.shuffle(doings))]);
      await deliver(draw.shuffle(doings));
      breaks.note('journey: events sent again, in another order');
    },
    async launchIn(slot) {
      if (slot === launchSlot) await launchJourney(world, breaks);
      if (slot === editSlot) await editJourney(world, breaks);
    },
  };
}
