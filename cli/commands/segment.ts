import { Command, Option } from 'commander';
import { csvLines } from '../../modules/exports/lines.ts';
import { applySegments } from '../../modules/segments/apply.ts';
import { countAudience } from '../../modules/segments/count.ts';
import { deleteSegment } from '../../modules/segments/delete.ts';
import { historyDaysMax, segmentHistory } from '../../modules/segments/history.ts';
import { readLanguage } from '../../modules/segments/language.ts';
import { countParts } from '../../modules/segments/parts.ts';
import { readSegmentFiles } from '../../modules/segments/read.ts';
import { sampleAudience } from '../../modules/segments/sample.ts';
import { audienceOf, listSegments, showSegment } from '../../modules/segments/show.ts';
import { type Locale, locales } from '../../values/wording.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import {
  renderApplied,
  renderCount,
  renderHistory,
  renderLanguage,
  renderSample,
  renderSegment,
  renderSegments,
} from '../segment/render.ts';
import { writeRows } from '../write-rows.ts';

/** `perennial segment apply | list | show | count | sample | history | language | export | delete` */
export function segmentCommand(): Command {
  return new Command('segment')
    .description('segments: named conditions about members, who meets them, and why')
    .addCommand(applyCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(countCommand())
    .addCommand(sampleCommand())
    .addCommand(historyCommand())
    .addCommand(languageCommand())
    .addCommand(exportCommand())
    .addCommand(deleteCommand());
}

const localeOption = () => new Option('--locale <locale>', 'the language of its words').choices(locales).default('en');
interface Localised {
  readonly locale: Locale;
}

function applyCommand(): Command {
  const command = new Command('apply')
    .description('store a segment file, or all of a folder: new segments, or the new state of those that are there')
    .argument('<file>', 'a YAML file, or a folder of them')
    .option('--dry-run', 'show what would change and change nothing')
    .action((path: string, { dryRun = false }: { dryRun?: boolean }, self: Command) =>
      withDatabase(self, async (context) => {
        const written = await readSegmentFiles(path);
        const applied = await applySegments(context, await context.programme(), written, { actor: actor(), dryRun });
        context.out.result({ data: applied, dryRun }, () => renderApplied(applied, dryRun, context.out));
      }),
    );
  return withExamples(command, [
    ['perennial segment apply playbooks/segments', 'all that are shipped'],
    ['perennial segment apply segments/quiet-vips.yaml --dry-run', 'what would change'],
  ]);
}

function listCommand(): Command {
  return new Command('list')
    .description('all segments, with their conditions read aloud')
    .addOption(localeOption())
    .action(({ locale }: Localised, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const segments = await listSegments(database, (await programme()).id, locale);
        out.result({ data: segments, nextCursor: null }, () => renderSegments(segments));
      }),
    );
}

function showCommand(): Command {
  return new Command('show')
    .description('a segment and its condition, read aloud')
    .argument('<segment>', 'its code')
    .addOption(localeOption())
    .action((code: string, { locale }: Localised, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const segment = await showSegment(database, (await programme()).id, code, locale);
        out.result(segment, () => renderSegment(segment, out));
      }),
    );
}

function countCommand(): Command {
  return new Command('count')
    .description('how many members are in it now, and who of them can be written to')
    .argument('<segment>', 'its code')
    .option('--parts', 'count the conditions that it is made of, too')
    .addOption(localeOption())
    .action((code: string, { parts = false, locale }: Localised & { readonly parts?: boolean }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const audience = await audienceOf(database, (await programme()).id, code, clock.now());
        const count = await countAudience(database, audience);
        const counted = parts ? { parts: await countParts(database, audience, locale) } : {};
        out.result({ segment: code, ...count, ...counted }, () => renderCount({ ...count, ...counted }));
      }),
    );
}

/** Other samples that can be asked for. */
const seedMax = 1_000_000;

function sampleCommand(): Command {
  return new Command('sample')
    .description('ten of its members by lot, each with why it is in')
    .argument('<segment>', 'its code')
    .option('--seed <number>', 'another draw', wholeNumber({ min: 0, max: seedMax }), 0)
    .addOption(localeOption())
    .action((code: string, { seed, locale }: Localised & { readonly seed: number }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const audience = await audienceOf(database, (await programme()).id, code, clock.now());
        const sample = await sampleAudience(database, audience, { locale, seed });
        out.result({ segment: code, data: sample }, () => renderSample(sample, out));
      }),
    );
}

function historyCommand(): Command {
  return new Command('history')
    .description('who came into a segment that a campaign waits for, and who fell out, by day')
    .argument('<segment>', 'its code')
    .option('--days <number>', 'days to look back', wholeNumber({ min: 1, max: historyDaysMax }), 30)
    .action((code: string, { days }: { readonly days: number }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const history = await segmentHistory(database, await programme(), code, { days, now: clock.now() });
        out.result({ segment: code, ...history }, () => renderHistory(history));
      }),
    );
}

function languageCommand(): Command {
  return new Command('language')
    .description('what conditions may ask about members, with what each begins with')
    .addOption(localeOption())
    .action(({ locale }: Localised, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const language = await readLanguage(database, await programme(), locale);
        out.result(language, () => renderLanguage(language));
      }),
    );
}

function exportCommand(): Command {
  const command = new Command('export')
    .description('its members as CSV, as `export members` has them')
    .argument('<segment>', 'its code')
    .option('--to <file>', 'write it there and not to stdout')
    .action((code: string, { to }: { to?: string }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        await writeRows(out, to, async (note) => {
          const source = { db: database, programme: await programme(), now: clock.now() };
          return csvLines('members', source, { segment: code }, note);
        });
      }),
    );
  return withExamples(command, [['perennial segment export quiet-vips --to quiet-vips.csv', 'for a spreadsheet']]);
}

function deleteCommand(): Command {
  return new Command('delete')
    .description('take a segment away; one that another segment or a campaign uses stays')
    .argument('<segment>', 'its code')
    .action((code: string, _: object, self: Command) =>
      withDatabase(self, async (context) => {
        await deleteSegment(context, await context.programme(), code, { actor: actor() });
        context.out.result({ segment: code, deleted: true }, () => `${code} is deleted.`);
      }),
    );
}
