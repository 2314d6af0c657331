import { z } from 'zod';
import { normalAddress } from '../../values/contact.ts';
import type { Programme } from '../programme/rules.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';

export interface MemberFacts {
  /** The shop's id. */
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly status: string;
  /** The shop's id of who the person is now, of an account that was merged. */
  readonly mergedInto: string | null;
  /** The tier's name. */
  readonly tier: string;
  readonly zone: string;
  readonly locale: string;
  readonly joinedAt: Date;
  readonly profileCompletedAt: Date | null;
  readonly orders: number;
  readonly spentMinor: number;
  readonly lastOrderAt: Date | null;
  /** Consent to marketing by e-mail at the present address; null when never asked. */
  readonly marketing: boolean | null;
  /** False when the member has stopped service notices by e-mail. */
  readonly service: boolean | null;
  /** Why nothing may be sent to the address; null when mail may go. */
  readonly suppressed: string | null;
}

export interface FoundMember {
  readonly memberId: bigint;
  readonly facts: MemberFacts;
  /** 1 to 12. */
  readonly birthMonth: number | null;
}

export interface ProgrammeOfMember {
  readonly id: number;
  readonly definition: Programme;
}

/** Members with one e-mail address that are named in the question which of them is meant. */
const namesakesMax = 10;

const saidRow = z.object({ marketing: z.boolean().nullable(), service: z.boolean().nullable() });

/** The member with this id of the shop's or, where nobody has that id, this e-mail address. */
export async function findMember(db: Db, programme: ProgrammeOfMember, idOrEmail: string): Promise<FoundMember> {
  const { id: programmeId, definition } = programme;
  const member = await identify(db, programme, idOrEmail);
  const email = member.profile?.email ?? null;
  const [{ marketing, service }, suppression] = await Promise.all([
    readOnlyRow(saidRow, db.$queryRaw`SELECT marketing, service FROM mail_consent(${member.id}::bigint, 'email')`),
    email === null
      ? null
      : db.suppression.findUnique({
          where: { programmeId_channel_address: { programmeId, channel: 'email', address: normalAddress(email) } },
        }),
  ]);
  const facts: MemberFacts = {
    id: member.externalId,
    name: member.profile?.name ?? null,
    email,
    status: member.status,
    mergedInto: member.mergedInto === null ? null : await heirOf(db, member.id),
    tier: definition.tiers.find(({ code }) => code === member.tier)?.name ?? member.tier,
    zone: member.zone ?? definition.zone,
    locale: member.locale ?? definition.locale,
    joinedAt: member.joinedAt,
    profileCompletedAt: member.profileCompletedAt,
    orders: member.ordersCount,
    spentMinor: Number(member.spentMinor),
    lastOrderAt: member.lastOrderAt,
    marketing,
    service,
    suppressed: suppression?.reason ?? null,
  };
  const birthday = member.profile?.birthday;
  return { memberId: member.id, facts, birthMonth: birthday ? birthday.getUTCMonth() + 1 : null };
}

const heirRow = z.object({ name: z.string() });

async function heirOf(db: Db, memberId: bigint): Promise<string> {
  const query = db.$queryRaw`SELECT external_id AS name FROM member WHERE id = heir_of(${memberId})`;
  return (await readOnlyRow(heirRow, query)).name;
}

/** The member with this id of the shop's; undefined when nobody has it. */
export async function memberIdOf(db: Db, programmeId: number, externalId: string): Promise<bigint | undefined> {
  const where = { programmeId_externalId: { programmeId, externalId } };
  return (await db.member.findUnique({ where, select: { id: true } }))?.id;
}

/** The same, of a member there is; throws MEMBER_NOT_FOUND. */
export async function requireMemberId(db: Db, programmeId: number, externalId: string): Promise<bigint> {
  const id = await memberIdOf(db, programmeId, externalId);
  if (id === undefined) throw memberNotFound(externalId);
  return id;
}

export const memberNotFound = (memberId: string) =>
  new PerennialError('MEMBER_NOT_FOUND', `There is no member "${memberId}".`, {
    field: 'memberId',
    fix: 'Create the member first: POST /v1/members, or send member.joined.',
  });

async function identify(db: Db, { id: programmeId, definition }: ProgrammeOfMember, idOrEmail: string) {
  const include = { profile: true };
  const byId = await db.member.findUnique({
    where: { programmeId_externalId: { programmeId, externalId: idOrEmail } },
    include,
  });
  if (byId) return byId;
  const [namesake, another, ...more] = idOrEmail.includes('@') ? await findByEmail(db, programmeId, idOrEmail) : [];
  if (namesake && another) {
    throw new PerennialError('USAGE', `Several members have the e-mail "${idOrEmail}".`, {
      field: 'member',
      fix: `Say which: ${[namesake, another, ...more].map(({ externalId }) => externalId).join(', ')}.`,
    });
  }
  if (namesake) return db.member.findUniqueOrThrow({ where: { id: namesake.id }, include });
  const what = idOrEmail.includes('@') ? 'id or e-mail' : 'id';
  throw new PerennialError('MEMBER_NOT_FOUND', `No member of ${definition.name} has the ${what} "${idOrEmail}".`, {
    field: 'member',
    fix: 'Give the id the shop sends in its events, or the e-mail address of the profile.',
  });
}

/** The shop's ids of the members with this e-mail address, ten at most. */
export async function memberIdsByEmail(db: Db, programmeId: number, email: string): Promise<string[]> {
  return (await findByEmail(db, programmeId, email)).map(({ externalId }) => externalId);
}

const namesakeRow = z.object({ id: z.bigint(), externalId: z.string() });

async function findByEmail(db: Db, programmeId: number, email: string): Promise<z.infer<typeof namesakeRow>[]> {
  return readRows(
    namesakeRow,
    db.$queryRaw`
      SELECT m.id, m.external_id AS "externalId" FROM member_profile p JOIN member m ON m.id = p.member_id
      WHERE m.programme_id = ${programmeId}::smallint AND lower(btrim(p.email)) = ${normalAddress(email)}
        AND m.status <> 'MERGED'
      ORDER BY m.id LIMIT ${namesakesMax}`,
  );
}
