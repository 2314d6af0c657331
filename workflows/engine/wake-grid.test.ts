import { describe, expect, it } from 'vitest';
import { day, done, hour, enrolmentOf, minute, VirtualCohort } from '../../test/support/virtual-cohort.ts';
import { spreadMs } from './wake-grid.ts';
import type { StoryContext } from './story.ts';

describe('waking together', () => {
  it.each([
    ['a wait of 10 s is at most a second late', 10_000, 1, 11_000],
    ['one of an hour at most a minute', hour, 1, hour + minute],
    ['one of three days at most five minutes', 3 * day, 1, 3 * day + 5 * minute],
    ['one that is due on the grid is on time', 3 * day, 0, 3 * day],
  ])('%s', async (_, waitMs, startedAt, wakesAt) => {
    const story = async (context: StoryContext) => (await context.sleepUntil(context.now() + waitMs), done());
    const cohort = await new VirtualCohort({ story, settings: {}, exitOn: [] }, [enrolmentOf('1', { startedAt })]).at(
      startedAt,
    );
    expect(cohort.nextWakeAt()).toBe(wakesAt);
    expect((await cohort.at(wakesAt)).endings).toMatchObject([{ at: startedAt + waitMs }]);
  });
});

describe('cohorts that wait for the same minute', () => {
  it('are spread over half a minute at most, evenly', () => {
    const delays = Array.from({ length: 200 }, (_, id) => spreadMs(3 * day, String(id + 1))).sort((a, b) => a - b);
    expect(delays.at(-1)).toBeLessThanOrEqual(30_000);
    const gaps = delays.slice(1).map((delay, place) => delay - (delays[place] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(600);
  });

  it('are hardly spread when they wait for seconds', () => {
    expect(spreadMs(1_000, '7')).toBeLessThanOrEqual(50);
  });
});
