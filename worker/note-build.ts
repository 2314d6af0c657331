import { sqlStateOf } from '../platform/database-faults.ts';
import { type Database, inTransaction } from '../platform/database.ts';

const undefinedTable = '42P01';

/**
 * Notes that a worker of this build starts; new is a build other than that of the worker which started before it, so that
 * going back to an older one counts, too. Of several that start at once, one is told.
 */
export async function noteBuild(database: Database, buildId: string, now: Date): Promise<{ readonly isNew: boolean }> {
  const noted = inTransaction(database, async (tx) => {
    await tx.$executeRaw`LOCK TABLE worker_build IN EXCLUSIVE MODE`;
    const latest = await tx.workerBuild.findFirst({ orderBy: { lastSeenAt: 'desc' } });
    const isNew = latest?.buildId !== buildId;
    // On a clock that stands still, too, the last one to start is the last one seen.
    const after = latest === null ? 0 : latest.lastSeenAt.getTime() + (isNew ? 1 : 0);
    const lastSeenAt = new Date(Math.max(now.getTime(), after));
    await tx.workerBuild.upsert({
      where: { buildId },
      create: { buildId, firstSeenAt: lastSeenAt, lastSeenAt },
      update: { lastSeenAt },
    });
    return { isNew };
  });
  return noted.catch((error: unknown) => {
    // A worker starts on a database that was not migrated, too, and takes no build for one that has run before.
    if (sqlStateOf(error) !== undefinedTable) throw error;
    return { isNew: true };
  });
}
