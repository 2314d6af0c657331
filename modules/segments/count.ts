import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { textChannels } from '../programme/rules-message-limits.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { type Audience, audienceSql } from './asking.ts';

/** Why somebody may not be sent marketing by a channel: the codes of sending, and `reachable`. */
export const reachStates = [
  'reachable',
  'ADDRESS_MISSING',
  'ADDRESS_SUPPRESSED',
  'OPTED_OUT',
  'CONSENT_MISSING',
] as const;
export type ReachState = (typeof reachStates)[number];

/** Channels by which marketing is sent to an address. */
export const reachChannels = ['email', ...textChannels] as const;
export type ReachChannel = (typeof reachChannels)[number];

/** How many of an audience may be written to by e-mail, or by a channel that is connected, and why the others may not. */
export interface ChannelReach {
  readonly channel: ReachChannel;
  readonly reachable: number;
  readonly unreachable: readonly { readonly reason: Exclude<ReachState, 'reachable'>; readonly members: number }[];
}

export interface AudienceCount {
  readonly members: number;
  /** Active members of the programme. */
  readonly of: number;
  readonly reach: readonly ChannelReach[];
  readonly countedAt: Date;
}

/** How each channel stands, in the order in which they were asked for. */
const countRow = z.object({ states: z.array(z.enum(reachStates)), members: z.int() });
const connectedRow = z.object({ connected: z.array(z.string()) });
const totalRow = z.object({ members: z.int() });
/** A statement over all members may take longer than one of a request; 30 s and it is given up. */
const timeoutMs = 30_000;

/** Counts an audience, and who of it may be sent marketing. */
export function countAudience(database: Database, audience: Audience): Promise<AudienceCount> {
  return whileCounting(database, (tx) => countAudienceIn(tx, audience));
}

/** The same in the transaction of `tx`. */
export async function countAudienceIn(tx: Db, audience: Audience): Promise<AudienceCount> {
  const { programme, now } = audience;
  const { connected } = await readOnlyRow(
    connectedRow,
    tx.$queryRaw`SELECT connected_channels(${programme.id}::int) AS connected`,
  );
  // What nobody sends is not asked for: each look at a channel costs as much as that at e-mail.
  const asked = reachChannels.filter((channel) => channel === 'email' || connected.includes(channel));
  const rows = await readRows(
    countRow,
    tx.$queryRaw`
      SELECT states, count(*)::int AS members
      FROM (SELECT ARRAY[${Prisma.join(asked.map((channel) => reachSql[channel]))}] AS states ${audienceSql(audience)}) r
      GROUP BY states`,
  );
  const [total] = await readRows(
    totalRow,
    tx.$queryRaw`
      SELECT count(*)::int AS members FROM member m WHERE m.programme_id = ${programme.id}::smallint AND m.status = 'ACTIVE'`,
  );
  return {
    members: rows.reduce((sum, row) => sum + row.members, 0),
    of: total?.members ?? 0,
    reach: asked.map((channel, place) => reachBy(channel, place, rows)),
    countedAt: now,
  };
}

function reachBy(channel: ReachChannel, place: number, rows: readonly z.output<typeof countRow>[]): ChannelReach {
  const membersOf = (state: ReachState) =>
    rows.filter(({ states }) => states[place] === state).reduce((sum, row) => sum + row.members, 0);
  const unreachable = reachStates
    .filter((state) => state !== 'reachable')
    .map((reason) => ({ reason, members: membersOf(reason) }))
    .filter(({ members }) => members > 0);
  return { channel, reachable: membersOf('reachable'), unreachable };
}

/** As consentObjection() decides of marketing. */
const reachOf = (channel: ReachChannel, address: Prisma.Sql): Prisma.Sql => Prisma.sql`CASE
  WHEN ${address} IS NULL THEN 'ADDRESS_MISSING'
  WHEN EXISTS (SELECT FROM suppression s
    WHERE s.programme_id = m.programme_id AND s.channel = ${channel}::text AND s.address = ${address}) THEN 'ADDRESS_SUPPRESSED'
  ELSE coalesce((SELECT CASE WHEN said.marketing THEN 'reachable' ELSE 'OPTED_OUT' END
    FROM mail_consent(m.id, ${channel}::text) said WHERE said.marketing IS NOT NULL), 'CONSENT_MISSING') END`;

export const reachSql: Readonly<Record<ReachChannel, Prisma.Sql>> = {
  email: reachOf('email', Prisma.sql`nullif(lower(btrim(p.email)), '')`),
  sms: reachOf('sms', Prisma.sql`phone_number(p.phone)`),
  wechat: reachOf('wechat', Prisma.sql`p.wechat_open_id`),
  push: reachOf('push', Prisma.sql`p.push_token`),
};

/** Lets statements over all members hash what they group, until the transaction of `tx` ends. */
export async function allowCounting(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT set_config('work_mem', '128MB', true), set_config('jit', 'off', true)`;
}

/** Lets a statement over all members hash what it groups, in a transaction that changes nothing. */
export function whileCounting<T>(database: Database, work: (tx: Db) => Promise<T>): Promise<T> {
  return inTransaction(
    database,
    async (tx) => {
      await allowCounting(tx);
      return work(tx);
    },
    { timeoutMs },
  );
}

const idRow = z.object({ id: z.bigint(), member: z.string() });

/** A member of an audience: the row, and the shop's id. */
export type AudienceMember = z.infer<typeof idRow>;

/** Some members of an audience by lot: the same ones while the seed and the audience are the same. */
export async function drawSample(
  database: Database,
  audience: Audience,
  size: number,
  seed = 0,
): Promise<AudienceMember[]> {
  return whileCounting(database, (tx) =>
    readRows(
      idRow,
      tx.$queryRaw`
        SELECT m.id, m.external_id AS member ${audienceSql(audience)}
        ORDER BY hashint8extended(m.id, ${seed}::bigint) LIMIT ${size}::int`,
    ),
  );
}

/** The next members of an audience by row, behind one of them: pages of a launch or an export. */
export async function pageAudience(
  db: Db,
  audience: Audience,
  { after, limit }: { readonly after: bigint; readonly limit: number },
): Promise<AudienceMember[]> {
  return readRows(
    idRow,
    db.$queryRaw`
      SELECT m.id, m.external_id AS member ${audienceSql(audience)} AND m.id > ${after}::bigint ORDER BY m.id LIMIT ${limit}::int`,
  );
}

/** All members of an audience, page by page: none of them holds a snapshot. */
export async function* pagesOfAudience(
  db: Db,
  audience: Audience,
  limit: number,
): AsyncGenerator<readonly AudienceMember[]> {
  for (let after = 0n; ;) {
    const page = await pageAudience(db, audience, { after, limit });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    after = last.id;
  }
}

/** Which of some members meet a condition now: a look by their keys. */
export async function membersMeeting(
  db: Db,
  audience: Omit<Audience, 'among'>,
  ids: readonly bigint[],
): Promise<Set<bigint>> {
  if (ids.length === 0) return new Set();
  const rows = await readRows(
    idRow,
    db.$queryRaw`SELECT m.id, m.external_id AS member ${audienceSql({ ...audience, among: ids })}`,
  );
  return new Set(rows.map(({ id }) => id));
}
