import { Command } from 'commander';
import { changeMemberStatus } from '../../modules/members/change-status.ts';
import { type MembershipMove } from '../../modules/members/rules-membership.ts';
import { readMembersNow } from '../../modules/member-view/members-now.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

/** `perennial member suspend | close | reopen` */
export function statusCommand(move: MembershipMove, about: string): Command {
  const command = new Command(move)
    .description(about)
    .argument('<member>', "the shop's id of the member")
    .requiredOption('--reason <text>', 'why; the audit keeps it')
    .action((memberId: string, { reason }: { reason: string }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id: programmeId } = await programme();
        const now = clock.now();
        const wanted = { move, reason, actor: actor() };
        await changeMemberStatus(database, { programmeId, memberId, now }, wanted);
        const [member] = await readMembersNow(database, programmeId, [memberId], now);
        out.result(member, () => `${memberId} is ${member?.status ?? ''}.`);
      }),
    );
  return withExamples(command, [
    [`perennial member ${move} anna-1 --reason "asked for it on the phone"`, 'with a reason'],
  ]);
}
