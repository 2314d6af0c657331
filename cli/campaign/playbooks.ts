import { Command, Option } from 'commander';
import { applyPlaybook, listPlaybooks } from '../../modules/campaigns/playbooks.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { type Locale, locales } from '../../values/wording.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { renderApply } from './render.ts';

const localeOption = () => new Option('--locale <locale>', 'the language of its words').choices(locales).default('en');

/** `perennial campaign playbooks`: campaigns that are shipped to be copied. */
export function playbooksCommand(): Command {
  return new Command('playbooks')
    .description('campaigns that are shipped to be copied, with what each does')
    .addOption(localeOption())
    .action(({ locale }: { readonly locale: Locale }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const data = await listPlaybooks(database, (await programme()).id, locale);
        out.result({ data, nextCursor: null }, () =>
          renderTable(
            [{ title: 'Playbook' }, { title: 'Name' }, { title: 'What it does' }],
            data.map(({ code, name, about }) => [code, name, about]),
          ),
        );
      }),
    );
}

interface UseOptions {
  readonly as?: string;
  readonly locale: Locale;
  readonly dryRun?: boolean;
}

/** `perennial campaign use`: a draft of a playbook. */
export function useCommand(): Command {
  const command = new Command('use')
    .description('make a draft of a playbook, with the segments it needs')
    .argument('<playbook>', 'its code')
    .option('--as <code>', "the draft's code; the playbook's own when left out")
    .addOption(localeOption())
    .option('--dry-run', 'show what would be stored and store nothing')
    .action((playbook: string, { as: campaign, locale, dryRun = false }: UseOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const asked = { actor: actor(), dryRun, locale, campaign };
        const report = await applyPlaybook(context, await context.programme(), playbook, asked);
        context.out.result(report, () => renderApply(report, context.out));
      }),
    );
  return withExamples(command, [
    ['perennial campaign use high-points', 'a draft called high-points'],
    ['perennial campaign use high-points --as many-points --locale zh-CN', 'another code, a Chinese name'],
  ]);
}
