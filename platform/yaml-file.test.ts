import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { FileError, formatProblem, parseYaml, readYamlFile } from './yaml-file.ts';

const shop = z
  .strictObject({
    name: z.string().min(1),
    days: z.int().min(1).max(30).default(3).describe('days until the reminder'),
    opens: z
      .string()
      .regex(/^\d\d:\d\d$/, 'not a time of day')
      .meta({ examples: ['09:00'] })
      .optional(),
    status: z.enum(['open', 'closed']).optional(),
    again: z.union([z.literal('never'), z.strictObject({ afterDays: z.int().min(1) })]).default('never'),
    rules: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('weekend'), factor: z.number().positive() }),
          z.strictObject({ kind: z.literal('day'), day: z.int().min(1).max(31), factor: z.number().positive() }),
        ]),
      )
      .max(2)
      .default([]),
  })
  .refine((value) => value.name !== 'shop', {
    path: ['name'],
    message: 'says nothing',
    params: { fix: 'name the shop as its customers do' },
  });

function problemsOf(source: string): string[] {
  try {
    parseYaml(source, 'shop.yaml', shop);
    return [];
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return error.problems.map(formatProblem);
  }
}

describe('a definition file', () => {
  it('gives its values with every default filled in', () => {
    expect(parseYaml('name: Corner Shop\n', 'shop.yaml', shop).value).toEqual({
      name: 'Corner Shop',
      days: 3,
      again: 'never',
      rules: [],
    });
  });

  it.each([
    [
      'a value of the wrong type',
      'name: A\ndays: "3"',
      'shop.yaml:2: days: is "3", which can\'t be used here. Fix: write a whole number from 1 to 30 (days until the reminder).',
    ],
    [
      'a number that is too large',
      '# hours\nname: A\ndays: 31',
      'shop.yaml:3: days: is 31, more than 30. Fix: write a whole number from 1 to 30 (days until the reminder).',
    ],
    ['a field that is missing', 'days: 3', 'shop.yaml:1: name: is missing. Fix: add "name": text.'],
    ['a field that is left empty', 'days: 3\nname:', 'shop.yaml:2: name: is missing. Fix: add "name": text.'],
    ['a misspelt field', 'name: A\ndayz: 3', 'shop.yaml:2: dayz: is not a known field. Fix: write "days".'],
    [
      'a field nobody knows',
      'name: A\nowner: B',
      'shop.yaml:2: owner: is not a known field. Fix: remove it; the fields here are name, days, opens, status, again, rules.',
    ],
    [
      'an option that does not exist',
      'name: A\nstatus: shut',
      'shop.yaml:2: status: is "shut", which can\'t be used here. Fix: write one of "open", "closed".',
    ],
    [
      'text of the wrong form',
      'name: A\nopens: 9 am',
      'shop.yaml:2: opens: is "9 am": not a time of day. Fix: write text, for example "09:00".',
    ],
    [
      'a rule of an unknown kind, deep in a list',
      'name: A\nrules:\n  - kind: day\n    day: 18\n    factor: 2\n  - kind: month\n    factor: 2',
      'shop.yaml:6: rules[1].kind: is "month", which can\'t be used here. Fix: write one of "weekend", "day".',
    ],
    [
      'a field of one rule',
      'name: A\nrules:\n  - kind: day\n    day: 32\n    factor: 2',
      'shop.yaml:4: rules[0].day: is 32, more than 31. Fix: write a whole number from 1 to 31.',
    ],
    [
      'a list that is too long, at the line of its name',
      'name: A\nrules:\n  - {kind: weekend, factor: 1}\n  - {kind: weekend, factor: 1}\n  - {kind: weekend, factor: 1}',
      'shop.yaml:2: rules: has 3 entries, more than 2. Fix: write a list of at most 2.',
    ],
    [
      'a field inside one of two forms',
      'name: A\nagain:\n  afterDays: soon',
      'shop.yaml:3: again.afterDays: is "soon", which can\'t be used here. Fix: write a whole number of at least 1.',
    ],
    [
      'neither of two forms',
      'name: A\nagain: sometimes',
      'shop.yaml:2: again: is "sometimes", which can\'t be used here. Fix: write "never" or a block with afterDays.',
    ],
    [
      'a rule the schema states in its own words',
      'name: shop',
      'shop.yaml:1: name: says nothing. Fix: name the shop as its customers do.',
    ],
    [
      'the same field twice',
      'name: A\nname: B',
      'shop.yaml:2: is not valid YAML: Map keys must be unique. Fix: keep one of the two lines.',
    ],
    [
      'tabs',
      'rules:\n\t- kind: day\nname: A',
      'shop.yaml:2: is not valid YAML: Tabs are not allowed as indentation. Fix: indent with spaces, not with tabs.',
    ],
    ['an empty file', '', 'shop.yaml:1: is missing. Fix: write a block with name, days, opens, status, again, rules.'],
  ])('names line, field and fix of %s', (_, source, problem) => {
    expect(problemsOf(source)).toContain(problem);
  });

  it('lists everything that is wrong at once', () => {
    expect(problemsOf('days: 0\nopens: 9\nrules: [{kind: day, day: 1, factor: 1, x: 1}]')).toHaveLength(4);
  });

  it('may start with a byte order mark, as files from Windows do', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'perennial-')), 'shop.yaml');
    await writeFile(path, '\uFEFFname: A\n');
    expect((await readYamlFile(path, shop)).value.name).toBe('A');
  });

  it('is refused when it does not exist, with what to do', async () => {
    await expect(readYamlFile('/nowhere/shop.yaml', shop)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: '/nowhere/shop.yaml: there is no such file. Fix: give the path of a readable YAML file.',
    });
  });

  it('is refused when its aliases expand without end', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 6; i++) {
      const [name, before] = ['abcdef'[i], 'abcdef'[i - 1]];
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(',')}]`);
    }
    expect(problemsOf(bomb.join('\n'))[0]).toContain('aliases');
  });
});
