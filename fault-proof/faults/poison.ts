import { z } from 'zod';
import { enrolAndSignal } from '../../modules/enrolments/rows.ts';
import { inTransaction } from '../../platform/database.ts';
import { readRow, readRows } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { retryWhileDown } from '../retry-while-down.ts';
import type { ScriptedEvent } from '../script.ts';
import type { World } from '../world.ts';

/** Rows that can never be carried, by what is wrong with them. */
export const poisonKinds = [
  'poison: cohort too large to start',
  'poison: cohort no code can read',
  'poison: signal too large to send',
] as const;

export type PoisonKind = (typeof poisonKinds)[number];

/** Their members and campaigns are named so: they are accounted for by themselves, and not compared. */
export const poisonPrefix = 'poison-';
/** Lives among the others, and is told something that no server takes. */
const toldMember = `${poisonPrefix}told`;
/** Of the 2 MB that Temporal takes. */
const tooManyBytes = 3_000_000;

/** Ids of the poison rows there are; nobody waits for them. */
export interface PoisonRows {
  readonly cohorts: string[];
  readonly signals: string[];
  /** Of the signals, those that were once noted as delivered while somebody was there to hear them. */
  readonly taken: Set<string>;
}

/** What became of one. */
export interface Poisoned {
  readonly kind: PoisonKind;
  /** The row by its name and id. */
  readonly name: string;
  /** Times that it was refused, and what was noted beside it; null is nothing. */
  readonly refused: number;
  readonly error: string | null;
  /** True when it passes for carried, which it never was. */
  readonly taken: boolean;
  /** How the enrolment stands that it is about. */
  readonly status: string;
}

/** Joins together with others, in their cohort. */
export function poisonJoins(slot: number, occurredAt: Date): ScriptedEvent {
  const data = { email: `${toldMember}@example.test`, name: 'Poison', zone: 'Europe/London', locale: 'en' };
  return { id: `${toldMember}:joined`, type: 'member.joined', memberId: toldMember, occurredAt, data, slot };
}

/** Lays a poison row; safe to repeat. */
export async function layPoison(world: World, kind: PoisonKind): Promise<void> {
  switch (kind) {
    case 'poison: cohort too large to start':
      return layCohort(
        world,
        'large',
        Prisma.sql`jsonb_set(v.definition, '{settings,note}', to_jsonb(repeat('x', ${tooManyBytes}::int)))`,
      );
    case 'poison: cohort no code can read':
      return layCohort(world, 'unreadable', Prisma.sql`jsonb_set(v.definition, '{lifecycle}', '"of-another-release"')`);
    case 'poison: signal too large to send':
      return laySignal(world);
    default:
      return kind satisfies never;
  }
}

const idRow = z.object({ id: z.string() });

/** One enrolment in a campaign of its own, which nothing else enters, and a cohort of one. */
async function layCohort({ database, clock, programmeId, poison }: World, what: string, definition: Prisma.Sql) {
  const name = `${poisonPrefix}${what}`;
  await retryWhileDown(() =>
    inTransaction(database, async (tx) => {
      const now = clock.now();
      if ((await tx.campaign.count({ where: { programmeId, code: name } })) > 0) return;
      const versions = await readRows(
        idRow,
        tx.$queryRaw`
          WITH made AS (
            INSERT INTO campaign (programme_id, code, name, lifecycle, status, launched_at, created_at)
            VALUES (${programmeId}::int, ${name}, ${name}, 'onboarding-gift', 'live', ${now}::timestamptz, ${now}::timestamptz)
            RETURNING id)
          INSERT INTO campaign_version (programme_id, campaign_id, version, definition, definition_hash, listens_to, trigger_type,
            created_at)
          SELECT v.programme_id, made.id, 1, ${definition}, ${name}, '{}', 'poison.taken', ${now}::timestamptz
          FROM made, campaign_version v JOIN campaign c ON c.id = v.campaign_id WHERE c.code = 'onboarding-gift' AND v.version = 1
          RETURNING id::text`,
      );
      await tx.$executeRaw`
        WITH person AS (
          INSERT INTO member (programme_id, external_id, joined_at)
          VALUES (${programmeId}::int, ${name}, ${now}::timestamptz) RETURNING id)
        INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, enrolled_at)
        SELECT v.programme_id, v.campaign_id, v.id, person.id, 1, ${now}::timestamptz
        FROM person, campaign_version v WHERE v.id = ${versions[0]?.id}::int`;
      await tx.$executeRaw`SELECT form_cohorts(${versions[0]?.id}::int, 1, 1, ${now}::timestamptz)`;
    }),
  );
  const cohorts = await retryWhileDown(() =>
    readRows(
      idRow,
      database.$queryRaw`
        SELECT en.cohort_id::text AS id FROM enrolment en JOIN campaign c ON c.id = en.campaign_id WHERE c.code = ${name}`,
    ),
  );
  poison.cohorts.push(...cohorts.map(({ id }) => id));
}

/** An order that a waiting step of a cohort listens to, larger than what the intake would let in. */
async function laySignal({ database, clock, programmeId, poison }: World): Promise<void> {
  const eventId = `${toldMember}:order`;
  await retryWhileDown(() =>
    inTransaction(database, async (tx) => {
      if ((await tx.event.count({ where: { programmeId, eventId } })) > 0) return;
      const now = clock.now();
      const written = await readRow(
        idRow,
        tx.$queryRaw`
          INSERT INTO event (programme_id, event_id, type, member_id, occurred_at, received_at, content_hash, data, result)
          SELECT ${programmeId}::int, ${eventId}, 'order.placed', id, ${now}::timestamptz, ${now}::timestamptz, sha256('poison'),
            jsonb_build_object('note', repeat('x', ${tooManyBytes}::int)), '{}'
          FROM member WHERE external_id = ${toldMember} RETURNING id::text`,
      );
      if (written) await enrolAndSignal(tx, { programmeId, eventRowIds: [BigInt(written.id)], now });
    }),
  );
  const signals = await retryWhileDown(() =>
    readRows(
      idRow,
      database.$queryRaw`
        SELECT w.id::text FROM signal_outbox w JOIN event e ON e.id = w.event_id WHERE e.event_id = ${eventId}`,
    ),
  );
  poison.signals.push(...signals.map(({ id }) => id));
}

/** Looks whether one passes for delivered; later its enrolment may be over, and then it is rightly dropped. */
export async function watchPoison({ database, poison }: World): Promise<void> {
  if (poison.signals.length === 0) return;
  const rows = await readRows(
    idRow,
    database.$queryRaw`
      SELECT w.id::text FROM signal_outbox w JOIN enrolment en ON en.id = w.enrolment_id
      WHERE w.id::text = ANY (${poison.signals}::text[]) AND w.delivered_at IS NOT NULL AND en.status = 'active'`,
  );
  for (const { id } of rows) poison.taken.add(id);
}

/** Has the poison rows tried again at once, as they would be after a while. */
export async function tryPoisonAgain({ database, poison }: World): Promise<void> {
  await database.$executeRaw`
    UPDATE cohort SET start_after = clock_timestamp() WHERE id::text = ANY (${poison.cohorts}::text[]) AND started_at IS NULL`;
  await database.$executeRaw`
    UPDATE signal_outbox SET retry_after = clock_timestamp()
    WHERE id::text = ANY (${poison.signals}::text[]) AND delivered_at IS NULL`;
}

const poisonedRow = z.object({
  kind: z.enum(poisonKinds),
  name: z.string(),
  refused: z.int(),
  error: z.string().nullable(),
  taken: z.boolean(),
  status: z.string(),
});

/** What became of the poison rows: every one that was laid is here. */
export async function readPoison({ database, poison }: World): Promise<Poisoned[]> {
  return readRows(
    poisonedRow,
    database.$queryRaw`
      SELECT CASE c.code WHEN ${`${poisonPrefix}large`} THEN ${poisonKinds[0]} ELSE ${poisonKinds[1]} END AS kind,
        c.code || ', cohort ' || co.id AS name, co.start_attempts::int AS refused, co.start_error AS error,
        co.started_at IS NOT NULL AS taken,
        concat_ws(', ', en.status, en.reason) AS status
      FROM cohort co JOIN enrolment en ON en.cohort_id = co.id JOIN campaign c ON c.id = en.campaign_id
      WHERE co.id::text = ANY (${poison.cohorts}::text[])
      UNION ALL
      SELECT ${poisonKinds[2]}, m.external_id || ', signal ' || w.id || ' of ' || c.code || ', cohort ' || en.cohort_id,
        w.attempts::int, w.error, w.id::text = ANY (${[...poison.taken]}::text[]), concat_ws(', ', en.status, en.reason)
      FROM signal_outbox w JOIN enrolment en ON en.id = w.enrolment_id JOIN campaign c ON c.id = en.campaign_id
      JOIN member m ON m.id = en.member_id
      WHERE w.id::text = ANY (${poison.signals}::text[])`,
  );
}
