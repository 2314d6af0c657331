import { afterAll, type RunnerTestCase, type RunnerTestSuite } from 'vitest';
import { closeDatabases } from './database.ts';

// vitest reads the parameter list: the first one must be a (here empty) pattern of fixtures.
// eslint-disable-next-line no-empty-pattern
afterAll(async ({}, file) => {
  await closeDatabases({ keep: hasFailed(file) });
}, 60_000);

function hasFailed(task: RunnerTestCase | RunnerTestSuite): boolean {
  if (task.result?.state === 'fail') return true;
  return task.type === 'suite' && task.tasks.some((child) => hasFailed(child));
}
