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
  readonly Plans?: readonly PlanNode[];
}

/** The SELECTs that `work` gives to PostgreSQL, each once, as they are written. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>();
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...call: unknown[]) {
    const [config] = call;
    const text = typeof config === 'string' ? config : (config as { text?: string }).text;
    if (text !== undefined && /^\s*(select|with)\b/i.test(text)) seen.add(text);
    return Reflect.apply(query, this, call) as unknown;
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return [...seen];
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
