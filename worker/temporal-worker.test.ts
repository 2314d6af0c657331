import { describe, expect, it } from 'vitest';
import { tasksAtOnce } from './temporal-worker.ts';

describe('Workflow tasks at once', () => {
  it.each([
    [4, 1_000],
    [4, 50],
    [16, 1_000],
  ])(
    'fill %i activities twice while the polls of the other queue wait, with room for %i workflows',
    (activities, room) => {
      const { tasks, polls } = tasksAtOnce(activities, room);
      expect(tasks - 2 * polls).toBeGreaterThanOrEqual(2 * activities);
    },
  );

  it.each([10, 20, 40])('are at most half of a cache of %i, so that none is put out while it works', (room) => {
    const { tasks, polls } = tasksAtOnce(16, room);
    expect(tasks).toBeLessThanOrEqual(room / 2);
    // Each queue's polls hold one slot more while all of them are out.
    expect(tasks - (polls + 1)).toBeGreaterThanOrEqual(2);
  });

  it('are two where hardly anything is kept, which is the least that the SDK takes', () => {
    expect(tasksAtOnce(4, 2)).toEqual({ tasks: 2, polls: 1 });
    expect(tasksAtOnce(4, 4)).toEqual({ tasks: 2, polls: 1 });
    expect(tasksAtOnce(1, 50)).toEqual({ tasks: 6, polls: 1 });
  });
});
