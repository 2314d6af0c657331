import { Argument, Command } from 'commander';
import * as z from 'zod';
import { type LifecycleCode, lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { lifecycleForms } from '../../workflows/lifecycles/forms.ts';
import type { LifecycleForm } from '../../workflows/lifecycles/form.ts';
import { createOutput, type Output } from '../../platform/terminal/output.ts';
import { globalOptions } from '../context.ts';
import { expiringVariables } from '../../modules/messaging/content/template.ts';
import { renderTable } from '../../platform/terminal/table.ts';

/** One setting as a marketer reads it. */
interface SettingHelp {
  readonly name: string;
  readonly default: unknown;
  readonly bounds: string;
  readonly about: string;
}

/** `perennial campaign settings [lifecycle]`: what a campaign file may say. */
export function settingsCommand(): Command {
  return new Command('settings')
    .description('the lifecycles there are, and what each lets you set')
    .addArgument(new Argument('[lifecycle]', 'one of them').choices(lifecycleCodes))
    .action((lifecycle: LifecycleCode | undefined, _: object, self: Command) => {
      const out = createOutput(globalOptions(self));
      const codes = lifecycle === undefined ? lifecycleCodes : [lifecycle];
      const helps = codes.map((code) => describeForm(code, lifecycleForms[code]));
      out.result(lifecycle === undefined ? { data: helps } : helps[0], () =>
        helps.map((help) => renderHelp(help, out)).join('\n\n'),
      );
    });
}

interface FormHelp {
  readonly lifecycle: string;
  readonly about: string;
  readonly settings: readonly SettingHelp[];
  readonly messages: readonly {
    readonly name: string;
    readonly about: string;
    readonly variables: readonly string[];
  }[];
}

function describeForm(lifecycle: string, form: LifecycleForm): FormHelp {
  const schema = z.toJSONSchema(form.settings, { io: 'input' });
  return {
    lifecycle,
    about: form.about,
    settings: Object.entries(schema.properties ?? {}).map(([name, node]) => describeSetting(name, node)),
    messages: Object.entries(form.messages).map(([name, { about, variables, expiring }]) => ({
      name,
      about,
      variables: [...Object.keys(variables), ...(expiring ? expiringVariables : [])],
    })),
  };
}

function describeSetting(name: string, node: z.core.JSONSchema._JSONSchema): SettingHelp {
  if (typeof node === 'boolean') return { name, default: null, bounds: '', about: '' };
  const items =
    node.type === 'array' && typeof node.items === 'object' && !Array.isArray(node.items) ? node.items : node;
  const { minimum, maximum } = items as { minimum?: number; maximum?: number };
  const bounds = minimum === undefined || maximum === undefined ? '' : `${minimum} to ${maximum.toLocaleString('en')}`;
  return { name, default: node.default ?? null, bounds, about: node.description ?? '' };
}

function renderHelp({ lifecycle, about, settings, messages }: FormHelp, out: Output): string {
  const rows = settings.map((setting) => [
    setting.name,
    setting.default === null ? 'none' : JSON.stringify(setting.default),
    setting.bounds,
    setting.about,
  ]);
  return [
    out.paint('bold', lifecycle),
    `  ${about}`,
    '',
    indent(renderTable([{ title: 'Setting' }, { title: 'Default' }, { title: 'Bounds' }, { title: 'Meaning' }], rows)),
    '',
    indent(
      renderTable(
        [{ title: 'Message' }, { title: 'Sent' }, { title: 'Variables of its own' }],
        messages.map(({ name, about: when, variables }) => [name, when, variables.join(', ')]),
      ),
    ),
  ].join('\n');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
