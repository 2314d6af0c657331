import pg from 'pg';

/** Tables that stay small: a row for each programme, campaign, version, cohort of 500 or worker. */
const smallTables: ReadonlySet<string> = new Set([
  ...[
    'programme',
    'programme_clock',
    'campaign',
    'campaign_version',
    'cohort',
    'worker_build',
    'relay_lease',
    'import_run',
  ],
  ...['sql_function', 'seal', 'verification', 'mail_report'],
]);

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** A statement as it was given to PostgreSQL. */
interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The SELECTs that `work` gives to PostgreSQL, each once, as they are written. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  return [...new Set((await askedBy(work)).map(({ text }) => text))];
}

async function askedBy(work: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...call: unknown[]) {
    const [config] = call;
    const { text, values } = typeof config === 'string' ? { text: config, values: [] } : (config as Partial<Statement>);
    if (text !== undefined && /^\s*(select|with)\b/i.test(text)) seen.push({ text, values: values ?? [] });
    return Reflect.apply(query, this, call) as unknown;
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return seen;
}

/**
 * What a statement reads whole of tables that grow, whatever its parameters are: tables without an index, and indexes without a
 * condition. Sequential scans are dear, so that one is left only where no index would do.
 */
export async function wholeReadsOf(client: pg.Client, statement: string): Promise<string[]> {
  const places = [...statement.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place));
  const nulls = Array.from({ length: Math.max(0, ...places) }, () => 'NULL');
  await client.query('SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off');
  await client.query(`PREPARE hot AS ${statement}`);
  try {
    const execute = nulls.length === 0 ? 'EXECUTE hot' : `EXECUTE hot (${nulls.join(', ')})`;
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${execute}`);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return plan === undefined ? ['no plan'] : readsWhole(plan, false);
  } finally {
    await client.query('DEALLOCATE hot');
  }
}

/** A limit right above an index in its order reads as many rows as it gives. */
function readsWhole(node: PlanNode, limited: boolean): string[] {
  const table = node['Relation Name'];
  const type = node['Node Type'];
  const found: string[] = [];
  const grows = table !== undefined && !smallTables.has(table);
  if (grows && type === 'Seq Scan') found.push(`${table} by a sequential scan`);
  if (grows && /^Index/.test(type) && node['Index Cond'] === undefined && !limited)
    found.push(`${table} by all of ${node['Index Name']}`);
  const below = type === 'Limit' || (limited && ['Nested Loop', 'Result', 'Subquery Scan', 'Memoize'].includes(type));
  for (const child of node.Plans ?? []) found.push(...readsWhole(child, below));
  return found;
}

/** How many rows of tables that grow the statements of `work` look at, with its own values; what they change is put back. */
export async function rowsReadBy(client: pg.Client, work: () => Promise<unknown>): Promise<number> {
  const statements = await askedBy(work);
  let rows = 0;
  await client.query('SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off');
  for (const { text, values } of statements) {
    await client.query('BEGIN');
    try {
      const explained = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        [...values],
      );
      rows += rowsReadIn(explained.rows[0]!['QUERY PLAN'][0].Plan);
    } finally {
      await client.query('ROLLBACK');
    }
  }
  return rows;
}

function rowsReadIn(node: PlanNode): number {
  const table = node['Relation Name'];
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const own = /Scan$/.test(node['Node Type']) && table !== undefined && !smallTables.has(table);
  const rows = own ? ((node['Actual Rows'] ?? 0) + removed) * (node['Actual Loops'] ?? 1) : 0;
  return rows + (node.Plans ?? []).reduce((sum, child) => sum + rowsReadIn(child), 0);
}
