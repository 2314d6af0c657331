import { Command } from 'commander';
import { afterDaysMax, requestErasure, withdrawErasure } from '../../modules/erasures/request.ts';
import { type Erasure, listErasures } from '../../modules/erasures/rows.ts';
import { PerennialError } from '../../platform/errors.ts';
import { counted } from '../../values/plural.ts';
import { actor } from '../actor.ts';
import { textOf, wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

const reasonLengthMax = 300;
const listedDefault = 50;
const listedMax = 1_000;

interface EraseOptions {
  readonly reason: string;
  readonly afterDays?: number;
}

/** `perennial member erase MEMBER` */
export function eraseCommand(): Command {
  const command = new Command('erase')
    .description('erase a person once some days of grace are over; points end, the books stay under a pseudonym')
    .argument('<member>', "the shop's id of the member")
    .requiredOption('--reason <text>', 'why; words that name the person go with it', textOf(reasonLengthMax))
    .option(
      '--after-days <days>',
      'days in which it can be withdrawn (default: 7)',
      wholeNumber({ min: 0, max: afterDaysMax }),
    )
    .action((memberId: string, { reason, afterDays }: EraseOptions, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id } = await programme();
        const wanted = { memberId, reason, afterDays, actor: actor() };
        const erasure = await requestErasure({ database, clock }, id, wanted);
        out.result(erasure, () =>
          [
            describe(erasure),
            ...erasure.kept.map((what) => `  stays: ${what}`),
            `Until then: \`perennial member erase-withdraw ${erasure.rowId}\`.`,
          ].join('\n'),
        );
      }),
    );
  return withExamples(command, [
    ['perennial member erase anna-1 --reason "letter of 8 December"', 'in a week, unless it is withdrawn'],
    ['perennial member erase anna-1 --reason "letter of 8 December" --after-days 0', 'with the next sweep'],
  ]);
}

/** `perennial member erasures` */
export function erasuresCommand(): Command {
  return new Command('erasures')
    .description('requests to erase a person, latest first')
    .option('--limit <rows>', 'how many to show', wholeNumber({ min: 1, max: listedMax }), listedDefault)
    .action(({ limit }: { limit: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id } = await programme();
        const { erasures } = await listErasures(database, id, { limit });
        out.result(erasures, () =>
          erasures.length === 0 ? 'Nobody was to be erased.' : erasures.map(describe).join('\n'),
        );
      }),
    );
}

/** `perennial member erase-withdraw NUMBER` */
export function eraseWithdrawCommand(): Command {
  const command = new Command('erase-withdraw')
    .description('withdraw a request to erase a person, before it has begun')
    .argument('<number>', 'as `member erase` said it')
    .requiredOption('--reason <text>', 'why, in words that the audit keeps', textOf(reasonLengthMax))
    .action((number: string, { reason }: { reason: string }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id } = await programme();
        const erasure = await withdrawErasure({ database, clock }, id, rowOf(number), { actor: actor(), reason });
        out.result(erasure, () => describe(erasure));
      }),
    );
  return withExamples(command, [['perennial member erase-withdraw 7 --reason "she stays"', 'nothing is erased']]);
}

function rowOf(number: string): bigint {
  if (/^\d{1,18}$/.test(number)) return BigInt(number);
  throw new PerennialError('ERASURE_NOT_FOUND', `There is no erasure ${number}.`, { field: 'number' });
}

function describe({ rowId, status, memberId, dueAt, doneAt, forfeitedPoints }: Erasure): string {
  const points = forfeitedPoints === null ? '' : `; ${counted(forfeitedPoints, 'point', 'points')} ended`;
  const when = {
    scheduled: `is due ${dueAt.toISOString()}`,
    running: 'is under way',
    done: `was done ${doneAt?.toISOString() ?? ''}`,
    withdrawn: 'was withdrawn',
  };
  return `Erasure ${rowId} of member ${memberId} ${when[status]}${points}.`;
}
