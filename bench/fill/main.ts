import { parseArgs } from 'node:util';
import pg from 'pg';
import { readCampaignReport } from '../../modules/campaigns/report.ts';
import { listCampaigns } from '../../modules/campaigns/list.ts';
import { readCampaign } from '../../modules/campaigns/show.ts';
import { listCoupons } from '../../modules/coupons/list.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { countMessages, listMessages } from '../../modules/messaging/sending/list.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { readProgrammeTotals } from '../../modules/programme/rows-totals.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { readEnv } from '../../platform/env.ts';
import { addProgramme } from '../fixtures/points.ts';
import { openLab } from '../harness/lab.ts';
import { addCampaigns, fillProgramme } from './fill.ts';

const help = `node --import tsx bench/fill/main.ts [--members <n>] [--verify]

Fills a database with members of some years (10 events, 4 orders each) and says how long the lists, shows and reports take.
With DATABASE_URL it fills that one, migrated before, unless it is filled already; without, one of its own that is removed.

  --members <n>  100,000 when not said; a million take about 12 GB of disk
  --verify       check every invariant, too
`;

const code = 'filled';
const asOf = new Date('2026-01-01T00:00:00Z');
/** Each is run so often, and the quickest and slowest are told: the first finds nothing in memory. */
const rounds = 3;
const say = (text: string) => void process.stderr.write(`${text}\n`);

const { values } = parseArgs({
  options: { members: { type: 'string', default: '100000' }, verify: { type: 'boolean' }, help: { type: 'boolean' } },
});
const members = Number(values.members);
if (values.help || !Number.isSafeInteger(members) || members < 1) {
  say(help);
} else {
  await run();
}

async function run(): Promise<void> {
  const url = readEnv().DATABASE_URL;
  if (url !== undefined) return fillAndMeasure(url);
  const lab = await openLab({ quick: false, pgbench: undefined, say });
  await lab.withDatabase((database) => fillAndMeasure(database.url)).finally(() => lab.stop());
}

async function fillAndMeasure(url: string): Promise<void> {
  const database = openDatabase(url, { poolSizeMax: 5, statementTimeoutMs: 0 });
  if ((await database.programme.count({ where: { code } })) === 0) {
    const startedAt = Date.now();
    const programmeId = await addProgramme(database, code);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const campaigns = await addCampaigns(database, programmeId);
    const onPage = (done: number) => say(`${done.toLocaleString('en')} members, ${Date.now() - startedAt} ms`);
    await fillProgramme(client, { programmeId, members, campaigns, onPage });
    await client.end();
  }
  await measure(database);
  await database.$disconnect();
}

async function measure(database: Database): Promise<void> {
  const programme = await loadProgramme(database, code);
  const { id } = programme;
  const view = { limit: 30, now: asOf };
  const lists: Readonly<Record<string, () => Promise<unknown>>> = {
    'member show': () => readMemberView(database, programme, 'f-17', view),
    'campaign list': () => listCampaigns(database, id),
    'campaign show': () => readCampaign(database, id, 'everybody'),
    'message list': async () => [
      await listMessages(database, { programmeId: id, limit: 30 }),
      await countMessages(database, id),
    ],
    'message list --status reserved': () => listMessages(database, { programmeId: id, status: 'reserved', limit: 30 }),
    'coupon list': () => listCoupons(database, { programmeId: id, now: asOf, limit: 30 }),
    'coupon list --status redeemed': () =>
      listCoupons(database, { programmeId: id, now: asOf, status: 'redeemed', limit: 30 }),
    'programme show': () => readProgrammeTotals(database, id, asOf),
    'campaign report': () => readCampaignReport(database, id, 'everybody', asOf),
  };
  for (const [name, read] of Object.entries(lists)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      await read();
      times.push(performance.now() - startedAt);
    }
    say(`${name}: ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`);
  }
  if (!values.verify) return;
  const startedAt = performance.now();
  const violations = await verifyInvariants(database);
  say(`ledger verify: ${Math.round(performance.now() - startedAt)} ms, ${violations.length} violations`);
  for (const { invariant, detail } of violations.slice(0, 5)) say(`  ${invariant}: ${detail}`);
}
