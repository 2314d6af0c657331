import type { JsonObject } from '../../values/json.ts';
import type { ReferralState } from '../../modules/referrals/rules-limits.ts';
import { referralCodeOf } from '../../modules/referrals/rows-codes.ts';
import { type InvitationView, readInvitations } from '../../modules/referrals/list.ts';
import type { SteppedWorld } from './stepped-world.ts';

/** What a member who invites friends does and sees. */
export interface Inviting {
  /** A friend joins with the member's code. */
  invite(friend: string, data?: JsonObject): Promise<unknown>;
  invitation(friend: string): Promise<InvitationView | undefined>;
  /** Lets time pass until the member reads this of the invitation. */
  comesTo(friend: string, state: ReferralState): Promise<unknown>;
}

export async function startInviting({ world, passUntil }: SteppedWorld, referrer: string): Promise<Inviting> {
  const { database, programme, clock } = world;
  const { id: memberId } = await world.memberOf(referrer);
  const referralCode = await referralCodeOf(database, { programmeId: programme.id, memberId, now: clock.now() });
  const invitation: Inviting['invitation'] = async (friend) => {
    const { friends } = await readInvitations(database, memberId, 100);
    return friends.find((each) => each.friend === friend);
  };
  return {
    invite: (friend, data = {}) =>
      world.happen(friend, 'member.joined', { email: `${friend}@members.example`, referralCode, ...data }),
    invitation,
    comesTo: (friend, state) =>
      passUntil(
        () => invitation(friend),
        (found) => found?.state === state,
      ),
  };
}
