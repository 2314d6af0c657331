import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/** What a worker has for the workflows it keeps between their tasks. */
export interface CacheRoom {
  /** Workflows at most. */
  readonly workflowsMax: number;
  readonly megabytes: number;
  /** What it was measured by. */
  readonly by: 'WORKFLOW_CACHE_MB' | 'memory' | 'heap';
}

export interface MemoryThereIs {
  /** Of the machine, or of the container where that is less. */
  readonly memoryBytes: number;
  /** What V8 allows one thread; the workflows live in one of their own. */
  readonly heapBytes: number;
}

const megabyte = 1024 ** 2;
/** A cohort of 500 members asleep with 550 bytes of state each, in all of the process and on the workflows' heap (ADR 16). */
const cohortBytes = 0.75 * megabyte;
const cohortHeapBytes = 0.45 * megabyte;
/** The rest is for everything else on the machine: `perennial up` has PostgreSQL and Temporal beside the worker. */
const memoryShare = 1 / 4;
/** A heap that is full ends the process. */
const heapShare = 1 / 2;
/** Fewer than that only turn over; a worker without work for them has no use for more. */
const workflowsMin = 50;
const workflowsMost = 100_000;

/** How many workflows fit: by the megabytes asked for, else by a quarter of the memory there is; never more than half the heap. */
export function cacheRoom(askedMb?: number, { memoryBytes, heapBytes } = memoryThereIs()): CacheRoom {
  const bytes = askedMb === undefined ? memoryBytes * memoryShare : askedMb * megabyte;
  const inMemory = Math.floor(bytes / cohortBytes);
  const onHeap = Math.floor((heapBytes * heapShare) / cohortHeapBytes);
  const workflowsMax = Math.min(workflowsMost, Math.max(workflowsMin, Math.min(inMemory, onHeap)));
  const by = onHeap < inMemory ? 'heap' : askedMb === undefined ? 'memory' : 'WORKFLOW_CACHE_MB';
  return { workflowsMax, megabytes: Math.round((workflowsMax * cohortBytes) / megabyte), by };
}

function memoryThereIs(): MemoryThereIs {
  const machine = totalmem();
  // 0 where nothing is constrained, and on some systems a number beyond all memory.
  const constrained = process.constrainedMemory() || machine;
  return { memoryBytes: Math.min(machine, constrained), heapBytes: getHeapStatistics().heap_size_limit };
}
