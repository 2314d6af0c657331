import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../../platform/rows.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { ReservedRow } from './rows-reservations.ts';

interface Part {
  readonly lifecycle: string;
  readonly template: string;
}

/** Two messages of one moment that make one mail: what the guest says is a variable of the host, which speaks of both. */
export interface ToldTogether {
  readonly host: Part;
  readonly guest: Part;
  /** The variable's name. */
  readonly as: string;
}

export interface TogetherContext {
  readonly programmeId: number;
  readonly campaignVersionId: number;
  readonly now: Date;
}

/** The first of the two waits so long for the other, whose story began with the same event. */
const waitMs = 10_000;
/** A story asks for its first message within this of its member's coming in. */
const freshSeconds = 60;
export const togetherReason = 'it is told in the welcome of the same moment';
const waitReason = 'waits for what another campaign tells at the same moment';

const partnerRow = z.object({
  memberId: z.string(),
  messageId: z.string().nullable(),
  class: z.string().nullable(),
  channel: z.string().nullable(),
  speaksOfBoth: z.boolean(),
  isFresh: z.boolean(),
});
type Partner = z.infer<typeof partnerRow>;

/** What came of messages that are told together with others: their rows as they are to be written, and the keys of those told elsewhere. */
export interface Joined {
  readonly rows: readonly ReservedRow[];
  readonly toldElsewhere: ReadonlySet<string>;
}

/**
 * Makes one mail of two where both are asked for at the same moment and neither has left: whichever comes second finds the other, and
 * the first waits for it for some seconds. A host whose text does not speak of the guest leaves it its own mail.
 */
export async function tellTogether(
  tx: Db,
  context: TogetherContext,
  rows: readonly ReservedRow[],
  pair: ToldTogether,
): Promise<Joined> {
  const hosts = rows.filter(({ template }) => template === pair.host.template);
  const guests = rows.filter(({ template }) => template === pair.guest.template);
  if (hosts.length === 0 && guests.length === 0) return { rows, toldElsewhere: new Set() };
  const memberIds = [...new Set([...hosts, ...guests].map(({ memberId }) => memberId))];
  await lockTogether(tx, memberIds);
  const changed = new Map<string, ReservedRow>();
  const toldElsewhere = new Set<string>();
  if (hosts.length > 0 && (await speaksOf(tx, context.campaignVersionId, pair))) {
    const partners = await partnersOf(tx, context, { memberIds, part: pair.guest, pair });
    for (const row of hosts) {
      const partner = partners.get(row.memberId);
      const said = partner && isAlike(partner, row) ? await takeOver(tx, partner.messageId) : undefined;
      const told = { ...row, variables: { ...row.variables, [pair.as]: said ?? null } };
      changed.set(row.key, said === undefined && waitsFor(partner) ? waiting(told, context.now) : told);
    }
  }
  if (guests.length > 0) {
    const partners = await partnersOf(tx, context, { memberIds, part: pair.host, pair });
    for (const row of guests) {
      const partner = partners.get(row.memberId);
      if (partner?.speaksOfBoth && isAlike(partner, row) && (await hand(tx, partner.messageId, pair.as, row))) {
        toldElsewhere.add(row.key);
      } else if (partner?.speaksOfBoth && waitsFor(partner)) changed.set(row.key, waiting(row, context.now));
    }
  }
  return { rows: rows.map((row) => changed.get(row.key) ?? row), toldElsewhere };
}

/** Ends messages that another says, in the transaction that reserves them. */
export async function endToldElsewhere(tx: Db, programmeId: number, keys: ReadonlySet<string>): Promise<void> {
  if (keys.size === 0) return;
  await tx.$executeRaw`
    UPDATE message SET status = 'skipped', reason = ${togetherReason}
    WHERE programme_id = ${programmeId}::smallint AND key = ANY (${[...keys]}::text[]) AND status = 'reserved'`;
}

/** Two of one class that go the same way can be one. */
const isAlike = (partner: Partner, row: ReservedRow) => partner.class === row.class && partner.channel === row.channel;

const waitsFor = (partner: Partner | undefined) =>
  partner !== undefined && partner.messageId === null && partner.isFresh;

function waiting(row: ReservedRow, now: Date): ReservedRow {
  const until = new Date(now.getTime() + waitMs).toISOString();
  return row.notBefore >= until ? row : { ...row, notBefore: until, reason: waitReason };
}

/** Both stories begin at once, in transactions of their own: the second to reserve sees what the first has written. 7002 is its class. */
async function lockTogether(tx: Db, memberIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('told together ' || id, 7002))
    FROM (SELECT unnest(${memberIds as string[]}::text[]) AS id ORDER BY 1) members`;
}

/** Whether every text of the host has a place for what the guest says. */
async function speaksOf(tx: Db, campaignVersionId: number, { host, as }: ToldTogether): Promise<boolean> {
  const row = await readOnlyRow(
    z.object({ speaks: z.boolean() }),
    tx.$queryRaw`
      SELECT coalesce(bool_and(t.value ->> 'text' LIKE ${`%${as}.%`} AND t.value ->> 'html' LIKE ${`%${as}.%`}), false) AS speaks
      FROM campaign_version v CROSS JOIN LATERAL jsonb_each(v.definition -> 'messages' -> ${host.template}) t
      WHERE v.id = ${campaignVersionId}::int`,
  );
  return row.speaks;
}

/** Of members who are in a live campaign of the other lifecycle: its message, or that it is still to come. */
async function partnersOf(
  tx: Db,
  { programmeId, now }: TogetherContext,
  { memberIds, part, pair }: { memberIds: readonly string[]; part: Part; pair: ToldTogether },
): Promise<ReadonlyMap<string, Partner>> {
  const rows = await readRows(
    partnerRow,
    tx.$queryRaw`
      SELECT en.member_id::text AS "memberId", m.id::text AS "messageId", m.class, m.channel,
        coalesce(jsonb_exists(m.variables, ${pair.as}), v.definition -> 'messages' -> ${pair.host.template} IS NOT NULL) AS "speaksOfBoth",
        en.status = 'active' AND en.enrolled_at > ${now}::timestamptz - make_interval(secs => ${freshSeconds}::int) AS "isFresh"
      FROM campaign c
      JOIN enrolment en ON en.campaign_id = c.id AND en.member_id = ANY (${memberIds as string[]}::text[]::bigint[]) AND NOT en.shadow
      JOIN campaign_version v ON v.id = en.campaign_version_id
      LEFT JOIN message m ON m.enrolment_id = en.id AND m.template = ${part.template}
      WHERE c.programme_id = ${programmeId}::smallint AND c.lifecycle = ${part.lifecycle} AND c.status = 'live'
      ORDER BY en.enrolled_at, m.id`,
  );
  return new Map(rows.map((row) => [row.memberId, row]));
}

const saidRow = z.object({ variables: vouchedFor<JsonObject>() });

/** What a guest that waits was to say, which ends it; undefined when it is on its way by now. */
async function takeOver(tx: Db, messageId: string | null): Promise<JsonObject | undefined> {
  if (messageId === null) return undefined;
  const [row] = await readRows(
    saidRow,
    tx.$queryRaw`
      UPDATE message SET status = 'skipped', reason = ${togetherReason}
      WHERE id = ${messageId}::text::bigint AND status = 'reserved' AND attempts = 0
        AND (lease_until IS NULL OR lease_until < clock_timestamp())
      RETURNING variables`,
  );
  return row?.variables;
}

/** Hands a host that waits what its guest says, and lets it leave; false when it is on its way by now. */
async function hand(tx: Db, messageId: string | null, as: string, guest: ReservedRow): Promise<boolean> {
  if (messageId === null) return false;
  const count = await tx.$executeRaw`
    UPDATE message SET variables = variables || jsonb_build_object(${as}::text, ${JSON.stringify(guest.variables)}::jsonb),
      not_before = least(not_before, greatest(${guest.notBefore}::timestamptz, reserved_at)), reason = NULL
    WHERE id = ${messageId}::text::bigint AND status = 'reserved' AND attempts = 0
      AND (lease_until IS NULL OR lease_until < clock_timestamp())`;
  return count > 0;
}
