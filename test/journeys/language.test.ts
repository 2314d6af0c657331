import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { JourneyDocument } from '../../modules/campaigns/journey-document.ts';
import { segmentFileSchema } from '../../modules/segments/schema.ts';
import { segmentSubjects } from '../../modules/segments/subjects.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { FileError } from '../../platform/yaml-file.ts';
import { parseData } from '../../platform/parse-data.ts';
import * as build from '../../workflows/lifecycles/journey/builder.ts';
import { worstCase } from '../../workflows/lifecycles/journey/cost.ts';
import { differenceOf, sayGone } from '../../workflows/lifecycles/journey/edits.ts';
import { journeyFileSchema } from '../../workflows/lifecycles/journey/file.ts';
import { editorSchema } from '../../workflows/lifecycles/journey/json-schema.ts';
import { shippedKinds } from '../../workflows/lifecycles/journey/kinds/index.ts';
import { journeyLanguage } from '../../workflows/lifecycles/journey/language.ts';
import { planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { sayPlanAsText } from '../../workflows/lifecycles/journey/say.ts';
import { withJourneySubjects } from '../../workflows/lifecycles/journey/subjects.ts';
import { filesIn, journeySchema, language, play, playFiles, plays, playText } from './journeys.ts';
import { lawPlan } from './law-plans.ts';
import { luckyDraw } from './lucky-draw.ts';
import { Shop } from './shop.ts';

describe('plans read aloud', () => {
  it.each(['en', 'zh-CN'] as const)('in %s', async (locale) => {
    const text = [...plays.values()].map((file) => sayPlanAsText(planOf(file, language), locale)).join('\n\n');
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    await expect(`${text}\n`).toMatchFileSnapshot(`told/plans.${locale}.txt`);
  });
});

describe('the examples of the language', () => {
  const text = readFileSync(join(packageRoot(), 'workflows/lifecycles/journey/README.md'), 'utf8');
  const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, source = '']) => source);
  it.each(examples)('are taken', (source) => {
    const schema = source.includes('segment:') && !source.includes('campaign:') ? segmentFileSchema : journeySchema;
    expect(() => parseData(parse(source), 'example', schema)).not.toThrow();
  });
});

describe('the typed builder', () => {
  it('gives the plan that the file gives', () => {
    const built = build.journey('birthday', {
      name: 'Birthday',
      entry: [{ date: 'birthday', at: '10:00' }],
      reentry: { afterDays: 300 },
      coupons: { 'birthday-20': { name: '20% off for your birthday', percentOff: 20, validDays: 30, worth: 6 } },
      steps: [
        build.message('birthday-wish', {
          gives: [{ coupon: 'birthday-20' }, { grant: 100, expiresInDays: 90 }],
          within: '1 day',
        }),
        build.wait('25 days', { at: '10:00' }),
        build.message('birthday-last-call', { onlyIf: { coupon: 'birthday-20' }, within: '2 days' }),
      ],
      priority: 10,
      messages: 'messages',
    });
    expect(parseData(built, 'built', journeySchema).value).toEqual(play('birthday'));
  });
});

describe('the round trip of a file through an editor', () => {
  it.each(playFiles)('changes nothing when nothing is edited: %s', (name) => {
    expect(new JourneyDocument(playText(name)).text()).toBe(playText(name));
  });

  it('keeps the comments, and a diff shows what was meant', () => {
    const source = playText('19-birthday.yaml');
    const edited = new JourneyDocument(source)
      .set(['steps', 1, 'wait'], '20 days')
      .set(['steps', 1, 'id'], 'wait-25-days')
      .insert(['steps'], 2, { branch: [{ path: 'gold', if: { tier: 'gold' }, do: [{ grant: 50 }] }] })
      .text();
    const [before, after] = [source.split('\n'), edited.split('\n')];
    expect(before.filter((line) => !after.includes(line))).toEqual(['  - wait: 25 days']);
    expect(after.filter((line) => !before.includes(line))).toEqual([
      '  - wait: 20 days',
      '    id: wait-25-days',
      '  - branch:',
      '      - path: gold',
      '        if:',
      '          tier: gold',
      '        do:',
      '          - grant: 50',
    ]);
    expect(edited.match(/#/g)).toHaveLength(source.match(/#/g)?.length ?? 0);
  });

  it('writes the names of steps down, once', () => {
    const source = playText('19-birthday.yaml');
    const named = new JourneyDocument(source).writeIds(planOf(play('birthday'), language)).text();
    const { steps } = parseData(parse(named), 'named', journeySchema).value;
    expect(steps.map(({ id }) => id)).toEqual(['birthday-wish', 'wait-25-days', 'birthday-last-call']);
    const again = parseData(parse(named), 'named', journeySchema).value;
    expect(new JourneyDocument(named).writeIds(planOf(again, language)).text()).toBe(named);
  });
});

describe('the JSON Schema for editors', () => {
  const schema = editorSchema(journeySchema, 'Journey');
  const accepts = new Ajv2020({ strict: false }).compile(schema);

  it.each(playFiles)('takes %s', (name) => {
    expect(accepts(parse(playText(name)))).toBe(true);
  });

  it('offers the verbs with a sentence each, and the fields behind a verb', () => {
    const { step } = schema.$defs as Record<
      string,
      { oneOf: { title: string; description: string; properties: object }[] }
    >;
    expect(step?.oneOf.map(({ title }) => title)).toEqual(shippedKinds.map(({ verb }) => verb));
    expect(step?.oneOf.every(({ description }) => description.length > 0)).toBe(true);
    const message = step?.oneOf.find(({ title }) => title === 'message');
    expect(Object.keys(message?.properties ?? {})).toContain('onlyIf');
  });

  it('refuses by its form what needs no look at names', () => {
    const refused = filesIn('broken').filter((name) => {
      const text = readFileSync(join(import.meta.dirname, 'broken', name), 'utf8');
      return !text.includes('\nsegment:') && name !== '42-key-twice.yaml' && !accepts(parse(text));
    });
    for (const name of [
      '01-unknown-step',
      '05-two-steps-in-one',
      '07-misspelt-unit',
      '15-go-to-without-a-bound',
      '46-field-misspelt',
    ])
      expect(refused).toContain(`${name}.yaml`);
  });
});

describe('a kind of step from outside', () => {
  const own = journeyLanguage([...shippedKinds, luckyDraw], withJourneySubjects(segmentSubjects));
  const file = parseData(
    {
      campaign: 'lucky',
      name: 'Lucky draw',
      lifecycle: 'journey',
      entry: [{ event: 'checkin.done' }],
      steps: [{ draw: 50, chance: 40, won: [{ message: 'hello' }], lost: [{ tag: 'challenger' }] }],
    },
    'lucky',
    journeyFileSchema(own),
  ).value;

  it('has its sentence, its worst case and its names', () => {
    const plan = planOf(file, own);
    expect(sayPlanAsText(plan, 'en')).toContain('- draw 50 points by lot, with a chance of 40% [draw-50]');
    expect(worstCase(plan)).toEqual({ points: 50, coupons: 0, messages: 1, worth: 0 });
  });

  it('has its errors, and is no step elsewhere', () => {
    const wrong = { ...file, steps: [{ draw: 50, chanse: 40 }] };
    const read = (schema: ReturnType<typeof journeyFileSchema>) => () => parseData(wrong, 'lucky', schema);
    expect(read(journeyFileSchema(own))).toThrow(/steps\[0\]\.chanse: is not a known field. Fix: write "chance"/);
    expect(read(journeySchema)).toThrow(FileError);
  });

  it('is told like any other', async () => {
    const shop = new Shop('2026-10-01T08:00', { language: own });
    for (let index = 0; index < 20; index += 1) shop.member(`m${index}`);
    shop.launch(file);
    for (let index = 0; index < 20; index += 1) shop.happens(`m${index}`, '2026-10-01T09:30', 'checkin.done');
    await shop.run('2026-10-02');
    const won = [...shop.stage.people.values()].filter(({ ledger }) => ledger.available(shop.stage.now) === 50);
    const lost = [...shop.stage.people.values()].filter(({ tags }) => tags.has('challenger'));
    expect(won.length + lost.length).toBe(20);
    expect(won.length).toBeGreaterThan(2);
    expect(lost.length).toBeGreaterThan(2);
  });

  it('must have a verb of its own', () => {
    expect(() => journeyLanguage([...shippedKinds, { ...luckyDraw, verb: 'grant' }], segmentSubjects)).toThrow(
      /two kinds/,
    );
  });
});

describe('names and edits', () => {
  const plan = (steps: object[]) => planOf(lawPlan({ steps }), language);

  it('a step is what it says: the same wherever it stands', () => {
    const before = plan([{ message: 'hello' }, { wait: '3 days' }, { grant: 5 }]);
    const after = plan([{ branch: [{ path: 'gold', if: { tier: 'gold' }, do: [{ wait: '3 days' }] }] }, { grant: 5 }]);
    expect(differenceOf(before, after)).toEqual({
      stays: ['wait-3-days', 'grant-5'],
      gone: ['hello'],
      new: ['branch-gold'],
      otherKind: [],
    });
  });

  it('says what would make a changed step the same, and refuses a name that meant another kind', () => {
    const before = plan([{ wait: '3 days' }, { id: 'gift', grant: 5 }]);
    const after = plan([{ wait: '5 days' }, { id: 'gift', tag: 'vip' }]);
    const difference = differenceOf(before, after);
    expect(difference.otherKind).toEqual([{ name: 'gift', was: 'grant', is: 'tag' }]);
    expect(sayGone('wait-3-days', 412, difference, after, before)).toBe(
      '412 members wait in wait-3-days, which is gone; write "id: wait-3-days" if wait-5-days is the same',
    );
  });
});
