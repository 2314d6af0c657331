import { Command } from 'commander';
import { keyForTokens } from '../../modules/keys/key-for-tokens.ts';
import { memberPageLink } from '../../modules/keys/member-page.ts';
import { signMemberToken } from '../../modules/keys/member-token.ts';
import { findMember } from '../../modules/members/find.ts';
import { findConnections } from '../../platform/connections.ts';
import { PerennialError } from '../../platform/errors.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

interface LinkOptions {
  readonly minutes: number;
  readonly readOnly?: boolean;
}

const minutesDefault = 15;
const minutesMax = 60;

/** `perennial member link`: the address of a member's own page. */
export function linkCommand(): Command {
  const command = tokenOptions('link', "a link to a member's own page, good for some minutes");
  return withExamples(command.action(printToken('link')), [
    ['perennial member link anna-1', 'to look at it as the member does'],
    ['perennial member link anna-1 --minutes 60 --read-only', 'for an hour, to look at alone'],
  ]);
}

/** `perennial member token`: what a page or app of a member sends to `/v1/me`. */
export function tokenCommand(): Command {
  const command = tokenOptions('token', 'a token that opens /v1/me of a member, good for some minutes');
  return withExamples(command.action(printToken('token')), [
    [
      'curl -H "Authorization: Bearer $(perennial member token anna-1)" localhost:3000/v1/me',
      'as an app of the member',
    ],
  ]);
}

function tokenOptions(name: string, about: string): Command {
  return new Command(name)
    .description(about)
    .argument('<member>', "the shop's id of the member, or an e-mail address")
    .option('--minutes <minutes>', 'how long', wholeNumber({ min: 1, max: minutesMax }), minutesDefault)
    .option('--read-only', 'to look, and neither check in nor change the profile');
}

const printToken =
  (what: 'link' | 'token') =>
  (who: string, { minutes, readOnly = false }: LinkOptions, self: Command): Promise<void> =>
    withDatabase(self, async ({ out, env, database, programme }) => {
      const current = await programme();
      const { unsubscribeSecret: secret, publicUrl } = findConnections(env);
      if (secret === undefined) throw notSet('UNSUBSCRIBE_SECRET', 'Set it to the secret of `perennial api`.');
      if (publicUrl === undefined && what === 'link')
        throw notSet('PUBLIC_URL', 'Set it to where members reach `perennial api`.');
      const { facts } = await findMember(database, current, who);
      // A token lets somebody in: it goes by real time, whatever the programme clock says.
      const expiresAt = new Date(Math.floor(Date.now() / 1_000 + minutes * 60) * 1_000);
      const keyId = await keyForTokens(database, current.id);
      const token = signMemberToken(secret, {
        ...{ programmeId: current.id, memberId: facts.id, keyId, expiresAt },
        ...{ checkIn: !readOnly, edit: !readOnly },
      });
      const link = publicUrl === undefined ? {} : { link: memberPageLink(publicUrl, token) };
      const made = { memberId: facts.id, keyId, expiresAt, token, ...link };
      out.result(made, () => (what === 'link' ? (made.link ?? '') : token));
      out.note(`It ends at ${expiresAt.toISOString()}, or before with ${keyId}.`);
    });

const notSet = (name: string, fix: string) =>
  new PerennialError('ENV_INVALID', `${name} is not set.`, { field: name, fix });
