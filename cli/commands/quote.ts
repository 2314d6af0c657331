import { Command } from 'commander';
import { quote } from '../../modules/checkout/quote.ts';
import { requireIdentityKeys } from '../../platform/identity-keys.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { amountOf } from '../redemption/amount.ts';
import { withDatabase } from '../context.ts';
import { renderQuote } from '../redemption/render.ts';

const pointsMax = 1_000_000_000_000;

interface QuoteOptions {
  readonly points?: number;
  readonly coupon?: string;
}

/** `perennial quote MEMBER AMOUNT` */
export function quoteCommand(): Command {
  const command = new Command('quote')
    .description(
      'what an order would earn, and what it may be paid with; an order that names the quote is reckoned by it',
    )
    .argument('<member>', "the shop's id of the member")
    .argument('<amount>', 'the goods before coupon and points, such as 40.00')
    .option('--points <points>', 'points to use', wholeNumber({ min: 0, max: pointsMax }))
    .option('--coupon <code>', 'a coupon to use')
    .action((memberId: string, amount: string, options: QuoteOptions, self: Command) =>
      withDatabase(self, async (context) => {
        requireIdentityKeys();
        const { id, definition } = await context.programme();
        const amountMinor = amountOf(amount, definition.currency, 'amount');
        const quoted = await quote(context, id, { memberId, amountMinor, ...options });
        context.out.result(quoted, () => renderQuote(quoted, { ...definition, out: context.out }));
      }),
    );
  return withExamples(command, [
    ['perennial quote anna-1 40.00', 'what could be used on 40.00, and what it would earn'],
    ['perennial quote anna-1 40.00 --points 400 --json', 'with 400 points, for a program'],
  ]);
}
