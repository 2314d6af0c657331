import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/database.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { buildIdOf } from '../../worker/build-id.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { noteBuild } from '../../worker/note-build.ts';
import { lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { freshDatabase } from '../support/database.ts';
import { until } from '../support/engine.ts';

describe('A build', () => {
  it('is called after the code that runs, wherever it lies, unless it was given a name', async () => {
    const { code } = await workflowBundle();
    const buildId = buildIdOf({ code });
    expect(buildId).toMatch(/^[0-9a-f]{12}$/);
    const whatRuns = code.slice(0, code.lastIndexOf('\n//# sourceMappingURL='));
    expect(whatRuns).not.toContain(packageRoot());
    expect(buildIdOf({ code: `${whatRuns}\n//# sourceMappingURL=elsewhere` })).toBe(buildId);
    expect(buildIdOf({ code: code.replace('onboarding', 'onboardinG') })).not.toBe(buildId);
    // Stories are run by an activity; a build with another story is another build because the bundle has them, too.
    for (const lifecycle of lifecycleCodes) expect(whatRuns).toContain(`/lifecycles/${lifecycle}/story`);
    expect(buildIdOf({ code }, '2026-11-28.1')).toBe('2026-11-28.1');
  });

  it('is new when the worker that started last was of another one, also on the way back', async () => {
    const { database } = await freshDatabase();
    const now = new Date('2026-11-28T09:00:00Z');
    const isNew = async (buildId: string) => (await noteBuild(database, buildId, now)).isNew;
    expect(await isNew('a')).toBe(true);
    expect(await isNew('a')).toBe(false);
    expect(await isNew('b')).toBe(true);
    expect(await isNew('a')).toBe(true);
    expect(await isNew('a')).toBe(false);
  });

  it('is taken for new where nothing is on record, because the database was not migrated', async () => {
    const { database } = await freshDatabase();
    await database.$executeRaw`DROP TABLE worker_build`;
    expect(await noteBuild(database, 'a', new Date())).toEqual({ isNew: true });
  });

  it('is new to one of the workers that start at once', async () => {
    const { database } = await freshDatabase();
    const now = new Date('2026-11-28T09:00:00Z');
    const starting: Promise<{ isNew: boolean }>[] = [];
    await inTransaction(database, async (tx) => {
      await tx.$executeRaw`LOCK TABLE worker_build IN EXCLUSIVE MODE`;
      starting.push(...Array.from({ length: 4 }, () => noteBuild(database, 'a', now)));
      const waiting = () => database.$queryRaw<unknown[]>`
        SELECT FROM pg_locks WHERE relation = 'worker_build'::regclass AND NOT granted`;
      await until(waiting, ({ length }) => length === 4);
    });
    expect((await Promise.all(starting)).filter(({ isNew }) => isNew)).toHaveLength(1);
  });
});
