import { Command } from 'commander';
import { type EndReport, endCampaign } from '../../modules/campaigns/end.ts';
import { launchTime, scheduleCampaign } from '../../modules/campaigns/schedule.ts';
import { approveCampaign, sendBackCampaign, submitCampaign } from '../../modules/campaigns/submit.ts';
import { date, timeOfDay } from '../../values/wording.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

/** `perennial campaign submit | approve | send-back | schedule | end`: how a campaign comes to go live, and to its end. */
export const lifeCommands = (): Command[] => [
  submitCommand(),
  approveCommand(),
  sendBackCommand(),
  scheduleCommand(),
  endCommand(),
];

interface Noted {
  readonly note?: string;
}

function submitCommand(): Command {
  return new Command('submit')
    .description('ask that another person look at a draft before it goes live')
    .argument('<campaign>', "the campaign's code")
    .option('--note <text>', 'what the other person should know')
    .action((code: string, { note }: Noted, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, programme } = context;
        await submitCampaign(context, await programme(), code, { actor: actor(), note });
        out.result({ campaign: code, status: 'in_review' }, () => {
          return `${code} is in review. Another person approves it: \`perennial campaign approve ${code}\`.`;
        });
      }),
    );
}

function approveCommand(): Command {
  return new Command('approve')
    .description('find a campaign good that another person submitted')
    .argument('<campaign>', "the campaign's code")
    .option('--note <text>', 'what you have to say of it')
    .action((code: string, { note }: Noted, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, programme } = context;
        await approveCampaign(context, await programme(), code, { actor: actor(), note });
        out.result({ campaign: code, status: 'in_review', approved: true }, () => {
          return `${code} is approved: \`perennial campaign launch ${code}\` takes it live.`;
        });
      }),
    );
}

function sendBackCommand(): Command {
  return new Command('send-back')
    .description('make a campaign that is in review, or scheduled, a draft again')
    .argument('<campaign>', "the campaign's code")
    .requiredOption('--reason <text>', 'why, for who submitted it')
    .action((code: string, { reason }: { reason: string }, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, programme } = context;
        await sendBackCampaign(context, await programme(), code, { actor: actor(), note: reason });
        out.result({ campaign: code, status: 'draft' }, () => `${code} is a draft again.`);
      }),
    );
}

function scheduleCommand(): Command {
  const command = new Command('schedule')
    .description('let a campaign go live by itself at a time to come')
    .argument('<campaign>', "the campaign's code")
    .requiredOption('--at <time>', "when, on the programme's calendar: '2026-12-01 10:00'")
    .action((code: string, { at }: { at: string }, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, programme } = context;
        const stored = await programme();
        const { zone } = stored.definition;
        const when = launchTime(at, zone);
        await scheduleCampaign(context, stored, code, when, { actor: actor() });
        out.result({ campaign: code, status: 'scheduled', scheduledFor: when }, () => {
          return `${code} goes live on ${date(when, zone)} at ${timeOfDay(when, zone)} (${zone}), while a worker runs.`;
        });
      }),
    );
  return withExamples(command, [
    ["perennial campaign schedule autumn-news --at '2026-12-01 10:00'", 'on the first of December at ten'],
  ]);
}

function endCommand(): Command {
  return new Command('end')
    .description('let nobody in any more; those who are inside go on to their end')
    .argument('<campaign>', "the campaign's code")
    .option('--reason <text>', 'why, for the audit')
    .action((code: string, { reason }: { reason?: string }, self: Command) =>
      withDatabase(self, async (context) => {
        const report = await endCampaign(context, await context.programme(), code, { actor: actor(), reason });
        context.out.result({ campaign: code, ...report }, () => sayEnd(code, report));
      }),
    );
}

function sayEnd(code: string, { status }: EndReport): string {
  if (status === 'ended') return `${code} has ended: nobody was inside.`;
  return `${code} lets nobody in any more, and has ended when the last one inside has come to the end.`;
}
