import type { NoParams, Wording } from '../../values/phrase.ts';

/** The columns of a list of invitations. */
export interface InvitationColumns {
  friend: NoParams;
  joined: NoParams;
  state: NoParams;
}

export const invitationColumns: Wording<InvitationColumns> = {
  en: { friend: () => 'Friend', joined: () => 'Joined', state: () => 'State' },
  'zh-CN': { friend: () => '好友', joined: () => '加入日', state: () => '状态' },
};
