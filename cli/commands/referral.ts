import { Command } from 'commander';
import { findConnections } from '../../platform/connections.ts';
import { findMember } from '../../modules/members/find.ts';
import { referralCodeOf, referralLink } from '../../modules/referrals/rows-codes.ts';
import { readInvitations } from '../../modules/referrals/list.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { formatterOf } from '../../values/phrase.ts';
import { renderInvitations } from '../referral/render.ts';
import { reviewCommands } from '../review/commands.ts';

const limitDefault = 50;
const limitMax = 1_000;
const memberArgument = ['<member>', "the shop's id of the member, or an e-mail address"] as const;

/** `perennial referral code | list | review` */
export function referralCommand(): Command {
  return new Command('referral')
    .description('invitations: codes and links, and what became of each friend')
    .addCommand(codeCommand())
    .addCommand(listCommand())
    .addCommand(reviewCommand());
}

function reviewCommand(): Command {
  const review = new Command('review').description('invitations that the rules doubt: a person decides');
  for (const command of reviewCommands({ noun: 'referral review', subject: 'referral' })) review.addCommand(command);
  return review;
}

function codeCommand(): Command {
  const command = new Command('code')
    .description("a member's code and link to invite friends with, made when first asked for")
    .argument(...memberArgument)
    .action((who: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, env, database, clock, programme }) => {
        const current = await programme();
        const { memberId, facts } = await findMember(database, current, who);
        const code = await referralCodeOf(database, { programmeId: current.id, memberId, now: clock.now() });
        const { publicUrl } = findConnections(env);
        const link = publicUrl === undefined ? null : referralLink(publicUrl, code);
        out.result({ member: facts.id, code, link }, () => (link === null ? code : `${code}\n${link}`));
        if (link === null) out.note('No link: set PUBLIC_URL to the address at which `perennial api` is reached.');
      }),
    );
  return withExamples(command, [
    ['perennial referral code 17850', 'by the id of the shop'],
    ['perennial referral code anna@example.com --json', 'by e-mail, for a program'],
  ]);
}

function listCommand(): Command {
  const command = new Command('list')
    .description('the friends a member has invited, and how far each invitation has come')
    .argument(...memberArgument)
    .option('--limit <friends>', 'friends to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action((who: string, { limit }: { limit: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const current = await programme();
        const { memberId, facts } = await findMember(database, current, who);
        const invitations = await readInvitations(database, memberId, limit);
        const { asset, currency, zone: programmeZone } = current.definition;
        const formatter = formatterOf({ asset, currency, zone: facts.zone, programmeZone });
        out.result({ member: facts.id, ...invitations }, () =>
          invitations.friends.length === 0
            ? 'Nobody has joined with a code of this member.'
            : renderInvitations(invitations.friends, formatter),
        );
      }),
    );
  return withExamples(command, [
    ['perennial referral list 17850', 'who joined, and what it brought'],
    ['perennial referral list 17850 --json', 'for a program'],
  ]);
}
