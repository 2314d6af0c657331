import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { enrol, launchStory, untilCount } from './engine/campaign.ts';
import { type Memory, startWorkerProcess } from './engine/worker-process.ts';
import type { Finding } from './harness/finding.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';

/** Memory may grow by a fifth while the members double. */
const growthBelow = 1.2;
const patienceMs = 240_000;
/** After the last step: cohorts go to sleep. */
const settleMs = 3_000;
const megabyte = 1024 ** 2;

/** What 50,000 and 100,000 members who wait for something cost a worker that carries them all. */
export const asleepBench: Bench = {
  name: 'asleep',
  title: 'memory of a worker while its members wait',
  run: (lab) => lab.withTemporal(({ address, pid }) => lab.withDatabase((on) => measure(lab, on, address, pid))),
};

async function measure(lab: Lab, on: LabDatabase, temporalAddress: string, temporalPid: number): Promise<Finding[]> {
  const half = lab.quick ? 5_000 : 50_000;
  const campaign = await launchStory(on, 'asleep', 2 * half);
  const worker = await startWorkerProcess({
    ...{ kind: 'product', databaseUrl: on.url, temporalAddress, taskQueue: 'bench-asleep', poolSizeMax: 20 },
  });
  try {
    const memories: Memory[] = [];
    for (const first of [0, half]) {
      await enrol(on.database, campaign, { first, count: half, occurrence: 1 });
      await untilCount(first + half, patienceMs, () => on.database.step.count());
      await sleep(settleMs);
      const memory = await worker.memory();
      memories.push(memory);
      const count = (first + half).toLocaleString('en');
      lab.say(
        `${count} asleep: worker ${megabytes(memory.rssBytes)}, heap ${megabytes(memory.heapBytes)} in ${memory.threads} threads`,
      );
    }
    lab.say(`Temporal's server: ${megabytes(residentBytes(temporalPid))}`);
    return findings(half, memories as [Memory, Memory]);
  } finally {
    await worker.stop();
  }
}

function findings(half: number, [before, after]: [Memory, Memory]): Finding[] {
  const [name, all] = [half, 2 * half].map((count) => count.toLocaleString('en'));
  const finding = (what: string, from: number, to: number): Finding => ({
    bench: 'asleep',
    what: `${what} with ${all} members asleep`,
    measured: { value: to / megabyte, unit: 'MB' },
    against: { name: `${name}:`, value: from / megabyte, unit: 'MB' },
    ratio: to / from,
    limit: { below: growthBelow },
  });
  const bytesEach = Math.round((after.heapBytes - before.heapBytes) / half);
  return [
    finding("worker's resident memory", before.rssBytes, after.rssBytes),
    {
      ...finding("worker's JavaScript heap", before.heapBytes, after.heapBytes),
      note: `${bytesEach.toLocaleString('en')} bytes of heap for each further member`,
    },
  ];
}

function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / megabyte)} MB`;
