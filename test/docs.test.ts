import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { commands } from '../cli/commands.ts';
import { definitionOf } from '../modules/campaigns/check.ts';
import { readCampaignFile } from '../modules/campaigns/file.ts';
import { shippedJourneySchema } from '../modules/campaigns/journey-file.ts';
import { journeyVariables } from '../modules/campaigns/journey-variables.ts';
import { parseProgramme } from '../modules/programme/file.ts';
import { campaignFileSchema } from '../modules/campaigns/schema.ts';
import { expiringVariables } from '../modules/messaging/content/template.ts';
import { programmeFileSchema } from '../modules/programme/schema.ts';
import { segmentFileSchema } from '../modules/segments/schema.ts';
import { segmentSubjects } from '../modules/segments/subjects.ts';
import { parseYaml } from '../platform/yaml-file.ts';
import { valueTests } from '../conditions/tests.ts';
import { memberDates } from '../conditions/words.ts';
import { lifecycleCodes } from '../workflows/lifecycles/codes.ts';
import type { MessageForm } from '../workflows/lifecycles/form.ts';
import { lifecycleForms } from '../workflows/lifecycles/forms.ts';
import { editorSchema } from '../workflows/lifecycles/journey/json-schema.ts';
import { wholeJourney } from './support/guide-journeys.ts';

const lifecycleFolders = lifecycleCodes.map((code) => join('workflows/lifecycles', code));
const folders = [
  'docs/guides',
  'docs/reference',
  'docs/adr',
  'modules/ledger',
  'modules/messaging',
  'data',
  ...lifecycleFolders,
];
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))),
].filter((path) => path.endsWith('.md'));
const textOf = (path: string) => readFileSync(path, 'utf8');

const yamlExamples = documents.flatMap((path) =>
  [...textOf(path).matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    (match, index) => [`${path}, ${index + 1}`, match[1] ?? ''] as const,
  ),
);

interface Yaml {
  readonly settings?: object;
}

describe('every example in the documents', () => {
  it.each(yamlExamples)('is a file that would be taken: %s', async (name, source) => {
    const guide = basename(name.split(',')[0] ?? '', '.md');
    if (guide === 'journeys' && !source.startsWith('events:')) source = wholeJourney(source);
    if (!/^(#.*\n)*(code|campaign|segment):/.test(source)) {
      // A part of a file stands for the shipped file with this part in it.
      const isCampaign = source.startsWith('settings:');
      const whole = parse(textOf(`playbooks/${isCampaign ? `${guide}/campaign` : 'reference/programme'}.yaml`)) as Yaml;
      const part = parse(source) as Yaml;
      source = stringify({
        ...whole,
        ...part,
        ...(isCampaign && { settings: { ...whole.settings, ...part.settings } }),
      });
    }
    if (source.startsWith('code:')) {
      expect(parseProgramme(source, name).code).not.toBe('');
      return;
    }
    if (source.startsWith('segment:')) {
      expect(parseYaml(source, name, segmentFileSchema).value.who).toBeDefined();
      return;
    }
    const path = join(await mkdtemp(join(tmpdir(), 'perennial-')), 'campaign.yaml');
    await writeFile(path, source);
    expect(definitionOf({ ...(await readCampaignFile(path)), messages: {} }, 'GBP').code).not.toBe('');
  });
});

/** Names that guides speak of and no file sets: what events carry, what commands and reports answer. */
const otherNames = [
  ...['unsubscribeUrl', 'messageId', 'deviceId', 'referralCode'],
  ...['orderId', 'amountMinor', 'occurredAt', 'memberId', 'profileComplete', 'caseId', 'validDays'],
  ...['checkIn', 'requestId', 'nextCursor', 'redemptionId', 'quoteId'],
  // Settings of a connection.
  ...['excludedProducts', 'amountOf', 'placedWhen', 'testOrders', 'topicArn', 'perSecond'],
  // Of short texts, and where they go.
  ...['optOut', 'wechatOpenId', 'pushToken'],
  // Of a shop's own events in the guide to journeys.
  'cartId',
  ...['losesAt', 'heldOut', 'expiresAt', 'officialAt'],
];

describe('every name of a setting in the guides', () => {
  const guides = documents.filter((path) => path.startsWith('docs/guides/') || path === 'README.md');
  const aboutCode = ['changing-a-story', 'benchmarks', 'fault-proof', 'embedding'].map(
    (name) => `docs/guides/${name}.md`,
  );
  const schemas = [campaignFileSchema(), programmeFileSchema]
    .map((schema) => JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })))
    .concat(JSON.stringify(editorSchema(shippedJourneySchema, 'journey')));
  const inSchemas = schemas.flatMap((text) => [...text.matchAll(/"([a-z][A-Za-z]*)"/g)].map(([, name = '']) => name));
  const inMessages = Object.values(lifecycleForms).flatMap(({ messages }) =>
    Object.values(messages as Record<string, MessageForm>).flatMap(({ variables }) => Object.keys(variables)),
  );
  const expiring = expiringVariables.map((name) => name.split('.').at(-1) ?? '');
  const inConditions = [...segmentSubjects.keys(), ...Object.keys(valueTests)];
  const known = new Set([
    ...inSchemas,
    ...inMessages,
    ...Object.keys(journeyVariables),
    ...memberDates,
    ...expiring,
    ...inConditions,
    ...otherNames,
  ]);

  // Also where a value stands with it: `remindAfterDays: 3`, `{ afterDays: 90 }`.
  const namesIn = (text: string) =>
    [...text.matchAll(/`([^`\n]+)`/g)].flatMap(
      ([, code = '']) => code.match(/(?<![\w./<-])[a-z]+[A-Z][A-Za-z]*\b/g) ?? [],
    );

  it('are many', () => {
    expect(guides.flatMap((path) => namesIn(textOf(path))).length).toBeGreaterThan(100);
  });

  it.each(guides.filter((path) => !aboutCode.includes(path)))('is one there is: %s', (path) => {
    expect(namesIn(textOf(path)).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the table of a campaign file', () => {
  const tableOf = (guide: string, heading: string) => {
    const [, rest = ''] = textOf(`docs/guides/${guide}.md`).split(`## ${heading}`);
    return rest.split('\n## ')[0] ?? '';
  };
  const linesOf = (table: string) => [...table.matchAll(/^\| `([a-zA-Z]+)`/gm)].map(([, name = '']) => name).sort();

  it('has a line for every field there is, and no other', () => {
    const { oneOf = [], anyOf = oneOf } = z.toJSONSchema(campaignFileSchema(), { io: 'input', unrepresentable: 'any' });
    const forms = anyOf.map((each) => (each as { properties?: Readonly<Record<string, object>> }).properties ?? {});
    const isJourney = ({ lifecycle }: Readonly<Record<string, object>>) =>
      JSON.stringify(lifecycle).includes('"journey"');
    const fieldsOf = (of: typeof forms) => [...new Set(of.flatMap((each) => Object.keys(each)))].sort();
    const table = tableOf('first-campaign', 'What a campaign file may say');
    expect(linesOf(table)).toEqual(fieldsOf(forms.filter((each) => !isJourney(each))));
    for (const code of [...lifecycleCodes, 'journey']) expect(table).toContain(`\`${code}\``);
    expect(linesOf(tableOf('journeys', "What a journey's file may say"))).toEqual(fieldsOf(forms.filter(isJourney)));
  });
});

describe('every command in the documents', () => {
  const loaded = new Map<string, Command>();
  beforeAll(async () => {
    for (const { name, load } of commands) loaded.set(name, await load());
  });

  // `perennial noun verb` and `perennial noun`, in code only: the name of the product starts sentences, too.
  const inCode = (text: string) => [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([code]) => code).join('\n');
  const mentioned = documents.flatMap((path) =>
    [...inCode(textOf(path)).matchAll(/\bperennial (?:-- )?([a-z]+)(?: ([a-z]+(?:-[a-z]+)*))?(?=[\s`])([^\n`]*)/g)].map(
      ([line, noun = '', verb, rest = '']) => ({
        path,
        line,
        noun,
        verb,
        options: rest.match(/(?<= )--[a-z-]+/g) ?? [],
      }),
    ),
  );

  it('is mentioned at all', () => {
    expect(mentioned.length).toBeGreaterThan(20);
  });

  it('exists, with the options it is given', () => {
    const globals = ['--json', '--programme', '--help', '--version'];
    const wrong = mentioned.flatMap(({ path, line, noun, verb, options }) => {
      const parent = loaded.get(noun);
      if (!parent) return [`${path}: ${line}`];
      const command = parent.commands.find((each) => each.name() === verb) ?? parent;
      if (command === parent && parent.commands.length > 0 && verb !== undefined) return [`${path}: ${line}`];
      const known = [...globals, ...command.options.map(({ long }) => long)];
      return options.filter((option) => !known.includes(option)).map((option) => `${path}: ${line} (${option})`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('every link between the documents', () => {
  it.each(documents)('leads somewhere: %s', (path) => {
    const targets = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const local = targets
      .filter((target) => !/^(https?:|mailto:|#)/.test(target))
      .map((target) => target.split('#')[0] ?? '');
    expect(local.filter((target) => !existsSync(join(dirname(path), target)))).toEqual([]);
  });

  // As GitHub makes an anchor of a heading.
  const anchorOf = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-');
  const anchorsOf = (path: string) =>
    [...textOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

  it.each(documents)('leads to a heading that is there: %s', (path) => {
    const targets = [...textOf(path).matchAll(/\]\((?!https?:)([^)\s#]*)#([^)\s]+)\)/g)];
    const wrong = targets.filter(([, file = '', anchor = '']) => {
      const target = file === '' ? path : join(dirname(path), file);
      return target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });
    expect(wrong.map(([link]) => link)).toEqual([]);
  });
});

describe('The folder of a lifecycle', () => {
  it.each(lifecycleCodes)('leads to everything that %s is made of', (code) => {
    const folder = join('workflows/lifecycles', code);
    const targets = [...textOf(join(folder, 'README.md')).matchAll(/\]\(([^)\s]+)\)/g)].map((match) =>
      join(folder, match[1] ?? ''),
    );
    const own = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    expect(targets).toEqual(
      expect.arrayContaining([
        ...own.map((name) => join(folder, name)),
        `playbooks/${code}/campaign.yaml`,
        `playbooks/${code}/messages`,
        `docs/guides/${code}.md`,
        expect.stringMatching(/^test\/.*\.test\.ts$/) as string,
      ]),
    );
  });
});
