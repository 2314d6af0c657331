import { reactedType } from '../engine/stories.ts';
import type { CpuMs } from '../harness/cpu.ts';
import type { Finding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { sendInBatches } from './intake.ts';
import { eachOf, type Meter, middleRound, type Spent } from './meter.ts';
import type { Side } from './side.ts';

const perSecondMin = 300;
const flatMin = 0.8;
const share = 0.01;

/** What came of events for one member in a hundred, all at once. */
export interface Surge {
  readonly asleep: number;
  readonly called: number;
  readonly perSecond: readonly number[];
  readonly spent: readonly Spent[];
}

/** Events for a hundredth of all members, scattered over all cohorts, until the last one has reacted. */
export async function measureSurge(
  { say, meter, cohorts }: { say: (text: string) => void; meter: Meter; cohorts: Side },
  { asleep, rounds }: { asleep: number; rounds: number },
): Promise<Surge> {
  const called = Math.round(asleep * share);
  const perSecond: number[] = [];
  const spent: Spent[] = [];
  for (let round = 0; round < rounds; round++) {
    const members = cohorts.sleepers().some(called);
    const cost = await meter.spentBy(cohorts, async () => {
      const startedAt = performance.now();
      await sendInBatches(cohorts.send, reactedType, members);
      await cohorts.allReacted();
      perSecond.push(called / ((performance.now() - startedAt) / 1_000));
    });
    spent.push(cost);
    const rate = Math.round(perSecond.at(-1) ?? 0).toLocaleString('en');
    say(`round ${round + 1} of ${rounds}: ${called} of ${named(asleep)} at once, ${rate}/s, ${cost.tasks} tasks`);
  }
  return { asleep, called, perSecond, spent };
}

export function surgeFindings(few: Surge, many: Surge): Finding[] {
  const of = (surge: Surge): Finding => {
    const { asleep, called, perSecond } = surge;
    return {
      bench: 'wake',
      what: `${named(called)} of ${named(asleep)} members react at once, scattered over all cohorts`,
      measured: { value: median(perSecond), unit: 'members/s' },
      limit: { atLeast: perSecondMin },
      rounds: { 'members/s': perSecond },
      cpu: [{ what: `one of ${named(called)} of ${named(asleep)} at once`, each: middle(surge) }],
    };
  };
  const [slow, fast] = [median(many.perSecond), median(few.perSecond)];
  return [
    of(few),
    of(many),
    {
      bench: 'wake',
      what: `the rate at ${named(many.asleep)} members asleep`,
      measured: { value: slow, unit: 'members/s' },
      against: { name: `${named(few.asleep)}:`, value: fast, unit: 'members/s' },
      ratio: slow / fast,
      limit: { atLeast: flatMin },
    },
  ];
}

function middle({ spent, called }: Surge): CpuMs {
  return middleRound(spent.map((each) => eachOf(each, called)));
}

const named = (count: number) => count.toLocaleString('en');
