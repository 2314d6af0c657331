import { afterAll, type RunnerTestCase, type RunnerTestSuite } from 'vitest';
import { useIdentityKeys } from '../../platform/identity-keys.ts';
import { closeDatabases } from './database.ts';

useIdentityKeys(['a key that only the tests have']);

// vitest reads the parameter list: the first one must be a (here empty) pattern of fixtures.
// eslint-disable-next-line no-empty-pattern
afterAll(async ({}, file) => {
  await closeDatabases({ keep: hasFailed(file) });
}, 60_000);

function hasFailed(task: RunnerTestCase | RunnerTestSuite): boolean {
  if (task.result?.state === 'fail') return true;
  return task.type === 'suite' && task.tasks.some((child) => hasFailed(child));
}
