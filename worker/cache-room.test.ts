import { describe, expect, it } from 'vitest';
import { cacheRoom } from './cache-room.ts';

const gigabyte = 1024 ** 3;
const machine = { memoryBytes: 8 * gigabyte, heapBytes: 4 * gigabyte };

describe('The memory for workflows', () => {
  it('is a quarter of what there is', () => {
    const room = cacheRoom(undefined, machine);
    expect(room.by).toBe('memory');
    expect(room.megabytes).toBeGreaterThan(2_040);
    expect(room.megabytes).toBeLessThanOrEqual(2_048);
    const half = cacheRoom(undefined, { ...machine, memoryBytes: 4 * gigabyte });
    expect(half.workflowsMax).toBe(Math.floor(room.workflowsMax / 2));
  });

  it('is what the environment says', () => {
    const room = cacheRoom(512, machine);
    expect(room).toMatchObject({ by: 'WORKFLOW_CACHE_MB' });
    expect(room.workflowsMax).toBeLessThan(cacheRoom(undefined, machine).workflowsMax);
    expect(Math.abs(room.megabytes - 512)).toBeLessThanOrEqual(1);
  });

  it('leaves half of the heap alone, whatever was asked for', () => {
    const room = cacheRoom(100_000, { ...machine, memoryBytes: 256 * gigabyte });
    expect(room).toMatchObject({ by: 'heap' });
    expect(room).toEqual({ ...cacheRoom(undefined, { ...machine, memoryBytes: 256 * gigabyte }), by: 'heap' });
  });

  it('holds fifty cohorts even on the smallest machine', () => {
    expect(cacheRoom(undefined, { memoryBytes: gigabyte / 16, heapBytes: gigabyte / 32 }).workflowsMax).toBe(50);
  });

  it('is found on this machine', () => {
    expect(cacheRoom().workflowsMax).toBeGreaterThanOrEqual(50);
  });
});
