import { heardType, reactedType } from '../engine/stories.ts';
import type { Finding } from '../harness/finding.ts';
import { openLoop } from '../harness/load.ts';
import { quantile } from '../harness/statistics.ts';
import { eachOf, type Meter } from './meter.ts';
import type { Side } from './side.ts';

const p95BelowS = 10;
/** One event in so many is one that its member reacts to. */
const reactsEvery = 10;

export interface SteadySizes {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Events of random members at a steady rate: how long after it came in is an event answered? */
export async function measureSteady(
  { say, meter, cohorts, random }: { say: (text: string) => void; meter: Meter; cohorts: Side; random: () => number },
  { perSecond, seconds }: SteadySizes,
): Promise<Finding[]> {
  // Each reacts once, so that its step tells which event it answers; twice as many as are likely to be needed.
  const reacting = cohorts.sleepers().some(Math.ceil((2 * perSecond * seconds) / reactsEvery));
  const cameAt = new Map<bigint, number>();
  const latencies: number[] = [];
  let events = 0;
  const call = async () => {
    const memberId = events++ % reactsEvery === 0 ? reacting.pop() : undefined;
    if (memberId === undefined) return cohorts.send(heardType, cohorts.sleepers().some(1));
    cameAt.set(memberId, Date.now());
    return cohorts.send(reactedType, [memberId]);
  };
  const spent = await meter.spentBy(cohorts, async () => {
    await openLoop({ perSecond, seconds, random }, call);
    const reactions = await cohorts.allReacted();
    for (const { memberId, performedAt } of reactions) {
      latencies.push((performedAt.getTime() - (cameAt.get(memberId) ?? 0)) / 1_000);
    }
  });
  const [p50, p95] = [quantile(latencies, 0.5), quantile(latencies, 0.95)];
  say(`${events} events, ${latencies.length} reactions: p50 ${p50.toFixed(2)} s, p95 ${p95.toFixed(2)} s`);
  return [
    {
      bench: 'wake',
      what: `p95 from an event to its reaction, ${perSecond} events/s for ${seconds} s, one in ten with a reaction`,
      measured: { value: p95, unit: 's' },
      limit: { below: p95BelowS },
      cpu: [{ what: `event of ${perSecond} a second, one in ten with a reaction`, each: eachOf(spent, events) }],
      note: `median ${p50.toFixed(2)} s; ${latencies.length} reactions, ${spent.tasks} workflow tasks for ${events} events`,
    },
  ];
}
