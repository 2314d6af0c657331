import { sayCount } from '../../platform/bounded-count.ts';
import { Command } from 'commander';
import { PerennialError } from '../../platform/errors.ts';
import { applyCampaign, type ApplyReport } from '../../modules/campaigns/apply.ts';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { listCampaigns } from '../../modules/campaigns/list.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import { retryCampaign } from '../../modules/enrolments/retry-campaign.ts';
import { readCampaign } from '../../modules/campaigns/show.ts';
import { formatProblem } from '../../platform/yaml-file.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { givenCampaign } from '../campaign/given.ts';
import { renderApply, renderCampaign, renderCampaigns } from '../campaign/render.ts';
import { reportCommand } from '../campaign/report.ts';
import { settingsCommand } from '../campaign/settings.ts';
import { confirmOrStop } from '../confirm.ts';
import { type CommandContext, globalOptions, withDatabase } from '../context.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { startProgress } from '../../platform/terminal/progress.ts';

/** `perennial campaign apply | list | show | report | launch | pause | resume | cancel | retry | settings` */
export function campaignCommand(): Command {
  return new Command('campaign')
    .description('campaigns: what members go through')
    .addCommand(applyCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(reportCommand())
    .addCommand(launchCommand())
    .addCommand(pauseCommand())
    .addCommand(resumeCommand())
    .addCommand(cancelCommand())
    .addCommand(retryCommand())
    .addCommand(settingsCommand());
}

function applyCommand(): Command {
  const command = new Command('apply')
    .description('store a campaign file: a new campaign as a draft, a changed one as a new version')
    .argument('<file>', 'campaign.yaml, or the folder it is in')
    .option('--dry-run', 'show what would change and change nothing')
    .action((path: string, { dryRun }: { dryRun?: boolean }, self: Command) =>
      withDatabase(self, async (context) => {
        const by = { actor: actor(), dryRun: dryRun ?? false };
        const report = await applyCampaign(context, await context.programme(), await loadCampaign(path), by);
        context.out.result(report, () => renderApply(report, context.out));
        warnOfProblems(report, context.out);
      }),
    );
  return withExamples(command, [
    ['perennial campaign apply playbooks/onboarding-gift --dry-run', 'what would change'],
    ['perennial campaign apply playbooks/onboarding-gift', 'store it'],
  ]);
}

function warnOfProblems({ problems, campaign }: ApplyReport, out: Output): void {
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
      withDatabase(self, async ({ out, database, programme }) => {
        const { id, definition } = await programme();
        const detail = await readCampaign(database, id, code);
        out.result(detail, () => renderCampaign(detail, definition.zone, out));
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
  const { trigger } = lifecycles[lifecycle];
  const entrance =
    trigger.kind === 'event'
      ? `Members enter on ${trigger.pattern.type}, from now on.`
      : 'The sweep looks for members who are due.';
  out.result({ campaign: code, status, dryRun }, () =>
    dryRun ? `${code} can be launched.` : `${code} is live. ${entrance}`,
  );
}

function pauseCommand(): Command {
  return new Command('pause')
    .description('hold every step and enrol nobody; members keep their places')
    .argument('<campaign>', "the campaign's code")
    .action((code: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        await pauseCampaign({ database, clock }, await programme(), code, { actor: actor() });
        const held = 'Members keep their places; nothing is sent or granted until it is resumed.';
        out.result({ campaign: code, status: 'paused' }, () => `${code} is paused. ${held}`);
      }),
    );
}

function resumeCommand(): Command {
  return new Command('resume')
    .description('let a paused campaign go on')
    .argument('<campaign>', "the campaign's code")
    .action((code: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { json: quiet = false } = globalOptions(self);
        const progress = startProgress({ title: 'Resuming', unit: 'members', quiet });
        const by = { actor: actor(), onProgress: (resumed: number) => progress.update(resumed) };
        await resumeCampaign({ database, clock }, await programme(), code, by).finally(() => progress.stop());
        out.result({ campaign: code, status: 'live' }, () => `${code} is live. What was held goes on.`);
      }),
    );
}

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
          `End ${code} for good? ${sayCount(inside, estimated.includes('active'))} members inside leave it.`,
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
          () => `${code} has ended; ${cancelled.toLocaleString('en')} members left it.`,
        );
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
        const members = `${enrolments.toLocaleString('en')} ${enrolments === 1 ? 'member' : 'members'}`;
        out.result({ campaign: code, enrolments }, () =>
          enrolments === 0
            ? `Nobody in ${code} is blocked.`
            : `${members} of ${code} try again; \`perennial campaign show ${code}\` tells who is still blocked.`,
        );
      }),
    );
  return withExamples(command, [['perennial campaign retry onboarding-gift', 'after a deploy that mended its story']]);
}
