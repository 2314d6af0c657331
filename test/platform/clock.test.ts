import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  startClockHeartbeat,
  keeperPatienceMs,
  moveClock,
  openClock,
  startScaledClock,
  startSteppedClock,
  stopScaledClock,
} from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';

const at = new Date('2026-01-01T00:00:00.000Z');
/** A programme day lasts a second. */
const scale = 86_400;
const dayMs = 86_400_000;

describe('the programme clock', () => {
  let database: Database;
  beforeAll(async () => {
    ({ database } = await freshDatabase());
  });
  afterEach(() => stopScaledClock(database));

  it('is real time when nobody has set it', async () => {
    const clock = await openClock(database);
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    clock.close();
  });

  it('stands still at the instant it was set to until a keeper lives', async () => {
    await startScaledClock(database, { at, scale });
    const clock = await openClock(database);
    await sleep(150);
    expect(clock.now()).toEqual(at);
    clock.close();
  });

  it('runs as many times faster than real time as it was told', async () => {
    await startScaledClock(database, { at, scale });
    const clock = await openClock(database);
    const keeper = startClockHeartbeat(database);
    await sleep(250);
    const before = { real: Date.now(), programme: clock.now().getTime() };
    await sleep(500);
    const passed = clock.now().getTime() - before.programme;
    expect(passed / (Date.now() - before.real)).toBeCloseTo(scale, -4);
    await keeper.stop();
    clock.close();
  });

  it('loses at most the keeper patience when its keeper dies, and a keeper that comes back goes on from there', async () => {
    await startScaledClock(database, { at, scale });
    const clock = await openClock(database);
    const first = startClockHeartbeat(database);
    await sleep(250);
    await first.stop();
    await sleep(keeperPatienceMs + 200);
    await clock.refresh();
    const frozen = clock.now().getTime();
    await sleep(300);
    expect(clock.now().getTime()).toBe(frozen);

    const second = startClockHeartbeat(database);
    await sleep(250);
    await clock.refresh();
    const passed = clock.now().getTime() - frozen;
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(0.6 * dayMs);
    await second.stop();
    clock.close();
  });

  it('stands still while its keeper is not healthy', async () => {
    await startScaledClock(database, { at, scale });
    const keeper = startClockHeartbeat(database, { healthy: () => false });
    await sleep(250);
    const clock = await openClock(database);
    expect(clock.now()).toEqual(at);
    await keeper.stop();
    clock.close();
  });

  it('stands where it is moved to, keeper or not, when it is a stepped one; it never goes back', async () => {
    await startSteppedClock(database, { at });
    const clock = await openClock(database);
    const keeper = startClockHeartbeat(database);
    const next = new Date(at.getTime() + 40 * dayMs);
    await moveClock(database, { to: next });
    await moveClock(database, { to: at });
    await sleep(250);
    await clock.refresh();
    expect(clock.now()).toEqual(next);
    await keeper.stop();
    clock.close();
  });

  it('goes by itself when it is scaled, so nobody moves it', async () => {
    await startScaledClock(database, { at, scale });
    await expect(moveClock(database, { to: at })).rejects.toMatchObject({ code: 'CLOCK_REFUSED' });
  });

  it.each([0, -1, Number.NaN, 2_000_000])('refuses a scale of %d', async (wrong) => {
    await expect(startScaledClock(database, { at, scale: wrong })).rejects.toMatchObject({
      code: 'CLOCK_REFUSED',
      field: 'scale',
    });
  });
});
