import { renderTable } from '../../platform/terminal/table.ts';
import { type Formatter, speaker } from '../../values/phrase.ts';
import type { InvitationView } from '../../modules/referrals/list.ts';
import { invitationState, referralWording } from '../../modules/referrals/wording.ts';
import { invitationColumns } from './wording.ts';

/** A line for each invitation: who, since when, and how far it has come. */
export function renderInvitations(friends: readonly InvitationView[], formatter: Formatter): string {
  const column = speaker(invitationColumns, formatter);
  const state = speaker(referralWording, formatter);
  const rows = friends.map((each) => {
    const { key, params } = invitationState(each);
    return [each.friend, formatter.date(each.registeredAt), state(key, params)];
  });
  return renderTable([{ title: column('friend') }, { title: column('joined') }, { title: column('state') }], rows);
}
