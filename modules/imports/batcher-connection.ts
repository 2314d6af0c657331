import pg from 'pg';
import { directConnection } from '../../platform/database-url.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { type ContextRows, contextRowsAnswer, parseContextRows, type Wanted } from '../intake/rows-context.ts';
import type { PlanTexts } from '../intake/rows-plan.ts';
import { lockClass } from '../../platform/locks.ts';
import { type BatcherPosition, takenElsewhere } from './run.ts';

/** A batch of a batcher, decided on, on its way to the database. */
export interface BatcherBatch {
  readonly runId: number;
  readonly batcher: number;
  readonly fromLine: number;
  readonly place: BatcherPosition;
  readonly programmeId: number;
  readonly texts: PlanTexts;
  readonly now: Date;
}

/** Batchers that a run may have. */
const batcherCountMax = 64;
/** How long a batcher may still be held by a process that was killed. */
const batcherPatienceMs = 10_000;
/** A statement of a batcher that runs longer is cancelled: a batch takes 100 ms. */
const statementTimeoutMs = 60_000;

/**
 * A batcher's own connection. It goes past Prisma, whose engine takes 12 us of CPU for each row of a batch's text where the
 * driver takes 1 (measured; a row's points take 40 in PostgreSQL).
 */
export class BatcherConnection {
  readonly #client: pg.Client;

  constructor(databaseUrl: string) {
    this.#client = new pg.Client({
      connectionString: directConnection(databaseUrl),
      statement_timeout: statementTimeoutMs,
      application_name: 'perennial-import',
    });
    // A connection that breaks while idle shows in the next statement.
    this.#client.on('error', () => undefined);
  }

  /**
   * Connects, and holds the batcher until the connection ends. What a killed process had sent is still being written for a
   * moment, and must be before the batcher's place is read; a process that lives does not give the batcher away.
   */
  async open(hold: { readonly runId: number; readonly batcher: number } | null): Promise<void> {
    await this.#client.connect().catch(passOn);
    if (hold === null) return;
    await this.#query('patience', `SELECT set_config('lock_timeout', $1, false)`, [`${batcherPatienceMs}ms`]);
    await this.#query('hold', 'SELECT pg_advisory_lock($1, $2)', [
      lockClass.importBatcher,
      hold.runId * batcherCountMax + hold.batcher,
    ]).catch(takenElsewhere);
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  /** What is wanted, as intake_read answers it. */
  async read(programmeId: number, wanted: Wanted): Promise<ContextRows> {
    const values = [programmeId, JSON.stringify(wanted)];
    const query = this.#query('read', 'SELECT intake_read($1, $2)::text AS rows', values);
    return parseContextRows(await readOnlyRow(contextRowsAnswer, query));
  }

  /** Writes a batch and the batcher's new place, together. */
  async write({ runId, batcher, fromLine, place, programmeId, texts, now }: BatcherBatch): Promise<void> {
    const { events, standings, rest } = texts;
    const values = [
      runId,
      batcher,
      fromLine,
      JSON.stringify(place),
      programmeId,
      events,
      standings,
      rest,
      now.toISOString(),
    ];
    await this.#query('write', 'SELECT import_write($1, $2, $3, $4, $5, $6, $7, $8, $9)', values);
  }

  /** What `work` returns, with all it wrote committed, or nothing written when it throws. */
  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    await this.#query('begin', 'BEGIN', []);
    try {
      const result = await work();
      await this.#query('commit', 'COMMIT', []);
      return result;
    } catch (error) {
      await this.#client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async #query(name: string, text: string, values: unknown[]): Promise<unknown[]> {
    const result = await this.#client.query<pg.QueryResultRow>({ name, text, values }).catch(passOn);
    return result.rows;
  }
}

/** An error of the driver in the shape in which Prisma's adapter gives them, so that platform/database-faults.ts reads both. */
function passOn(error: unknown): never {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) throw error;
  throw new Error(error.message, { cause: { originalCode: error.code, originalMessage: error.message } });
}
