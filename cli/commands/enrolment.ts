import { Command, Option } from 'commander';
import { cancelEnrolment } from '../../modules/campaigns/cancel-enrolment.ts';
import {
  type EnrolmentFilter,
  enrolmentStatuses,
  type EnrolmentView,
  listEnrolments,
  requireEnrolment,
} from '../../modules/campaigns/list-enrolments.ts';
import { requireRowId } from '../../platform/public-ids.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { renderEnrolment, renderEnrolments, shownEnrolment } from '../enrolment/render.ts';

const limitDefault = 30;
const limitMax = 1_000;

/** `perennial enrolment list | show | cancel` */
export function enrolmentCommand(): Command {
  return new Command('enrolment')
    .description('members in campaigns: what each waits for, and how it ended')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(cancelCommand());
}

interface ListOptions {
  readonly member?: string;
  readonly campaign?: string;
  readonly status?: EnrolmentView['status'];
  readonly before?: string;
  readonly limit: number;
}

function listCommand(): Command {
  const command = new Command('list')
    .description('the latest enrolments')
    .option('--member <id>', "only those of a member, by the shop's id")
    .option('--campaign <code>', 'only those of a campaign')
    .addOption(new Option('--status <status>', 'only these').choices(enrolmentStatuses))
    .option('--before <enrolment>', 'only older ones than this id: the next page')
    .option('--limit <enrolments>', 'enrolments to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action((options: ListOptions, self: Command) => withDatabase(self, (context) => list(context, options)));
  return withExamples(command, [
    ['perennial enrolment list --campaign onboarding-gift --status blocked', 'those whose story does not go on'],
    ['perennial enrolment list --member 17850 --json', "a member's, for a program"],
  ]);
}

function showCommand(): Command {
  return new Command('show')
    .description('one member in one campaign: what it waits for, or how it ended')
    .argument('<enrolment>', 'its id, such as enr_4w8e2r6t')
    .action((id: string, _: object, self: Command) =>
      withDatabase(self, async (context) => {
        const { id: programmeId } = await context.programme();
        await print(context, await requireEnrolment(context.database, programmeId, rowOf(id)));
      }),
    );
}

function cancelCommand(): Command {
  const command = new Command('cancel')
    .description('take one member out of one campaign: nothing more is done there')
    .argument('<enrolment>', 'its id, such as enr_4w8e2r6t')
    .requiredOption('--reason <text>', 'why, as its timeline and the audit say it')
    .action((id: string, { reason }: { reason: string }, self: Command) =>
      withDatabase(self, async (context) => {
        const { id: programmeId } = await context.programme();
        await print(context, await cancelEnrolment(context, programmeId, rowOf(id), { actor: actor(), reason }));
      }),
    );
  return withExamples(command, [
    ['perennial enrolment cancel enr_4w8e2r6t --reason "asked for by the member"', 'the others go on'],
  ]);
}

const rowOf = (id: string): bigint => requireRowId('enr', id, 'ENROLMENT_NOT_FOUND', 'enrolmentId');

async function list({ out, database, programme }: CommandContext, options: ListOptions): Promise<void> {
  const { id: programmeId, definition } = await programme();
  const { member: memberId, campaign, status, before, limit } = options;
  const filter: EnrolmentFilter = {
    ...{ memberId, campaign, limit },
    ...(status === undefined ? {} : { statuses: [status] }),
    ...(before === undefined ? {} : { before: String(rowOf(before)) }),
  };
  const enrolments = (await listEnrolments(database, programmeId, filter)).map(shownEnrolment);
  const next = enrolments.length === limit ? enrolments.at(-1)?.id : undefined;
  out.result({ data: enrolments, nextCursor: next ?? null }, () =>
    renderEnrolments(enrolments, { ...definition, out }),
  );
  if (next !== undefined) out.note(`Older ones: perennial enrolment list --before ${next}`);
}

async function print({ out, programme }: CommandContext, enrolment: EnrolmentView): Promise<void> {
  const { definition } = await programme();
  const shown = shownEnrolment(enrolment);
  out.result(shown, () => renderEnrolment(shown, { ...definition, out }));
}
