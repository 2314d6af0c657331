import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../../platform/database.ts';
import { readRow } from '../../../platform/rows.ts';
import { type Channel, channels } from '../../programme/rules-message-limits.ts';
import { canonicalAddress } from './rules-address.ts';

/** An address that nothing goes to. */
export interface Suppressed {
  readonly channel: string;
  readonly address: string;
  readonly reason: string;
  readonly since: Date;
}

/** Who changes what of a programme, and when. */
export interface SuppressionChange {
  readonly programmeId: number;
  /** E-mail when absent. */
  readonly channel?: AddressedChannel;
  /** In any spelling: compared without its case, and its domain in punycode; a number as digits alone. */
  readonly address: string;
  readonly actor: string;
  readonly now: Date;
  readonly requestId?: string;
}

export type AddressedChannel = Exclude<Channel, 'inbox'>;
/** Channels that have addresses. */
export const addressedChannels = channels.filter((channel) => channel !== 'inbox');
const usual = 'email';

/** Sends nothing to an address from now on. One that is suppressed already stays as it is, with its first reason. */
export async function suppressAddress(
  database: Database,
  { reason, ...change }: SuppressionChange & { readonly reason: string },
): Promise<{ suppressed: Suppressed; id: bigint; changed: boolean }> {
  const { programmeId, now, channel = usual } = change;
  const address = canonicalAddress(channel, change.address);
  return await inTransaction(database, async (tx) => {
    const inserted = await tx.$executeRaw`
      INSERT INTO suppression (programme_id, channel, address, reason, since)
      VALUES (${programmeId}::smallint, ${channel}, ${address}, ${reason}, ${now}::timestamptz) ON CONFLICT DO NOTHING`;
    const key = { programmeId, channel, address };
    const row = await tx.suppression.findUniqueOrThrow({ where: { programmeId_channel_address: key } });
    const suppressed = publicPart(row);
    if (inserted > 0) await audit(tx, change, 'message.suppress', { after: suppressed });
    return { suppressed, id: row.id, changed: inserted > 0 };
  });
}

const suppressedRow: z.ZodType<Suppressed> = z.object({
  channel: z.string(),
  address: z.string(),
  reason: z.string(),
  since: z.date(),
});

/** Lets messages to an address leave again; gives what held them back, undefined when nothing did. */
export async function unsuppressAddress(
  database: Database,
  change: SuppressionChange,
): Promise<Suppressed | undefined> {
  const { channel = usual } = change;
  const address = canonicalAddress(channel, change.address);
  return await inTransaction(database, async (tx) => {
    const removed = await readRow(
      suppressedRow,
      tx.$queryRaw`
        DELETE FROM suppression
        WHERE programme_id = ${change.programmeId}::smallint AND channel = ${channel} AND address = ${address}
        RETURNING channel, address, reason, since`,
    );
    if (removed) await audit(tx, change, 'message.unsuppress', { before: removed });
    return removed;
  });
}

/** The same by the id of its row. */
export async function unsuppressRow(
  database: Database,
  { id, ...change }: Omit<SuppressionChange, 'address' | 'channel'> & { readonly id: bigint },
): Promise<Suppressed | undefined> {
  const row = await database.suppression.findFirst({ where: { id, programmeId: change.programmeId } });
  const channel = addressedChannels.find((each) => each === row?.channel);
  if (row === null || channel === undefined) return undefined;
  return unsuppressAddress(database, { ...change, channel, address: row.address });
}

/** Why nothing goes to an address; undefined when mails may go. */
export async function suppressionOf(
  db: Db,
  { programmeId, address, channel = usual }: Pick<SuppressionChange, 'programmeId' | 'address' | 'channel'>,
): Promise<Suppressed | undefined> {
  const key = { programmeId, channel, address: canonicalAddress(channel, address) };
  const row = await db.suppression.findUnique({ where: { programmeId_channel_address: key } });
  return row === null ? undefined : publicPart(row);
}

/** The addresses that nothing goes to, in the order of the alphabet. */
export async function listSuppressed(
  db: Db,
  {
    programmeId,
    channel = usual,
    after,
    limit,
  }: { programmeId: number; channel?: AddressedChannel; after?: string; limit: number },
): Promise<Suppressed[]> {
  const rows = await db.suppression.findMany({
    where: {
      programmeId,
      channel,
      ...(after === undefined ? {} : { address: { gt: canonicalAddress(channel, after) } }),
    },
    orderBy: { address: 'asc' },
    take: limit,
  });
  return rows.map(publicPart);
}

/** One of a list, with the id of its row. */
export interface ListedSuppression extends Suppressed {
  readonly id: bigint;
}

/** The addresses that nothing goes to, latest first; `before` is the last row of the page before. */
export async function pageSuppressed(
  db: Db,
  { programmeId, address, channel, before, limit }: SuppressionFilter,
): Promise<ListedSuppression[]> {
  const rows = await db.suppression.findMany({
    where: {
      programmeId,
      ...(channel === undefined ? {} : { channel }),
      // Without a channel, whatever it is an address of.
      ...(address === undefined ? {} : { address: { in: spellingsOf(address, channel) } }),
      ...(before === undefined ? {} : { id: { lt: BigInt(before) } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map((row) => ({ id: row.id, ...publicPart(row) }));
}

const spellingsOf = (address: string, channel: AddressedChannel | undefined): string[] => [
  ...new Set((channel === undefined ? addressedChannels : [channel]).map((each) => canonicalAddress(each, address))),
];

interface SuppressionFilter {
  readonly programmeId: number;
  /** All when absent. */
  readonly channel?: AddressedChannel | undefined;
  readonly address?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

function publicPart({ channel, address, reason, since }: Suppressed): Suppressed {
  return { channel, address, reason, since };
}

async function audit(
  tx: Db,
  { programmeId, actor, now: at, address, channel = usual, requestId }: SuppressionChange,
  action: string,
  states: { readonly before?: Suppressed; readonly after?: Suppressed },
): Promise<void> {
  const target = `address ${canonicalAddress(channel, address)}`;
  const stored = Object.fromEntries(
    Object.entries(states).map(([name, { since, ...rest }]) => [name, { ...rest, since: since.toISOString() }]),
  );
  await tx.auditEvent.create({
    data: { programmeId, at, actor, action, target, ...stored, requestId: requestId ?? null },
  });
}
