import { sayCount } from '../../platform/bounded-count.ts';
import { Command } from 'commander';
import { PerennialError } from '../../platform/errors.ts';
import { applyCampaign, type ApplyReport } from '../../modules/campaigns/apply.ts';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import { deleteCampaign } from '../../modules/campaigns/delete.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { listCampaigns } from '../../modules/campaigns/list.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import { nextSweepAt } from '../../modules/enrolments/sweep-times.ts';
import { retryCampaign } from '../../modules/enrolments/retry-campaign.ts';
import { tellEntry } from '../../modules/campaigns/tell-journey.ts';
import { readCampaign } from '../../modules/campaigns/show.ts';
import { formatProblem } from '../../platform/yaml-file.ts';
import { findLifecycle } from '../../workflows/lifecycles/index.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { givenCampaign } from '../campaign/given.ts';
import {
  changesWhatRuns,
  renderApply,
  renderCampaign,
  renderCampaigns,
  renderFirstLook,
  tellApplied,
} from '../campaign/render.ts';
import { diffCommand, editCommand, rollbackCommand, unstageCommand } from '../campaign/edit.ts';
import { lifeCommands } from '../campaign/life.ts';
import { enrolCommand } from '../campaign/enrol.ts';
import { planCommand } from '../campaign/plan.ts';
import { playbooksCommand, useCommand } from '../campaign/playbooks.ts';
import { reportCommand } from '../campaign/report.ts';
import { reversalCommand, revertCommand } from '../campaign/revert.ts';
import { settingsCommand } from '../campaign/settings.ts';
import { confirmOrStop, isAttended } from '../confirm.ts';
import { type CommandContext, globalOptions, withDatabase } from '../context.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { startProgress } from '../../platform/terminal/progress.ts';
import { counted, pluralOf } from '../../values/plural.ts';

/** `perennial campaign apply | playbooks | use | list | show | report | plan | launch | pause | resume | cancel | delete | retry | settings | revert | reversal | enrol | submit | approve | send-back | schedule | end | edit | diff | rollback | unstage` */
export function campaignCommand(): Command {
  const command = new Command('campaign')
    .description('campaigns: what members go through')
    .addCommand(applyCommand())
    .addCommand(playbooksCommand())
    .addCommand(useCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(reportCommand())
    .addCommand(planCommand())
    .addCommand(launchCommand())
    .addCommand(pauseCommand())
    .addCommand(resumeCommand())
    .addCommand(cancelCommand())
    .addCommand(deleteCommand())
    .addCommand(retryCommand())
    .addCommand(settingsCommand())
    .addCommand(revertCommand())
    .addCommand(reversalCommand())
    .addCommand(enrolCommand())
    .addCommand(editCommand())
    .addCommand(diffCommand())
    .addCommand(rollbackCommand())
    .addCommand(unstageCommand());
  for (const each of lifeCommands()) command.addCommand(each);
  return command;
}

function applyCommand(): Command {
  const command = new Command('apply')
    .description(
      'store a campaign file: a new campaign as a draft, a changed one as a new version; of a journey that runs it is staged',
    )
    .argument('<file>', 'campaign.yaml, or the folder it is in')
    .option('--dry-run', 'show what would change and change nothing')
    .option('--yes', 'do not ask before a campaign that runs is changed')
    .action((path: string, options: ApplyOptions, self: Command) =>
      withDatabase(self, (context) => apply(context, path, options)),
    );
  return withExamples(command, [
    ['perennial campaign apply playbooks/onboarding-gift --dry-run', 'what would change'],
    ['perennial campaign apply playbooks/onboarding-gift', 'store it'],
  ]);
}

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** At a terminal, a campaign that runs is changed after a look at what would change; a script has had its look before. */
async function apply(context: CommandContext, path: string, { dryRun = false, yes }: ApplyOptions): Promise<void> {
  const { out } = context;
  const programme = await context.programme();
  const written = await loadCampaign(path);
  if (!dryRun && !yes && isAttended()) {
    const plan = await applyCampaign(context, programme, written, { actor: actor(), dryRun: true });
    if (changesWhatRuns(plan)) {
      out.note(renderApply(plan, out));
      await confirmOrStop(`Change ${plan.campaign} from now on?`, { yes });
    }
  }
  const report = await applyCampaign(context, programme, written, { actor: actor(), dryRun });
  out.result(report, () => `${renderApply(report, out)}${tellApplied(written, report)}`);
  warnOfProblems(report, out);
}

function warnOfProblems({ problems, advice, campaign }: ApplyReport, out: Output): void {
  for (const each of advice) out.note(`Have a look at ${formatProblem(each)}`);
  if (problems.length === 0) return;
  out.note(`${campaign} can't be launched yet:`);
  for (const problem of problems) out.note(formatProblem(problem));
}

function listCommand(): Command {
  return new Command('list').description('all campaigns of the programme').action((_: object, self: Command) =>
    withDatabase(self, async ({ out, database, programme }) => {
      const { id, definition } = await programme();
      const campaigns = await listCampaigns(database, id);
      out.result({ data: campaigns }, () => renderCampaigns(campaigns, definition.zone, out));
    }),
  );
}

function showCommand(): Command {
  return new Command('show')
    .description('one campaign: rules, who went through it, how that ended and why')
    .argument('<campaign>', "the campaign's code")
    .action((code: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id, definition } = await programme();
        const detail = await readCampaign(database, id, code);
        const { zone, currency } = definition;
        out.result(detail, () => renderCampaign(detail, { zone, currency, now: clock.now(), out }));
      }),
    );
}

function launchCommand(): Command {
  const command = new Command('launch')
    .description('take a draft live; with a file, apply it first')
    .argument('<campaign>', "the campaign's code, or its file or folder")
    .option('--dry-run', 'check everything and change nothing')
    .action((what: string, { dryRun }: { dryRun?: boolean }, self: Command) =>
      withDatabase(self, async (context) => launch(context, what, { dryRun: dryRun ?? false })),
    );
  return withExamples(command, [
    ['perennial campaign launch onboarding-gift', 'a draft that was applied before'],
    ['perennial campaign launch playbooks/onboarding-gift', 'apply the file and launch it'],
  ]);
}

async function launch(context: CommandContext, what: string, { dryRun }: { dryRun: boolean }): Promise<void> {
  const { out } = context;
  const programme = await context.programme();
  const launched = await launchCampaign(context, programme, await givenCampaign(what), { actor: actor(), dryRun });
  const { campaign: code, status, applied, lifecycle } = launched;
  if (applied) out.note(renderApply(applied, out));
  const trigger = findLifecycle(lifecycle)?.trigger;
  const firstLookAt = trigger?.kind === 'sweep' ? nextSweepAt(context.clock.now()) : null;
  out.result({ campaign: code, status, dryRun, ...(firstLookAt && { firstLookAt }) }, () => {
    if (dryRun) return `${code} can be launched.`;
    if (trigger === undefined) return `${code} is live. ${tellEntry(launched)}`;
    if (trigger.kind === 'event') return `${code} is live. Members enter on ${trigger.pattern.type}, from now on.`;
    const look = renderFirstLook(nextSweepAt(context.clock.now()), programme.definition.zone, launched.settings);
    return `${code} is live. ${look}`;
  });
}

function pauseCommand(): Command {
  return new Command('pause')
    .description('hold every step; members keep their places, and those who join meanwhile wait with them')
    .argument('<campaign>', "the campaign's code")
    .action((code: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        await pauseCampaign({ database, clock }, await programme(), code, { actor: actor() });
        const held =
          'Members keep their places, and those who join meanwhile wait with them; nothing is sent or granted until it is resumed.';
        out.result({ campaign: code, status: 'paused' }, () => `${code} is paused. ${held}`);
      }),
    );
}

function resumeCommand(): Command {
  return new Command('resume')
    .description('let a paused campaign go on, with those who joined meanwhile')
    .argument('<campaign>', "the campaign's code")
    .option('--leave-out-joiners', 'let go of those who joined during the pause; they do not enter later, either')
    .action((code: string, { leaveOutJoiners = false }: { leaveOutJoiners?: boolean }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { json: quiet = false } = globalOptions(self);
        const progress = startProgress({ title: 'Resuming', unit: 'members', quiet });
        const onProgress = (resumed: number) => progress.update(resumed);
        const by = { actor: actor(), leaveOutJoiners, onProgress };
        const { leftOut = 0 } = await resumeCampaign({ database, clock }, await programme(), code, by).finally(() =>
          progress.stop(),
        );
        const left = leaveOutJoiners ? ` ${countMembers(leftOut)} who joined meanwhile left it.` : '';
        out.result(
          { campaign: code, status: 'live', ...(leaveOutJoiners ? { leftOut } : {}) },
          () => `${code} is live. What was held goes on.${left}`,
        );
      }),
    );
}

const countMembers = (count: number) => counted(count, 'member', 'members');

interface CancelOptions {
  readonly reason?: string;
  readonly yes?: boolean;
}

function cancelCommand(): Command {
  return new Command('cancel')
    .description('end a campaign for good: nothing more is granted or sent, and every member inside leaves it')
    .argument('<campaign>', "the campaign's code")
    .option('--reason <text>', 'why, as the timeline of its members will say it')
    .option('--yes', 'do not ask')
    .action((code: string, { reason, yes }: CancelOptions, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const current = await programme();
        if (reason !== undefined && (reason.trim() === '' || reason.length > 200)) {
          throw new PerennialError('REQUEST_INVALID', 'The reason is empty or longer than 200 characters.', {
            field: '--reason',
            fix: 'Write a short sentence.',
          });
        }
        const { enrolments, estimated } = await readCampaign(database, current.id, code);
        const inside = enrolments.active ?? 0;
        await confirmOrStop(
          `End ${code} for good? ${sayCount(inside, estimated.includes('active'))} ${pluralOf(inside, { one: 'member inside leaves', other: 'members inside leave' })} it.`,
          { yes },
        );
        const by = { actor: actor(), ...(reason === undefined ? {} : { reason }) };
        const { json: quiet = false } = globalOptions(self);
        const progress = startProgress({ title: 'Ending', total: inside, unit: 'members', quiet });
        const onProgress = (left: number) => progress.update(left);
        const { cancelled } = await cancelCampaign({ database, clock }, current, code, { ...by, onProgress }).finally(
          () => progress.stop(),
        );
        out.result(
          { campaign: code, status: 'ended', cancelled },
          () => `${code} has ended; ${countMembers(cancelled)} left it.`,
        );
      }),
    );
}

function deleteCommand(): Command {
  return new Command('delete')
    .description('take a draft away; its code is free again')
    .argument('<campaign>', "the campaign's code")
    .option('--yes', 'do not ask')
    .action((code: string, { yes }: { yes?: boolean }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const current = await programme();
        const { status } = await readCampaign(database, current.id, code);
        if (status === 'draft') await confirmOrStop(`Delete the draft ${code}?`, { yes });
        await deleteCampaign({ database, clock }, current, code, { actor: actor() });
        out.result({ campaign: code, deleted: true }, () => `The draft ${code} is deleted; its code is free.`);
      }),
    );
}

function retryCommand(): Command {
  const command = new Command('retry')
    .description('let members go on whom a changed story has blocked, as far as it fits them now')
    .argument('<campaign>', "the campaign's code")
    .action((code: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { enrolments } = await retryCampaign({ database, clock }, await programme(), code, { actor: actor() });
        const members = countMembers(enrolments);
        out.result({ campaign: code, enrolments }, () =>
          enrolments === 0
            ? `Nobody in ${code} is blocked.`
            : `${members} of ${code} try again; \`perennial campaign show ${code}\` tells who is still blocked.`,
        );
      }),
    );
  return withExamples(command, [['perennial campaign retry onboarding-gift', 'after a deploy that mended its story']]);
}
