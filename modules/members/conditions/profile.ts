import * as z from 'zod';
import { attributeTypeOf, fieldOf, keyOf, type Catalogue } from '../../../conditions/catalogue.ts';
import { askedBy } from '../../../conditions/control.ts';
import type { Facts } from '../../../conditions/facts.ts';
import { sayTest } from '../../../conditions/say.ts';
import { sql, type Sql } from '../../../conditions/sql.ts';
import { type Ref, sinceRefs, subject } from '../../../conditions/subject.ts';
import {
  fieldSql,
  type fieldTypes,
  holdsField,
  readField,
  type FieldTest,
  valueTests,
} from '../../../conditions/tests.ts';
import { testContext } from '../../../conditions/where.ts';
import { codeWord, fieldWord } from '../../../conditions/words.ts';

/** What every profile may have; other fields are attributes of the shop's own. */
export const profileFields = ['name', 'email', 'phone', 'locale', 'zone'] as const;
type ProfileField = (typeof profileFields)[number];
const isProfile = (name: string): name is ProfileField => (profileFields as readonly string[]).includes(name);

const columns: Readonly<Record<ProfileField, Sql>> = {
  name: sql`to_jsonb(p.name)`,
  email: sql`to_jsonb(p.email)`,
  phone: sql`to_jsonb(p.phone)`,
  locale: sql`to_jsonb(m.locale)`,
  zone: sql`to_jsonb(m.zone)`,
};

const typeOf = (name: string, catalogue: Pick<Catalogue, 'attributes'>) =>
  isProfile(name) ? 'text' : attributeTypeOf(catalogue, name);

function valueOf(name: string, { member, catalogue }: Facts): unknown {
  return isProfile(name) ? member[name] : fieldOf(name, typeOf(name, catalogue), member.attributes);
}

const schema = z.strictObject({ member: fieldWord, ...valueTests }).refine((block) => Object.keys(block).length > 1, {
  message: 'asks nothing',
  params: { fix: `add is, isNot, contains, startsWith, atLeast, atMost, above, below, before, after, within or known` },
});

const isAge = (bound: unknown) => typeof bound === 'string';

export const member = subject({
  verb: 'member',
  about: 'a field of the profile, or an attribute of your own',
  form: {
    group: 'member',
    title: { en: 'A field of the member', 'zh-CN': '会员字段' },
    names: { member: 'attribute' },
  },
  schema,
  say: {
    en: ({ member: name, ...test }) => `${name} is ${sayTest(test, 'en')}`,
    'zh-CN': ({ member: name, ...test }) => `${name} ${sayTest(test, 'zh-CN')}`,
  },
  holds: ({ member: name, ...test }, facts) =>
    holdsField(test as FieldTest, valueOf(name, facts), typeOf(name, facts.catalogue), testContext(facts)),
  found: ({ member: name }, facts) => {
    const type = typeOf(name, facts.catalogue);
    const value = readField(valueOf(name, facts), type, facts.zone);
    if (value === undefined) return undefined;
    if (typeof value === 'number') return { kind: foundKinds[type], value };
    return { kind: 'text', value: String(value) };
  },
  sql: ({ member: name, ...test }, asking) => {
    const type = typeOf(name, asking.catalogue);
    const raw = isProfile(name) ? columns[name] : sql`(p.attributes -> ${keyOf(name, type)}::text)`;
    return fieldSql(test, raw, type, testContext(asking));
  },
  refs: ({ member: name, ...test }) => [
    ...(isProfile(name) ? [] : [{ kind: 'attribute' as const, name, path: ['member'], test: test as FieldTest }]),
    ...sinceRefs(test.within, ['within']),
  ],
  byTime: ({ atLeast, atMost, before, after, within, is, isNot }) =>
    [atLeast, atMost, is, isNot].flat().some(isAge) || [before, after, within].some((one) => one !== undefined),
});

const foundKinds = {
  text: 'number',
  flag: 'number',
  number: 'number',
  money: 'money',
  date: 'instant',
} as const satisfies Record<(typeof fieldTypes)[number], string>;

export const tag = subject({
  verb: 'tag',
  about: 'has a tag',
  form: { group: 'member', title: { en: 'Tag', 'zh-CN': '标签' }, names: { tag: 'tag' } },
  schema: z.strictObject({ tag: askedBy('name', z.string().min(1).max(60)) }),
  say: {
    en: ({ tag: name }) => `has the tag ${name}`,
    'zh-CN': ({ tag: name }) => `有标签 ${name}`,
  },
  holds: ({ tag: name }, { member: { tags } }) => tags.has(name),
  sql: ({ tag: name }) => sql`m.tags @> ARRAY[${name}::text]`,
  refs: ({ tag: name }) => [{ kind: 'tag', name, path: ['tag'] }],
});

const tierTest = askedBy(
  'tier',
  z.union([
    codeWord,
    z.array(codeWord).min(1).max(20),
    z
      .strictObject({ atLeast: codeWord.optional(), atMost: codeWord.optional() })
      .refine((test) => Object.keys(test).length > 0, {
        message: 'asks nothing',
        params: { fix: 'write atLeast or atMost' },
      }),
  ]),
);
type TierTest = z.output<typeof tierTest>;

/** The tiers that are meant, of those there are; they are in order. */
function tiersOf(test: TierTest, tiers: readonly string[]): string[] {
  if (typeof test === 'string') return [test];
  if (Array.isArray(test)) return test;
  const { atLeast, atMost } = test;
  const [from, to] = [
    atLeast === undefined ? 0 : tiers.indexOf(atLeast),
    atMost === undefined ? Infinity : tiers.indexOf(atMost),
  ];
  return from < 0 ? [] : tiers.filter((_, place) => place >= from && place <= to);
}

export const tier = subject({
  verb: 'tier',
  about: 'is of a tier, or of one at least as high',
  form: { group: 'member', title: { en: 'Tier', 'zh-CN': '等级' }, names: { tier: 'tier' } },
  schema: z.strictObject({ tier: tierTest }),
  say: {
    en: ({ tier: test }) => `is of tier ${sayTest(test, 'en')}`,
    'zh-CN': ({ tier: test }) => `等级${sayTest(test, 'zh-CN')}`,
  },
  holds: ({ tier: test }, { member: { tier: own }, catalogue: { tiers } }) => tiersOf(test, tiers).includes(own),
  found: (_, { member: { tier: own } }) => ({ kind: 'text', value: own }),
  sql: ({ tier: test }, { catalogue: { tiers } }) => sql`m.tier = ANY (${tiersOf(test, tiers)}::text[])`,
  refs: ({ tier: test }) => {
    if (typeof test === 'string') return [{ kind: 'tier', name: test, path: ['tier'] }];
    if (Array.isArray(test)) return test.map((name, index) => ({ kind: 'tier', name, path: ['tier', index] }));
    return Object.entries(test).flatMap(([word, name]): Ref[] =>
      name === undefined ? [] : [{ kind: 'tier', name, path: ['tier', word] }],
    );
  },
});
