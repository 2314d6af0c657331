import { Command, Option } from 'commander';
import { type MemberView, readMemberView } from '../../modules/member-view/view.ts';
import { type Locale, locales } from '../../values/wording.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { findConnections } from '../../platform/connections.ts';
import { temporalTarget } from '../../platform/temporal-client.ts';
import { askWhereabouts } from '../../worker/where-is.ts';
import { withDatabase } from '../context.ts';
import { adjustCommand, adjustmentCommand } from '../member/adjust-command.ts';
import { exportCommand } from '../member/export-command.ts';
import { findCommand, listCommand } from '../member/list-command.ts';
import { eraseCommand, erasuresCommand, eraseWithdrawCommand } from '../member/erase-command.ts';
import { linkCommand, tokenCommand } from '../member/link-command.ts';
import { mergeCommand, mergeShowCommand, mergeUndoCommand } from '../member/merge-command.ts';
import { renderMember } from '../member/render.ts';
import { statusCommand } from '../member/status-command.ts';

const timelineDefault = 50;
const timelineMax = 1_000;

interface ShowOptions {
  readonly limit: number;
  readonly all?: boolean;
  readonly locale: Locale;
}

/** `perennial member show | list | find | export | link | token | suspend | close | reopen | adjust | adjustment | merge | merge-show | merge-undo | erase | erasures | erase-withdraw` */
export function memberCommand(): Command {
  const show = new Command('show')
    .description('points with their expiry, and a timeline of everything that happened, with reasons')
    .argument('<member>', "the shop's id of the member, or an e-mail address")
    .option('--limit <entries>', 'timeline entries to show', wholeNumber({ min: 1, max: timelineMax }), timelineDefault)
    .option('--all', 'show the facts that campaigns asked for, too')
    .addOption(new Option('--locale <locale>', 'the language of the answer').choices(locales).default('en'))
    .action(showMember);
  withExamples(show, [
    ['perennial member show 17850', 'by the id of the shop'],
    ['perennial member show anna@example.com', 'by e-mail'],
    ['perennial member show 17850 --locale zh-CN', 'in Chinese'],
    ['perennial member show 17850 --limit 500 --json', 'all of it, for a program'],
  ]);
  return new Command('member')
    .description('members, their points and what happened to them')
    .addCommand(show)
    .addCommand(listCommand())
    .addCommand(findCommand())
    .addCommand(exportCommand())
    .addCommand(linkCommand())
    .addCommand(tokenCommand())
    .addCommand(statusCommand('suspend', 'let a member neither earn nor redeem until they are taken up again'))
    .addCommand(statusCommand('close', 'end a membership; what is left to wind up still is'))
    .addCommand(statusCommand('reopen', 'take a member up again'))
    .addCommand(adjustCommand())
    .addCommand(adjustmentCommand())
    .addCommand(mergeCommand())
    .addCommand(mergeShowCommand())
    .addCommand(mergeUndoCommand())
    .addCommand(eraseCommand())
    .addCommand(erasuresCommand())
    .addCommand(eraseWithdrawCommand());
}

async function showMember(who: string, { limit, all, locale }: ShowOptions, command: Command): Promise<void> {
  await withDatabase(command, async ({ out, env, database, clock, programme }) => {
    const current = await programme();
    const now = clock.now();
    const view = await readMemberView(database, current, who, {
      ...{ limit, all: all ?? false, now, locale },
      askWhereabouts: (enrolments) =>
        askWhereabouts(temporalTarget(env, findConnections(env)), env.TEMPORAL_TASK_QUEUE, enrolments),
    });
    const { asset, currency, zone: programmeZone } = current.definition;
    const manner = { asset, currency, zone: view.member.zone, programmeZone, locale };
    out.result(toDocument(view, { programme: current.definition.code, asset, currency, asOf: now }), () =>
      renderMember(view, { out, manner, now }),
    );
  });
}

/** The shape of `member show --json`; fields are only ever added. */
function toDocument(view: MemberView, about: Record<string, unknown>): unknown {
  return { ...about, ...view };
}
