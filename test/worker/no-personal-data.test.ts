import { expect, it } from 'vitest';
import { requestErasure } from '../../modules/erasures/request.ts';
import { eraseDue } from '../../modules/erasures/run.ts';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import { addMembers, happen, openWorld, until } from '../support/engine.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';
import { useWorkers } from '../support/use-workers.ts';

const workers = useWorkers();
const marker = 'xqzmarker';

/** Every text in what Temporal answers, payloads among it. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsOf(each)]);
}

it('Temporal knows nobody: no name, address or id of a member is in a history, memo or search attribute, before and after they are erased', async () => {
  const world = await openWorld({ settings: { story: 'orders' } });
  const { database, programmeId, clock } = world;
  const taskQueue = uniqueTaskQueue('nobody');
  await workers.start(world, taskQueue);
  const [memberId = 0n] = await addMembers(world, [`${marker}@example.com`]);
  await database.member.update({ where: { id: memberId }, data: { externalId: `${marker}-1` } });
  await database.memberProfile.update({
    where: { memberId },
    data: { name: `${marker} Smith`, attributes: { city: marker } },
  });
  await happen(world, [{ memberId, type: 'member.joined', data: { name: true, city: true } }]);
  await until(
    () => database.step.count(),
    (steps) => steps > 0,
  );
  await happen(world, [{ memberId, type: 'order.placed', data: { orderId: 'o1', amountMinor: 100 } }]);
  const { id } = await database.cohort.findFirstOrThrow();
  const handle = workers.client().workflow.getHandle(cohortWorkflowId(taskQueue, String(id)));
  await requestErasure({ database, clock }, programmeId, {
    memberId: `${marker}-1`,
    reason: marker,
    afterDays: 0,
    actor: 'test',
  });
  while (await eraseDue(database, programmeId, clock.now()));
  await until(
    async () => (await handle.describe()).status.name,
    (status) => status !== 'RUNNING',
  );
  const { raw } = await handle.describe();
  const texts = [...textsOf(await handle.fetchHistory()), ...textsOf(raw)].join('\n');
  expect(texts).toContain('onboarding-gift');
  expect(texts).not.toContain(marker);
});
