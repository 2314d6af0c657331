import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { adjustPoints } from '../../modules/adjustments/adjust.ts';
import { type AdjustmentView, readAdjustment } from '../../modules/adjustments/rows.ts';
import { findMember } from '../../modules/members/find.ts';
import { amountMinorMax } from '../../values/money.ts';
import { points as inPoints } from '../../values/wording.ts';
import { actor } from '../actor.ts';
import { instant, textOf, wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

interface AdjustOptions {
  readonly points: number;
  readonly reason: string;
  readonly expires?: Date | null;
  readonly key?: string;
}

const reasonLengthMax = 300;
const keyLengthMax = 128;

/** `perennial member adjust MEMBER` */
export function adjustCommand(): Command {
  const command = new Command('adjust')
    .description('correct points by hand; above the threshold of the programme another person has to approve it')
    .argument('<member>', "the shop's id of the member, or an e-mail address")
    .requiredOption(
      '--points <points>',
      'to give, or below zero to take',
      wholeNumber({ min: -amountMinorMax, max: amountMinorMax }),
    )
    .requiredOption('--reason <text>', 'why, in words that the audit and the timeline keep', textOf(reasonLengthMax))
    .option(
      '--expires <date>',
      'end of the points given, or "never"; by the policy of the programme when absent',
      endOf,
    )
    .option('--key <text>', 'the same key corrects once', textOf(keyLengthMax))
    .action((who: string, options: AdjustOptions, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const current = await programme();
        const { facts } = await findMember(database, current, who);
        const { points, reason, expires: expiresAt, key = randomUUID() } = options;
        const adjustment = await adjustPoints({ database, clock }, current.id, {
          ...{ key: `cli:${key}`, memberId: facts.id, points, expiresAt, reason, actor: actor() },
        });
        out.result(adjustment, () => describe(adjustment, current.definition));
      }),
    );
  return withExamples(command, [
    ['perennial member adjust 17850 --points 50 --reason "parcel came late"', 'give some'],
    ['perennial member adjust 17850 --points -50 --reason "booked twice"', 'take some'],
    ['perennial member adjust 17850 --points 50 --reason "prize" --expires never', 'with an end of their own'],
  ]);
}

/** `perennial member adjustment NUMBER` */
export function adjustmentCommand(): Command {
  return new Command('adjustment')
    .description('a correction: what was asked for, why, and whether it was booked')
    .argument('<number>', 'as `member adjust` said it')
    .action((rowId: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id, definition } = await programme();
        const adjustment = await readAdjustment(database, id, rowId);
        out.result(adjustment, () => describe(adjustment, definition));
      }),
    );
}

function describe(
  { rowId, status, member, points, reason, reviewId }: AdjustmentView,
  { asset }: { readonly asset: string },
): string {
  const what = `Adjustment ${rowId}: ${inPoints(points, { asset })} for member ${member}, "${reason}"`;
  if (status === 'booked') return `${what}: booked.`;
  if (status === 'rejected') return `${what}: rejected, see \`perennial review show ${reviewId ?? ''}\`.`;
  return `${what}: waits for a second person, who decides with \`perennial review approve ${reviewId ?? ''}\`.`;
}

function endOf(text: string): Date | null {
  return text === 'never' ? null : instant(text);
}
