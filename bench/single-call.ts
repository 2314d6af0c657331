import type pg from 'pg';
import type { Population } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { closedLoop } from './harness/load.ts';
import { howToGetPgbench, type Pgbench, type PgbenchOptions } from './harness/pgbench.ts';
import { inTurns, type Side } from './harness/rounds.ts';

const ratioMin = 0.5;
/** Connections of pgbench: on 2 cores 8 to 16 give the most. */
const pgbenchClients = 8;
/** Calls at once: what as many members want at the same moment. */
export const callers = 64;
const warmUpSeconds = 1;

/** An operation as both sides do it, one request a call. */
export interface SingleCall {
  readonly bench: string;
  readonly kind: 'EARN' | 'SPEND';
  /** "earns" */
  readonly unit: string;
  readonly population: Population;
  /** For pgbench, with its variables `member` and `key`. */
  readonly sql: string;
  /** Through the product's function; false when it was refused. */
  readonly call: () => Promise<boolean>;
}

/** The rate of single calls of the product's function, a transaction each, beside that of pgbench with the same SQL, in turns. */
export async function compareSingleCalls(lab: Lab, on: LabDatabase, work: SingleCall): Promise<Finding> {
  const { quick, pgbench, say } = lab;
  const { bench, kind, unit, population, sql, call } = work;
  const seconds = quick ? 2 : 5;
  const client = await on.connect();
  const sides: Side<'product' | 'pgbench'>[] = [{ name: 'product', run: () => closedLoop({ callers, seconds }, call) }];
  if (pgbench) {
    const options = { url: on.url, clients: pgbenchClients, seconds };
    sides.unshift({ name: 'pgbench', run: () => pgbenchRate(pgbench, client, { kind, sql, population }, options) });
  }
  await closedLoop({ callers, seconds: warmUpSeconds }, call);
  const { all, medians } = await inTurns(quick ? 2 : 5, sides, say);
  const measured = { value: medians.product, unit: `${unit}/s` };
  return {
    bench,
    what: `single ${unit}, a transaction each, ${callers} callers`,
    measured,
    rounds: all,
    ...(pgbench
      ? {
          against: { name: `pgbench, ${pgbenchClients} clients:`, value: medians.pgbench, unit: measured.unit },
          ratio: medians.product / medians.pgbench,
          limit: { atLeast: ratioMin },
        }
      : { note: `${howToGetPgbench}, so there is no ratio` }),
  };
}

export function randomMember({ firstMemberId, members }: Population): bigint {
  return BigInt(firstMemberId + Math.floor(Math.random() * members));
}

/** A ledger request of a random member under a random key, as pgbench's variables make it. */
export function requestSql(
  { programmeId }: Population,
  { at, points, expiresAt }: { at: Date; points: number; expiresAt?: Date },
): string {
  const instant = (date: Date) => `'${date.toISOString()}'::timestamptz`;
  const fields = [
    ...[programmeId, ':member::bigint', `'pgbench:' || :key::bigint`, instant(at), points],
    ...['NULL', expiresAt ? instant(expiresAt) : 'NULL', 'NULL', 'NULL', `'bench'`, `'1'`, `'bench'`, 'NULL'],
  ];
  return `ROW(${fields.join(', ')})::ledger.request`;
}

/** Transactions of a kind that pgbench posted a second. Counted in the ledger: a refusal is a transaction to pgbench too. */
async function pgbenchRate(
  pgbench: Pgbench,
  client: pg.Client,
  { kind, sql, population }: Pick<SingleCall, 'kind' | 'sql' | 'population'>,
  options: PgbenchOptions,
): Promise<number> {
  const { firstMemberId, members } = population;
  const script = [
    `\\set member random(${firstMemberId}, ${firstMemberId + members - 1})`,
    '\\set key random(1, 9000000000000000000)',
    `${sql};\n`,
  ].join('\n');
  const before = await countTxns(client, kind);
  const { transactions, perSecond } = await pgbench.run(script, options);
  const posted = (await countTxns(client, kind)) - before;
  return (perSecond * posted) / transactions;
}

async function countTxns(client: pg.Client, kind: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM ledger.txn WHERE kind = $1',
    [kind],
  );
  return rows[0]?.count ?? 0;
}
