/** How a membership stands: only an active one earns and redeems; what winds up goes on for all. */
export const membershipStatuses = ['active', 'suspended', 'closed', 'merged', 'erased'] as const;
export type MembershipStatus = (typeof membershipStatuses)[number];

export type MembershipMove = 'suspend' | 'close' | 'reopen';

const moves: Readonly<
  Record<MembershipMove, { readonly from: readonly MembershipStatus[]; readonly to: MembershipStatus }>
> = {
  suspend: { from: ['active'], to: 'suspended' },
  close: { from: ['active', 'suspended'], to: 'closed' },
  reopen: { from: ['suspended', 'closed'], to: 'active' },
};

/** What a move makes of a membership; undefined for one that can't be made. A second time it changes nothing. */
export function statusAfter(status: MembershipStatus, move: MembershipMove): MembershipStatus | undefined {
  const { from, to } = moves[move];
  return status === to || from.includes(status) ? to : undefined;
}
