import type { Database } from '../../platform/database.ts';

/** Files whose time has ended go a few at a time: each may have hundreds of parts. */
const filesMax = 20;
/** How long the file of an import that has ended can be taken up again. */
const uploadDaysKept = 30;

/** Removes exports whose time has ended, uploads that no import was made of, and those of imports that ended long ago. */
export async function purgeFiles(database: Database, now: Date): Promise<number> {
  const exports = await database.$executeRaw`
    DELETE FROM data_export WHERE id IN (
      SELECT id FROM data_export WHERE expires_at < ${now}::timestamptz ORDER BY expires_at LIMIT ${filesMax}::int)`;
  // By real time, as the database noted when they came; a day is longer than any upload takes.
  const uploads = await database.$executeRaw`
    DELETE FROM upload WHERE id IN (
      SELECT u.id FROM upload u
      WHERE u.created_at < now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM import_run r WHERE r.upload_id = u.id
          AND (r.finished_at IS NULL OR u.created_at > now() - make_interval(days => ${uploadDaysKept}::int)))
      ORDER BY u.created_at LIMIT ${filesMax}::int)`;
  return exports + uploads;
}
