import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '../../platform/metrics.ts';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import { until } from '../support/engine.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');
const metrics = createMetrics();

describe("Workflows whose history can't be replayed", () => {
  let on: SteppedWorld;
  beforeAll(async () => {
    on = await openSteppedWorld('stuck', startAt);
    await on.world.launch('onboarding-gift');
  });
  afterAll(async () => on.stop());

  it('are begun anew from the database: nobody is stuck, nothing is done twice', async () => {
    const { world, stepped, stepsOf } = on;
    const other = await bundleWorkflows(fileURLToPath(new URL('../support/other-workflows.ts', import.meta.url)));
    await on.startWorker({ bundle: other });
    await world.happen('ada', 'member.joined', { email: 'ada@members.example', consent: { email: true } });
    await until(
      () => stepsOf('ada'),
      (steps) => steps.includes('welcome'),
    );
    const { cohortId: stuck } = (await world.enrolmentOf('ada'))!;
    const begun = await stepsOf('ada');
    await world.stopWorker();
    expect(world.mailsTo('ada')).toEqual([]);

    await on.startWorker({ metrics });
    await on.goTo(3.1);

    const { cohortId: anew } = (await world.enrolmentOf('ada'))!;
    expect(anew).not.toBe(stuck);
    expect(await stepsOf('ada')).toEqual([...begun, 'profile-reminder']);
    expect(await world.availableOf('ada')).toBe(100);
    expect(world.mailsTo('ada')).toHaveLength(2);
    const workflowId = cohortWorkflowId(stepped.taskQueue, String(stuck));
    const { status } = await stepped.client.workflow.getHandle(workflowId).describe();
    expect(status.name).toBe('TERMINATED');
    const begunAnew = stepped.client.workflow.getHandle(cohortWorkflowId(stepped.taskQueue, String(anew)));
    expect(await begunAnew.describe()).toMatchObject({
      searchAttributes: { PerennialCampaign: ['onboarding-gift'] },
      memo: { campaign: 'onboarding-gift', cohort: String(anew) },
    });
    expect(await metrics.registry.metrics()).toMatch(/workflows_restarted_total\{type="cohort"\} 1/);
    const [audit] = await world.database.auditEvent.findMany({ where: { action: 'recover' } });
    expect(audit).toMatchObject({ actor: 'worker', after: { cohorts: 1, enrolments: 1, made: 1 } });
  });
});
