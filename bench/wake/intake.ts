import { forEachConcurrently } from '../../platform/each-of.ts';
import { heardType, leftType } from '../engine/stories.ts';
import { type CpuMs, sumCpu } from '../harness/cpu.ts';
import type { Finding } from '../harness/finding.ts';
import { takeTurns } from '../harness/rounds.ts';
import { eachOf, type Meter, middleRound } from './meter.ts';
import type { Send, Side } from './side.ts';
import type { Sleepers } from './sleepers.ts';

/** An exit is an event and one row more: its enrolment's. */
const exitTimesBelow = 1.2;
/** Nobody waits for these events. */
const tasksBelow = 1;
/** Senders that wait for an answer before they send again. */
const callers = 8;
const batchSize = 500;

export interface IntakeSizes {
  readonly rounds: number;
  /** Events before the first round. */
  readonly warmUp: number;
  /** Events of a round that are sent one by one, and those sent in batches. */
  readonly singly: number;
  readonly inBatches: number;
}

/** A programme without a campaign, in the same database. */
export interface Quiet {
  readonly send: Send;
  readonly members: Sleepers;
}

interface Intake {
  readonly say: (text: string) => void;
  readonly meter: Meter;
  readonly cohorts: Side;
}

/** Events that take sleeping members out of their campaign, beside the same events where there is no campaign. */
export async function measureExits(intake: Intake, quiet: Quiet, sizes: IntakeSizes): Promise<Finding[]> {
  const { cohorts } = intake;
  const compare = async (how: string, count: number, send: typeof sendSingly) => {
    const { without, exits } = await perEvent(intake, sizes.rounds, count, {
      without: () => send(quiet.send, leftType, quiet.members.some(count)),
      exits: () => send(cohorts.send, leftType, cohorts.sleepers().takeAway(count)),
    });
    return finding(how, exits, without);
  };
  // Code compiled and connections open: the first of two sides must not pay for both.
  for (const send of [sendSingly, sendInBatches]) {
    await send(quiet.send, leftType, quiet.members.some(sizes.warmUp));
    await send(cohorts.send, leftType, cohorts.sleepers().takeAway(sizes.warmUp));
  }
  const singly = await compare('an event a call', sizes.singly, sendSingly);
  const inBatches = await compare(`${batchSize} events a call`, sizes.inBatches, sendInBatches);
  return [{ ...singly, limit: { below: exitTimesBelow } }, inBatches];
}

/** Events that campaigns listen to and no waiting step does. */
export async function measureUnheard({ say, meter, cohorts }: Intake, quiet: Quiet, count: number): Promise<Finding[]> {
  const spent = await meter.spentBy(cohorts, () => sendSingly(cohorts.send, heardType, cohorts.sleepers().some(count)));
  const without = await meter.spentBy(cohorts, () => sendSingly(quiet.send, heardType, quiet.members.some(count)));
  say(`${count} events nobody waits for: ${spent.tasks} tasks`);
  const each = eachOf(spent, count);
  return [
    {
      bench: 'wake',
      what: `workflows woken by ${count} events that no waiting step listens to`,
      measured: { value: spent.tasks, unit: 'tasks' },
      limit: { below: tasksBelow },
    },
    {
      bench: 'wake',
      what: 'processor time of such an event',
      measured: { value: sumCpu(each), unit: 'ms' },
      against: { name: 'no campaign', value: sumCpu(eachOf(without, count)), unit: 'ms' },
      ratio: sumCpu(each) / sumCpu(eachOf(without, count)),
      cpu: [{ what: 'event that no waiting step listens to', each }],
    },
  ];
}

async function perEvent<Name extends string>(
  { say, meter, cohorts }: Intake,
  rounds: number,
  count: number,
  works: Readonly<Record<Name, () => Promise<void>>>,
): Promise<Record<Name, CpuMs[]>> {
  const sides = (Object.keys(works) as Name[]).map((name) => ({
    name,
    run: async () => eachOf(await meter.spentBy(cohorts, works[name]), count),
  }));
  return takeTurns(rounds, sides, (text, each) => say(`${text}, ${count} events, ${sumCpu(each).toFixed(2)} ms each`));
}

function finding(how: string, exits: readonly CpuMs[], without: readonly CpuMs[]): Finding {
  const [exit, event] = [middleRound(exits), middleRound(without)];
  return {
    bench: 'wake',
    what: `processor time of an exit of a sleeping member, ${how}`,
    measured: { value: sumCpu(exit), unit: 'ms' },
    against: { name: 'no campaign', value: sumCpu(event), unit: 'ms' },
    ratio: sumCpu(exit) / sumCpu(event),
    rounds: { exits: exits.map((each) => sumCpu(each)), 'no campaign': without.map((each) => sumCpu(each)) },
    cpu: [
      { what: `event without campaigns, ${how}`, each: event },
      { what: `exit, ${how}`, each: exit },
    ],
  };
}

async function sendSingly(send: Send, type: string, members: readonly bigint[]): Promise<void> {
  const { failed } = await forEachConcurrently(members, callers, (memberId) => send(type, [memberId]));
  if (failed !== undefined) throw failed;
}

/** One call after the other, as a sender does that has many. */
export async function sendInBatches(send: Send, type: string, members: readonly bigint[]): Promise<void> {
  for (let from = 0; from < members.length; from += batchSize) await send(type, members.slice(from, from + batchSize));
}
