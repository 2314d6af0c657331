import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { enterCampaign, type EnteringView } from '../../modules/campaigns/enter.ts';
import { withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { shownEnrolment } from '../enrolment/render.ts';

interface EnrolOptions {
  readonly member: string;
  readonly field?: Readonly<Record<string, string>>;
  readonly key?: string;
}

/** `perennial campaign enrol CODE --member ID` */
export function enrolCommand(): Command {
  const command = new Command('enrol')
    .description('bring a member into a journey by its entry `by: api`; says why when the member does not come in')
    .argument('<campaign>', "the campaign's code")
    .requiredOption('--member <id>', "the shop's id of the member")
    .option('--field <name=value>', 'a field that the entry declares; may be repeated', addField)
    .option('--key <key>', 'the same key brings in once, however often it is asked for')
    .action((code: string, options: EnrolOptions, self: Command) =>
      withDatabase(self, (context) => enrol(context, code, options)),
    );
  return withExamples(command, [
    ['perennial campaign enrol concierge --member anna-1 --field reason=complaint', 'at once'],
  ]);
}

function addField(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const place = text.indexOf('=');
  if (place < 1) throw new InvalidArgumentError('Write it as name=value.');
  return { ...before, [text.slice(0, place)]: text.slice(place + 1) };
}

async function enrol({ out, database, clock, programme }: CommandContext, campaign: string, options: EnrolOptions) {
  const { id } = await programme();
  const { member: memberId, field: typed = {}, key = randomUUID() } = options;
  const entering = await enterCampaign({ database, clock }, id, { campaign, memberId, typed, key });
  const { enrolment } = entering;
  out.result({ ...entering, enrolment: enrolment && shownEnrolment(enrolment) }, () => said(entering));
}

function said({ campaign, memberId, outcome, reason, enrolment }: EnteringView): string {
  const shown = enrolment === null ? '' : shownEnrolment(enrolment).id;
  switch (outcome) {
    case 'entered':
      return `${memberId} is in ${campaign}: ${shown}.`;
    case 'refused':
      return `${memberId} does not come into ${campaign}: ${reason ?? ''}${shown === '' ? '' : ` (${shown})`}.`;
    case 'waiting':
      return `${campaign} is paused: ${memberId} waits until it is resumed.`;
    default:
      return outcome satisfies never;
  }
}
