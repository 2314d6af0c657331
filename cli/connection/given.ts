import { text as textOf } from 'node:stream/consumers';
import { Option } from 'commander';
import { explainIssues } from '../../platform/explain-issue.ts';
import { PerennialError } from '../../platform/errors.ts';
import { type SettingsInput, settingsInputSchema } from '../../modules/connect/settings.ts';

/** `--secret`: a hyphen reads it from standard input, where no list of processes shows it. */
export const secretOption = (): Option =>
  new Option('--secret <secret>', 'what calls are signed with; - reads it from standard input');

/** `--set name=value`, as often as wanted. */
export const settingOption = (): Option =>
  new Option('--set <name=value...>', 'a setting, such as guests=by_email; a list with commas');

export async function givenSecret(given: string): Promise<string> {
  return given === '-' ? (await textOf(process.stdin)).trim() : given;
}

/** Settings as they were given; throws USAGE with the name and what it may be. */
export function givenSettings(given: readonly string[] = []): SettingsInput {
  const told = Object.fromEntries(given.map(readSetting));
  const read = settingsInputSchema.safeParse(told);
  if (read.success) return read.data;
  const [issue] = explainIssues(read.error.issues, settingsInputSchema, told);
  throw new PerennialError('USAGE', `--set ${issue?.path.join('.') ?? ''} ${issue?.problem ?? 'is not valid'}.`, {
    field: '--set',
    fix: issue?.fix ?? 'See docs/guides/connect-a-shop.md.',
  });
}

function readSetting(text: string): [string, unknown] {
  const cut = text.indexOf('=');
  const [name, value] = [text.slice(0, cut), text.slice(cut + 1)];
  if (cut < 1) {
    throw new PerennialError('USAGE', `"${text}" is not name=value.`, {
      field: '--set',
      fix: 'Write it as guests=by_email.',
    });
  }
  if (name === 'excludedProducts' || name === 'channels') return [name, value === '' ? [] : value.split(',')];
  if (name === 'perSecond') return [name, Number(value)];
  return [name, value === 'true' ? true : value === 'false' ? false : value];
}
