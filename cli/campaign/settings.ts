import { Argument, Command } from 'commander';
import * as z from 'zod';
import { formOf, knownLifecycles } from '../../workflows/lifecycles/forms.ts';
import type { LifecycleForm } from '../../workflows/lifecycles/form.ts';
import { createOutput, type Output } from '../../platform/terminal/output.ts';
import { globalOptions } from '../context.ts';
import { expiringVariables } from '../../modules/messaging/content/template.ts';
import { wrap } from '../../platform/terminal/text-width.ts';
import { stringify } from 'yaml';

/** One setting as a marketer reads it. */
interface SettingHelp {
  readonly name: string;
  readonly default: unknown;
  readonly bounds: string;
  readonly about: string;
  /** Of an object, or of each item of a list of objects. */
  readonly fields?: readonly SettingHelp[];
}

/** `perennial campaign settings [lifecycle]`: what a campaign file may say. */
export function settingsCommand(): Command {
  return new Command('settings')
    .description('the lifecycles there are, and what each lets you set')
    .addArgument(new Argument('[lifecycle]', 'one of them').choices(knownLifecycles()))
    .action((lifecycle: string | undefined, _: object, self: Command) => {
      const out = createOutput(globalOptions(self));
      const codes = lifecycle === undefined ? knownLifecycles() : [lifecycle];
      const helps = codes.map((code) => describeForm(code, formOf(code)));
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
  const schema = z.toJSONSchema(form.settings, { io: 'input', reused: 'inline' });
  return {
    lifecycle,
    about: form.about,
    settings: Object.entries(schema.properties ?? {}).flatMap(([name, node]) =>
      typeof node === 'object' ? [describeSetting(name, node)] : [],
    ),
    messages: Object.entries(form.messages).map(([name, { about, variables, expiring }]) => ({
      name,
      about,
      variables: [...Object.keys(variables), ...(expiring ? expiringVariables : [])],
    })),
  };
}

type Node = z.core.JSONSchema.BaseSchema;

/** Fields within fields that are gone into: a segment has a ladder, which has offers, which have coupons. */
const depthMax = 4;

function describeSetting(name: string, node: Node, depth = 0): SettingHelp {
  const items = itemsOf(node);
  const { minimum, maximum } = items as { minimum?: number; maximum?: number };
  const options = optionsOf(items);
  const bounds =
    options.length > 0
      ? options.join(', ')
      : minimum === undefined || maximum === undefined
        ? ''
        : `${minimum.toLocaleString('en')} to ${maximum.toLocaleString('en')}`;
  const fields = depth < depthMax ? fieldsOf(items, depth) : [];
  return {
    name: node.type === 'array' && fields.length > 0 ? `${name}, each` : name,
    default: node.default ?? null,
    bounds,
    about: node.description ?? items.description ?? '',
    ...(fields.length > 0 ? { fields } : {}),
  };
}

function itemsOf(node: Node): Node {
  return node.type === 'array' && typeof node.items === 'object' && !Array.isArray(node.items) ? node.items : node;
}

function optionsOf({ enum: options, const: only }: Node): string[] {
  return (options ?? (only === undefined ? [] : [only])).map(String);
}

/** The fields of an object, or of all the forms it may have. */
function fieldsOf(node: Node, depth: number): SettingHelp[] {
  const forms = [node, ...(node.anyOf ?? []), ...(node.oneOf ?? [])] as Node[];
  const found = new Map<string, SettingHelp>();
  for (const { properties = {} } of forms) {
    for (const [name, field] of Object.entries(properties)) {
      if (typeof field !== 'object') continue;
      const help = describeSetting(name, field, depth + 1);
      const other = found.get(name);
      // One form's kind is another's: the choices are all of them.
      const bounds = [...new Set([other?.bounds, help.bounds].filter((each) => each))].join(', ');
      found.set(name, { ...help, ...other, bounds });
    }
  }
  return [...found.values()];
}

function renderHelp({ lifecycle, about, settings, messages }: FormHelp, out: Output): string {
  const { width } = out;
  return [
    out.paint('bold', lifecycle),
    indent(lines(about, width - 2)),
    '',
    indent(settings.map((setting) => renderSetting(setting, width - 2)).join('\n')),
    '',
    indent(out.paint('bold', 'Messages')),
    ...messages.map(({ name, about: when, variables }) =>
      indent([name, indent(lines(when, width - 4)), indent(lines(variables.join(', '), width - 4))].join('\n')),
    ),
  ].join('\n');
}

/** The name with its default and bounds on one line, what it means below, and the fields within it further in. */
function renderSetting({ name, default: value, bounds, about, fields = [] }: SettingHelp, width: number): string {
  const short = isShort(value) ? `default ${String(value)}` : '';
  const head = [name, ...[short, bounds].filter((part) => part !== '')].join('  ');
  const whole =
    value === null || isShort(value) ? '' : `default:\n${indent(stringify(value, { lineWidth: 0 }).trimEnd())}`;
  const inner = fields.map((field) => renderSetting(field, width - 2)).join('\n');
  const body = [about === '' ? '' : lines(about, width - 2), whole, inner].filter((part) => part !== '');
  return [head, ...body.map(indent)].join('\n');
}

function isShort(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object');
  return value !== null && typeof value !== 'object';
}

const lines = (text: string, width: number) => wrap(text, width).join('\n');

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
