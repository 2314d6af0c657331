import { type Command, Option } from 'commander';
import type { Choices } from '../../modules/imports/reading/choices.ts';
import { delimiters } from '../../modules/imports/reading/csv-rows.ts';
import { formatNames, lineRules } from '../../modules/imports/reading/formats.ts';
import { gatherChoices } from '../../modules/imports/reading/mapping.ts';
import { decimalSigns } from '../../modules/imports/reading/rules-amounts.ts';
import { dateOrders } from '../../modules/imports/reading/rules-dates.ts';

/** What the command line says of how a file of orders is to be read. */
export interface ReadingOptions extends Choices {
  readonly map: readonly string[];
}

/** Adds the options that say how a file of orders is to be read. */
export function withReadingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <system>', 'the export of a system (default: known by its header)').choices(formatNames),
    )
    .option('--map <column>', 'order_id=<column>, status.<word>=order, or a saved mapping; may be repeated', gather, [])
    .option('--encoding <name>', 'utf-8, utf-16le, gb18030, windows-1252, ... (default: found out)')
    .addOption(
      new Option('--delimiter <sign>', 'what stands between cells (default: found out)').choices([
        ...delimiters,
        'tab',
      ]),
    )
    .addOption(new Option('--dates <order>', 'what 05/01/2026 means (default: found out)').choices(dateOrders))
    .addOption(
      new Option('--decimal <sign>', 'what stands before the cents (default: found out)').choices(decimalSigns),
    )
    .option('--zone <zone>', "the zone of times that name none (default: the programme's)")
    .addOption(
      new Option(
        '--lines <rule>',
        'what several rows of one order are: lines to add up, or the order each time',
      ).choices(lineRules),
    );
}

const gather = (value: string, before: readonly string[]): string[] => [...before, value];

/** What the options of the reading say. */
export async function choicesOf(options: ReadingOptions): Promise<Choices> {
  const { map, format, encoding, delimiter, dates, decimal, zone, lines } = options;
  const between = (delimiter as string) === 'tab' ? '\t' : delimiter;
  const said = { format, encoding, delimiter: between, dates, decimal, zone, lines };
  return gatherChoices(map, Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));
}
