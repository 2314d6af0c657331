import type pg from 'pg';
import type { Database } from '../../platform/database.ts';
import { fillStatements } from './statements.ts';

/** A programme with members who have been there for years, to measure lists, reports and checks on. */
export interface Fill {
  readonly programmeId: number;
  readonly members: number;
  /** The campaign everybody was in, and the one of every other member, with their versions. */
  readonly campaigns: readonly [FilledCampaign, FilledCampaign];
  readonly onPage?: (membersDone: number) => void;
}

export interface FilledCampaign {
  readonly campaignId: number;
  readonly versionId: number;
}

/** Members whose rows one transaction writes: some hundred thousand rows, seconds. */
export const membersAPage = 10_000;
/** Ids kept free between the kinds of rows whose ids the fill gives itself: more than a fill ever has. */
const idsApart = 1_000_000_000;

/**
 * Fills a programme in an otherwise quiet database, in set-based statements past triggers and functions: every invariant of the
 * ledger holds of what it writes, and no story carries its enrolments.
 */
export async function fillProgramme(client: pg.Client, fill: Fill): Promise<void> {
  const first = await firstFreeIds(client);
  for (let from = 1; from <= fill.members; from += membersAPage) {
    const through = Math.min(fill.members, from + membersAPage - 1);
    await client.query('BEGIN');
    await client.query(`SET LOCAL session_replication_role = replica`);
    for (const { sql } of fillStatements) await client.query(withValues(sql, [fill, from, through, first]));
    await client.query('COMMIT');
    fill.onPage?.(through);
  }
  await setSequences(client);
  await client.query('VACUUM (ANALYZE)');
}

interface FreeIds {
  readonly member: number;
  readonly txn: number;
  readonly enrolment: number;
  readonly coupon: number;
}

async function firstFreeIds(client: pg.Client): Promise<FreeIds> {
  const { rows } = await client.query<Record<keyof FreeIds, number>>(`
    SELECT (SELECT coalesce(max(id), 0) FROM member)::float8 AS member, (SELECT coalesce(max(id), 0) FROM ledger.txn)::float8 AS txn,
      (SELECT coalesce(max(id), 0) FROM enrolment)::float8 AS enrolment, (SELECT coalesce(max(id), 0) FROM ledger.coupon)::float8 AS coupon`);
  const [row] = rows;
  if (row === undefined) throw new Error('the database told no ids');
  return row;
}

/** The statement with its values written in: one that names only some of them could not be given all as parameters. */
function withValues(sql: string, [{ programmeId, campaigns }, from, through, first]: [Fill, number, number, FreeIds]) {
  const ids = (of: (campaign: FilledCampaign) => number) => `'{${campaigns.map(of).join(',')}}'`;
  const values = [
    ...[programmeId, from, through, first.member, first.txn, first.txn + idsApart, first.enrolment],
    ...[ids(({ campaignId }) => campaignId), ids(({ versionId }) => versionId), first.coupon],
  ];
  return sql.replaceAll(/\$(\d+)/g, (_, place: string) => String(values[Number(place) - 1]));
}

async function setSequences(client: pg.Client): Promise<void> {
  for (const table of ['member', 'ledger.txn', 'enrolment', 'ledger.coupon']) {
    await client.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`);
  }
}

/** Two campaigns with a version each, that nobody can enter: only to have been in. */
export async function addCampaigns(database: Database, programmeId: number): Promise<Fill['campaigns']> {
  return [
    await addCampaign(database, programmeId, 'everybody'),
    await addCampaign(database, programmeId, 'every-other'),
  ];
}

async function addCampaign(database: Database, programmeId: number, code: string): Promise<FilledCampaign> {
  const shared = { programmeId, createdAt: new Date('2024-01-01T00:00:00Z') };
  const campaign = await database.campaign.create({
    data: { ...shared, code, name: code, lifecycle: 'win-back', status: 'live' },
  });
  const version = await database.campaignVersion.create({
    data: {
      ...{ ...shared, campaignId: campaign.id, version: 1, definitionHash: code, listensTo: [], holdOut: 0.1 },
      definition: {
        code,
        name: code,
        lifecycle: 'win-back',
        settings: {},
        reentry: { kind: 'never' },
        exitOn: [],
        priority: 100,
        messages: {},
      },
    },
  });
  return { campaignId: campaign.id, versionId: version.id };
}
