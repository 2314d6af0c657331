import { Command, Option } from 'commander';
import { decideReview } from '../../modules/reviews/decide.ts';
import { listReviews } from '../../modules/reviews/list.ts';
import { readReview } from '../../modules/reviews/show.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { csvAbout, printCsv } from '../list/csv.ts';
import { renderReview, renderReviews } from './render.ts';

const limitDefault = 50;
const limitMax = 1_000;
const statuses = ['open', 'approved', 'rejected', 'all'] as const;

interface ListOptions {
  readonly csv?: boolean;
  readonly status: string;
  readonly subject?: string;
  readonly limit: number;
}

/**
 * `list | show | approve | reject` of cases. With a subject they are about its cases only, so that another noun can offer
 * them as its own: `noun` is how the examples call them.
 */
export function reviewCommands({ noun, subject }: { noun: string; subject?: string }): Command[] {
  return [
    listCommand(noun, subject),
    showCommand(subject),
    decideCommand({ verb: 'approve', approved: true, about: 'let it go on' }, noun, subject),
    decideCommand({ verb: 'reject', approved: false, about: 'let it end' }, noun, subject),
  ];
}

function listCommand(noun: string, subject: string | undefined): Command {
  const command = new Command('list')
    .description('cases that wait for a decision, the oldest first')
    .addOption(new Option('--status <status>', 'other ones').choices(statuses).default('open'))
    .option('--limit <cases>', 'cases to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .option('--csv', csvAbout)
    .action((options: ListOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, database, programme } = context;
        if (options.csv) {
          const status = options.status === 'all' ? undefined : options.status;
          return printCsv(context, 'reviews', { status, subject: subject ?? options.subject });
        }
        const { id: programmeId, definition } = await programme();
        const cases = await listReviews(database, {
          ...{ programmeId, limit: options.limit },
          ...(options.status === 'all' ? {} : { status: options.status }),
          ...about(subject ?? options.subject),
        });
        out.result({ data: cases }, () => renderReviews(cases, { ...definition, out }));
      }),
    );
  if (subject === undefined) command.option('--subject <subject>', 'only those of a subject, such as onboarding-gift');
  return withExamples(command, [[`perennial ${noun} list`, 'what waits']]);
}

function showCommand(subject: string | undefined): Command {
  return new Command('show')
    .description('one case: what speaks against it, who decided and why')
    .argument('<case>', 'its number, as `list` shows it')
    .action((id: string, _: object, self: Command) => withDatabase(self, (context) => show(context, id, subject)));
}

interface Verb {
  readonly verb: string;
  readonly approved: boolean;
  readonly about: string;
}

function decideCommand({ verb, approved, about: does }: Verb, noun: string, subject: string | undefined): Command {
  const command = new Command(verb)
    .description(`decide a case, once and for good: ${does}`)
    .argument('<case>', 'its number, as `list` shows it')
    .option('--note <text>', 'why, in words for the member’s file')
    .action((caseId: string, { note }: { note?: string }, self: Command) =>
      withDatabase(self, async (context) => {
        const { id: programmeId } = await context.programme();
        const words = note === undefined ? {} : { note };
        await decideReview(context, programmeId, { caseId, approved, actor: actor(), ...words, ...about(subject) });
        await show(context, caseId, subject);
      }),
    );
  return withExamples(command, [[`perennial ${noun} ${verb} 12 --note "same family, two people"`, 'with the reason']]);
}

async function show({ out, database, programme }: CommandContext, id: string, subject: string | undefined) {
  const { id: programmeId, definition } = await programme();
  const review = await readReview(database, { programmeId, id, ...about(subject) });
  out.result(review, () => renderReview(review, { ...definition, out }));
}

const about = (subject: string | undefined) => (subject === undefined ? {} : { subject });
