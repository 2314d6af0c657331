import { Command, Option } from 'commander';
import { PerennialError } from '../../platform/errors.ts';
import { date } from '../../values/wording.ts';
import { isAddressOf } from '../../modules/messaging/reachability/rules-address.ts';
import {
  addressedChannels,
  type AddressedChannel,
  listSuppressed,
  type Suppressed,
  suppressAddress,
  unsuppressAddress,
} from '../../modules/messaging/reachability/suppress.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { checkAddress } from './address.ts';

const limitDefault = 30;
const limitMax = 1_000;
const reasonMax = 200;

/** `perennial message suppress`: nothing goes to an address any more. */
export function suppressCommand(): Command {
  const command = new Command('suppress')
    .description('send nothing to an address any more; a second call changes nothing')
    .argument('<address>', 'the e-mail address; with --channel the number, OpenID or token')
    .addOption(channelOption())
    .requiredOption('--reason <words>', 'why, as members of the team will read it')
    .action((given: string, { reason: words, channel }: { reason: string } & OfChannel, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const address = checkedFor(channel, given);
        const reason = checkReason(words);
        const { id: programmeId } = await programme();
        const change = { programmeId, channel, address, reason, actor: actor(), now: clock.now() };
        const { suppressed, changed } = await suppressAddress(database, change);
        out.result({ ...suppressed, changed }, () =>
          changed
            ? `Nothing goes to ${suppressed.address} any more: ${suppressed.reason}.`
            : `Nothing goes to ${suppressed.address} already: ${suppressed.reason}.`,
        );
      }),
    );
  return withExamples(command, [
    ['perennial message suppress anna@example.com --reason "asked us by phone"', 'every class, whatever campaign'],
  ]);
}

/** `perennial message unsuppress`: mails to an address leave again. */
export function unsuppressCommand(): Command {
  return new Command('unsuppress')
    .description('let messages to an address leave again; consent that was withdrawn stays withdrawn')
    .argument('<address>', 'the e-mail address; with --channel the number, OpenID or token')
    .addOption(channelOption())
    .action((given: string, { channel }: OfChannel, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const address = checkedFor(channel, given);
        const { id: programmeId } = await programme();
        const removed = await unsuppressAddress(database, {
          ...{ programmeId, channel, address, actor: actor(), now: clock.now() },
        });
        if (!removed) {
          throw new PerennialError('SUPPRESSION_NOT_FOUND', `${address} is not suppressed.`, {
            field: 'address',
            fix: 'See `perennial message suppressed`.',
          });
        }
        out.result(
          removed,
          () =>
            `${channel === 'email' ? 'Mails' : 'Messages'} to ${removed.address} leave again. They did not because: ${removed.reason}.`,
        );
      }),
    );
}

interface OfChannel {
  readonly channel: AddressedChannel;
}

const channelOption = (): Option =>
  new Option('--channel <channel>', 'what it is an address of').choices(addressedChannels).default('email');

function checkedFor(channel: AddressedChannel, given: string): string {
  if (channel === 'email') return checkAddress(given);
  if (isAddressOf(channel, given.trim())) return given.trim();
  throw new PerennialError('USAGE', `"${given}" is no address of ${channel}.`, {
    field: 'address',
    fix: channel === 'sms' ? 'Write the number with its country, such as +44 20 7946 0958.' : 'Write it as it is.',
  });
}

interface ListOptions extends OfChannel {
  readonly after?: string;
  readonly limit: number;
}

/** `perennial message suppressed`: the addresses that nothing goes to. */
export function suppressedCommand(): Command {
  return new Command('suppressed')
    .description('addresses that nothing goes to, and why')
    .addOption(channelOption())
    .option('--after <address>', 'only those after this one: the next page')
    .option('--limit <addresses>', 'addresses to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action((options: ListOptions, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId, definition } = await programme();
        const found = await listSuppressed(database, { ...options, programmeId });
        const next = found.length === options.limit ? found.at(-1)?.address : undefined;
        out.result({ data: found, nextCursor: next ?? null }, () => renderSuppressed(found, definition.zone));
        if (next !== undefined) out.note(`More: perennial message suppressed --after ${next}`);
      }),
    );
}

function renderSuppressed(found: readonly Suppressed[], zone: string): string {
  if (found.length === 0) return 'No addresses are suppressed.';
  const columns = ['Address', `Since (${zone})`, 'Reason'].map((title) => ({ title }));
  return renderTable(
    columns,
    found.map(({ address, since, reason }) => [address, date(since, zone), reason]),
  );
}

function checkReason(words: string): string {
  const reason = words.trim();
  if (reason !== '' && reason.length <= reasonMax) return reason;
  throw new PerennialError('USAGE', 'A suppression needs its reason in words.', {
    field: '--reason',
    fix: `Write 1 to ${reasonMax} characters.`,
  });
}
