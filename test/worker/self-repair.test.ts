import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openClock } from '../../platform/clock.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { startStuckWorkflowRepair, type StuckWorkflowRepair } from '../../worker/repair-stuck.ts';
import { freshDatabase } from '../support/database.ts';
import { openClient } from '../support/engine.ts';
import { withoutReports } from '../support/older-temporal.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

describe('Self-repair, where the Temporal server is too old to report workflows', () => {
  const metrics = createMetrics();
  const said: string[] = [];
  let isOld = true;
  let repair: StuckWorkflowRepair;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const opened = await openClient(temporalAddress());
    close = opened.close;
    const { database } = await freshDatabase();
    const clock = await openClock(database);
    const write = (line: string) => said.push((JSON.parse(line) as { msg: string }).msg);
    repair = startStuckWorkflowRepair({
      ...{ database, clock, metrics, logger: pino({}, { write }), taskQueue: uniqueTaskQueue('self-repair') },
      client: withoutReports(opened.client, () => isOld),
      bundle: { code: '' },
      lookEveryMs: 50,
    });
  });
  afterAll(async () => {
    await repair.stop();
    await close();
  });
  const available = async () =>
    (await metrics.registry.getSingleMetric('perennial_self_repair_available')!.get()).values;

  it('says so once, and by a metric', async () => {
    await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 10_000 });
    expect(said).toEqual(["this Temporal server does not report workflows that can't go on"]);
    expect(await available()).toMatchObject([{ value: 0 }]);
  });

  it('goes on by itself once the server is upgraded', async () => {
    isOld = false;
    await vi.waitFor(async () => expect(await available()).toMatchObject([{ value: 1 }]), { timeout: 10_000 });
    expect(said).toEqual([said[0], "the Temporal server reports workflows that can't go on; they are mended again"]);
  });
});
