import type { Db } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { completedAt, emptyProfile, type Profile } from './rules/dated-profile.ts';
import { buildContext, readContextRows } from './rows-context.ts';
import { profileRow } from './rows-plan.ts';

/** The profiles of members by the shop's ids, as intake knows them; an empty one of who has said nothing. */
export async function readProfiles(
  db: Db,
  programme: StoredProgramme,
  members: readonly string[],
): Promise<ReadonlyMap<string, Profile>> {
  const none = { events: [], orders: [], openOrdersOf: [], keys: [] };
  const rows = await readContextRows(db, programme.id, { ...none, lock: false, members, profiles: members });
  const { members: known } = buildContext(programme, { now: new Date(0), createsMembers: false, rows });
  return new Map(members.map((name) => [name, known.get(name)?.profile ?? emptyProfile]));
}

/** Writes a profile as it is, and when it had every field that the programme asks for. */
export async function writeProfile(
  db: Db,
  { id: programmeId, definition }: StoredProgramme,
  memberId: bigint,
  profile: Profile,
  joinedAt: Date,
): Promise<void> {
  const at =
    definition.profileFields.length === 0 ? joinedAt.getTime() : completedAt(profile, definition.profileFields);
  const standing = { id: String(memberId), profile, profileCompletedAt: at };
  const none = { identities: [], addresses: [], referrals: [], consents: [] };
  const batch = JSON.stringify({ ...none, profiles: [profileRow(standing, joinedAt)] });
  await db.$executeRaw`SELECT intake_write_profiles(${programmeId}::int, ${batch}::jsonb)`;
}
