import { setTimeout as sleep } from 'node:timers/promises';
import { type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { realClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { type BenchCampaign, launchStory, untilCount } from '../engine/campaign.ts';
import { firstGrant, heardType, leftType, reactedType, reactionGrant } from '../engine/stories.ts';
import { externalIdOf, type Population } from '../fixtures/points.ts';
import { type CpuMs, readCpu } from '../harness/cpu.ts';
import type { LabDatabase } from '../harness/lab.ts';
import { type CountedWorker, createCountedWorker } from './counted-worker.ts';
import { createSleepers, type Sleepers } from './sleepers.ts';

const poolSizeMax = 20;
const patienceMs = 300_000;
const settleMs = 1_000;
const asleepPollMs = 500;
const workflowTypes = { cohorts: 'cohort', alone: 'memberWaiting' } as const;

/** Takes an event of each of these members in, all of them in one call of the intake. */
export type Send = (type: string, memberIds: readonly bigint[]) => Promise<void>;

/** The step that answers an event. */
export interface Reaction {
  readonly memberId: bigint;
  readonly performedAt: Date;
}

/** One of the two ways to let members sleep: its database, its members, and a worker that carries them. */
export interface Side {
  readonly name: 'cohorts' | 'alone';
  readonly database: Database;
  readonly campaign: BenchCampaign;
  readonly taskQueue: string;
  readonly send: Send;
  sleepers(): Sleepers;
  /** It must run for what follows. */
  readonly worker: CountedWorker;
  /** What the worker, the servers and this process have used so far. */
  cpu(): CpuMs;
  /** Waits until so many have taken their first step, and knows all of them from then on. */
  allAsleep(count: number): Promise<void>;
  /** Waits until every event sent so far that its member reacts to has been answered; the steps since the last call. */
  allReacted(): Promise<readonly Reaction[]>;
  /** Waits until everything that came has been carried to its workflow, and no workflow has anything to do. */
  settled(): Promise<void>;
}

export interface Servers {
  readonly temporalAddress: string;
  readonly temporalPid: number;
  readonly postgresPid: number;
}

export interface SideOptions {
  readonly name: Side['name'];
  readonly on: LabDatabase;
  readonly servers: Servers;
  readonly members: number;
  readonly random: () => number;
}

export async function openSide({ name, on, servers, members, random }: SideOptions): Promise<Side> {
  const { database } = on;
  const taskQueue = `bench-wake-${name}`;
  const campaign = await launchStory(on, 'reacting', members, {
    listensTo: [reactedType, heardType],
    exitOn: [{ type: leftType, reason: 'left' }],
  });
  const take = createSend(database, campaign.population);
  const reactions = countReactions(database);
  const worker = createCountedWorker(
    { databaseUrl: on.url, temporalAddress: servers.temporalAddress, taskQueue, poolSizeMax },
    workflowTypes[name],
  );
  let sleepers = createSleepers([], random);
  return {
    ...{ name, database, campaign, taskQueue, worker, allReacted: reactions.all },
    send: async (type, memberIds) => {
      if (type === reactedType) reactions.expect(memberIds.length);
      await take(type, memberIds);
    },
    sleepers: () => sleepers,
    cpu: () => readCpu({ worker: worker.pid(), Temporal: servers.temporalPid, PostgreSQL: servers.postgresPid }),
    allAsleep: async (count) => {
      const where = { name: firstGrant.name };
      await untilCount(count, patienceMs, () => database.step.count({ where }), asleepPollMs);
      const rows = await database.enrolment.findMany({
        where: { status: 'active', cohortId: { not: null } },
        select: { cohortId: true, memberId: true },
      });
      sleepers = createSleepers(rows as { cohortId: bigint; memberId: bigint }[], random);
      await reactions.all();
    },
    settled: () => untilSettled(database, worker),
  };
}

/** Sends events of members through the product's intake; one that is not accepted is an error. */
export function createSend(database: Database, population: Population): Send {
  const clock = realClock();
  let sent = 0;
  return async (type, memberIds) => {
    const events = memberIds.map((memberId): EventInput => {
      sent += 1;
      return { id: `${type}:${sent}`, type, memberId: externalIdOf(memberId, population), occurredAt: clock.now() };
    });
    const answers = await ingestEvents({ database, clock }, population.programmeId, events);
    const other = answers.find(({ kind }) => kind !== 'accepted');
    if (other !== undefined) throw new Error(`an event was not taken as it should be: ${JSON.stringify(other)}`);
  };
}

/** Counts steps from a mark on: all of 200,000 members' would be read again and again. */
function countReactions(database: Database) {
  const { name } = reactionGrant;
  let expected = 0;
  let mark = 0n;
  const where = () => ({ name, id: { gt: mark } });
  return {
    expect: (count: number) => void (expected += count),
    all: async (): Promise<Reaction[]> => {
      await untilCount(expected, patienceMs, () => database.step.count({ where: where() }));
      const reactions = await database.step.findMany({
        where: where(),
        select: { memberId: true, performedAt: true },
      });
      expected = 0;
      mark = (await database.step.aggregate({ _max: { id: true } }))._max.id ?? 0n;
      return reactions;
    },
  };
}

async function untilSettled(database: Database, worker: CountedWorker): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  for (let before = -1; ;) {
    const waiting = await database.signalOutbox.count({ where: { deliveredAt: null, canWait: false } });
    const now = (await worker.counts()).tasks;
    if (waiting === 0 && now === before) return;
    if (performance.now() > endsAt) throw new Error(`${waiting} signals wait after ${patienceMs / 1_000} s`);
    before = waiting === 0 ? now : -1;
    await sleep(settleMs);
  }
}
