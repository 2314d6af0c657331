import { beforeAll, describe, expect, it } from 'vitest';
import { moveClock, openClock, readStep, startSteppedClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { until } from '../support/engine.ts';

const at = new Date('2026-01-01T00:00:00.000Z');
const next = new Date('2026-02-10T00:00:00.000Z');

describe('the programme clock', () => {
  let database: Database;
  beforeAll(async () => {
    ({ database } = await freshDatabase());
  });

  it('is real time when nobody has set it, and nobody moves that', async () => {
    const clock = await openClock(database);
    expect(clock.kind()).toBe('real');
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    await expect(moveClock(database, { to: at })).rejects.toMatchObject({ code: 'CLOCK_REFUSED' });
    clock.close();
  });

  it('stands at the instant it was set to until it is moved, and never goes back', async () => {
    await startSteppedClock(database, { at });
    const clock = await openClock(database);
    expect([clock.kind(), clock.now()]).toEqual(['stepped', at]);
    await moveClock(database, { to: next });
    await moveClock(database, { to: at });
    await readStep(clock);
    expect(clock.now()).toEqual(next);
    clock.close();
  });

  it('is seen to have moved by every process that has opened it', async () => {
    await startSteppedClock(database, { at });
    const clock = await openClock(database);
    await moveClock(database, { to: next });
    await until(
      async () => clock.now(),
      (now) => now.getTime() === next.getTime(),
      { withinMs: 5_000 },
    );
    clock.close();
  });
});
