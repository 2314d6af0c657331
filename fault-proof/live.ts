import { setTimeout as sleep } from 'node:timers/promises';
import { moveClock } from '../platform/clock.ts';
import { ingestEvents } from '../modules/intake/ingest.ts';
import { sweepOnce, untilIdle } from '../devstack/stepping.ts';
import { act } from './acts.ts';
import type { Visit } from './checkouts.ts';
import { type FaultLog, halvesOf, injectFault } from './faults/inject.ts';
import type { FaultKind } from './faults/plan.ts';
import { poisonJoins, poisonPrefix, tryPoisonAgain, watchPoison } from './faults/poison.ts';
import { type JourneyPlay, openJourney } from './journey/play.ts';
import { retryWhileDown } from './retry-while-down.ts';
import { type Draw, drawFrom } from './random.ts';
import type { ScriptedEvent } from './script.ts';
import type { Readiness } from './worker-watch.ts';
import { openTill, type Till } from './till.ts';
import { toEvent, type World } from './world.ts';

const batchMax = 250;
/** Events that one fault sends again. */
const againMax = 20;
/** Within this word comes of what happens to single members in a slot. */
const scatterMs = 900;

export interface LiveOptions {
  readonly seed: number;
  readonly slots: readonly Date[];
  readonly script: readonly ScriptedEvent[];
  /** Who goes to the checkout. */
  readonly visits: readonly Visit[];
  /** What members do with baskets; no journey is launched when absent. */
  readonly baskets?: readonly ScriptedEvent[];
  /** Faults by slot; none in the reference run. */
  readonly plan: readonly (readonly FaultKind[])[];
  readonly log: FaultLog;
  readonly onSlot: (slot: number) => void;
}

/** What became of the events. */
export interface Intake {
  /** By id: accepted once, however often it was sent. */
  readonly accepted: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, string>;
  /** Calls of the checkout that were answered as two. */
  readonly checkout: readonly string[];
  /** At the end, when nothing breaks any more and poison is tried again; undefined in the reference run. */
  readonly readiness: Readiness | undefined;
}

/**
 * Lives through the script. The clock goes on to a slot and stands there until all that was due is done; then the sweep runs
 * and members act. So a fault costs time and makes nothing later, and two runs of one script can be compared.
 */
export async function live(world: World, options: LiveOptions): Promise<Intake> {
  const { seed, slots, script, visits, baskets, plan, log } = options;
  const tally = { accepted: new Set<string>(), refused: new Map<string, string>() };
  const till = openTill(world, { visits, log, tally, breaks: plan.length > 0 });
  const breaks = plan.length > 0;
  const deliverAll = (doings: readonly ScriptedEvent[]) => deliver(world, doings, tally);
  const journey =
    baskets && openJourney(world, { seed, baskets, deliver: deliverAll, breaks: breaks ? log : undefined });
  const bySlot = new Map<number, ScriptedEvent[]>();
  for (const doing of script) bySlot.set(doing.slot, [...(bySlot.get(doing.slot) ?? []), doing]);
  const liveSlots = async (from: number, until: number) => {
    for (let slot = from; slot < until; slot += 1) {
      await liveSlot({ world, till, journey }, options, slot, bySlot.get(slot) ?? [], tally);
    }
  };

  await liveSlots(0, plan.length);
  if (plan.length === 0) {
    await liveSlots(0, slots.length);
    return { ...tally, checkout: till.problems, readiness: undefined };
  }
  const readiness = await world.workerWatch.readinessDuring(async () => {
    await retryWhileDown(() => tryPoisonAgain(world));
    await liveSlots(plan.length, slots.length);
  });
  return { ...tally, checkout: till.problems, readiness };
}

async function liveSlot(
  { world, till, journey }: { readonly world: World; readonly till: Till; readonly journey: JourneyPlay | undefined },
  { seed, slots, plan, script, log, onSlot }: LiveOptions,
  slot: number,
  doings: readonly ScriptedEvent[],
  tally: Tally,
): Promise<void> {
  const at = slots[slot] ?? world.clock.now();
  const faults = plan[slot] ?? [];
  const { first, second, draw } = halvesOf(seed, slot, faults);
  const quiet = () => retryWhileDown(() => untilIdle(world, { refused: world.poison }));
  const sweep = () => retryWhileDown(() => sweepOnce(world, `of-slot-${slot}`));
  await retryWhileDown(() => moveClock(world.database, { to: at }));
  const due = quiet().then(sweep);
  await Promise.all([due, journey?.during(slot, due), injectFault(world, log, first, draw)]);
  await quiet();
  await till.serve(slot, at, faults);
  const firstJoin = Math.min(...script.filter(({ type }) => type === 'member.joined').map((doing) => doing.slot));
  const together = doings.filter(({ isAlone }) => !isAlone);
  const stowaways = slot === firstJoin && plan.length > 0 ? [poisonJoins(slot, at)] : [];
  const sent = Promise.all([
    send(world, { doings: together, stowaways }, { faults, log, draw }, tally),
    sendAlone(
      world,
      doings.filter(({ isAlone }) => isAlone),
      drawFrom(seed, `scatter ${slot}`),
      tally,
    ),
    journey?.send(slot),
  ]);
  const acted = sent.then(quiet).then(() => act(world, { seed, slot, slots: slots.length }));
  await Promise.all([acted, injectFault(world, log, second, draw)]);
  await quiet();
  await journey?.launchIn(slot).then(quiet);
  await retryWhileDown(() => watchPoison(world));
  world.mail.arrived();
  onSlot(slot);
}

/** Sends what happens to single members, each at a moment of its own. */
async function sendAlone(world: World, doings: readonly ScriptedEvent[], draw: Draw, tally: Tally): Promise<void> {
  const moments = doings.map((doing) => ({ doing, ms: draw.share() * scatterMs }));
  await Promise.all(moments.map(({ doing, ms }) => sleep(ms).then(() => deliver(world, [doing], tally))));
}

type Tally = { readonly accepted: Set<string>; readonly refused: Map<string, string> };

/** Sends what members do; faults send it in another order, in several calls at once, and some of it again. */
async function send(
  world: World,
  { doings, stowaways }: { readonly doings: readonly ScriptedEvent[]; readonly stowaways: readonly ScriptedEvent[] },
  { faults, log, draw }: { readonly faults: readonly FaultKind[]; readonly log: FaultLog; readonly draw: Draw },
  tally: Tally,
): Promise<void> {
  if (doings.length === 0) return;
  const shuffles = faults.filter((kind) => kind === 'events sent in another order').length;
  const repeats = faults.filter((kind) => kind === 'events sent again').length;
  const order = shuffles > 0 ? draw.shuffle(doings) : doings;
  const calls = batchesOf(order, shuffles > 0 ? Math.ceil(order.length / (shuffles + 1)) : batchMax);
  await Promise.all(calls.map((call, place) => deliver(world, place === 0 ? [...call, ...stowaways] : call, tally)));
  for (let fault = 0; fault < Math.min(shuffles, calls.length); fault += 1) log.note('events sent in another order');
  for (let fault = 0; fault < repeats; fault += 1) {
    await deliver(world, draw.shuffle(doings).slice(0, againMax), tally);
    log.note('events sent again');
  }
}

/** Sends until there is an answer, as a shop does that must not lose an order. */
async function deliver(world: World, doings: readonly ScriptedEvent[], { accepted, refused }: Tally): Promise<void> {
  const { intake: database, clock, programmeId, codes } = world;
  const events = doings.map((doing) => toEvent(doing, codes));
  const answers = await retryWhileDown(() => ingestEvents({ database, clock }, programmeId, events));
  for (const answer of answers.filter(({ id }) => !id.startsWith(poisonPrefix))) {
    if (answer.kind === 'refused') refused.set(answer.id, answer.message);
    else accepted.add(answer.id);
  }
}

function batchesOf<Item>(items: readonly Item[], size: number): Item[][] {
  const batches: Item[][] = [];
  for (let from = 0; from < items.length; from += size) batches.push(items.slice(from, from + size));
  return batches;
}
