import * as z from 'zod';
import type { Facts } from '../../../conditions/facts.ts';
import { sayTest } from '../../../conditions/say.ts';
import { sql, sqlFalse, sqlTrue } from '../../../conditions/sql.ts';
import { type Asking, type Ref, register, type Subject, subject, type Subjects } from '../../../conditions/subject.ts';
import { type FieldTest, type FieldType, holdsField, type ValueTest, valueTests } from '../../../conditions/tests.ts';
import { codeWord, fieldWord, referenceWord } from '../../../conditions/words.ts';

const asksSomething = {
  message: 'asks nothing',
  params: { fix: 'add is, isNot, contains, startsWith, atLeast, atMost, above, below, within or known' },
};

/** What a value of a journey is: it comes with no type, and its test tells days from texts. */
function typeOf(value: unknown, test: ValueTest): FieldType {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'flag';
  const asksDays = [test.atLeast, test.atMost, test.before, test.after, test.within].some((one) => one !== undefined);
  return asksDays ? 'date' : 'text';
}

function meets(value: unknown, test: ValueTest, asked: Pick<Facts, 'now' | 'zone' | 'since' | 'catalogue'>): boolean {
  const { now, zone, since, catalogue } = asked;
  return holdsField(test, value, typeOf(value, test), { now, zone, since, currencyDigits: catalogue.currencyDigits });
}

/** The same as SQL: what a journey knows is known before the tables are asked. */
const meetsSql = (value: unknown, test: ValueTest, asking: Asking) => (meets(value, test, asking) ? sqlTrue : sqlFalse);

const testOf = <Block extends object>(block: Block, verb: string): ValueTest =>
  Object.fromEntries(Object.entries(block).filter(([word]) => word !== verb));

const referenceRef = (name: string, path: string, test: FieldTest): Ref[] => [
  { kind: 'reference', name, path: [path], test },
];

const entry = subject({
  verb: 'entry',
  about: 'a field of what the member entered by',
  form: { group: 'doings', title: { en: 'What they entered by', 'zh-CN': '入场字段' } },
  journeyOnly: true,
  schema: z
    .strictObject({ entry: fieldWord, ...valueTests })
    .refine((block) => Object.keys(block).length > 1, asksSomething),
  say: {
    en: (block) => `came in with ${block.entry} ${sayTest(testOf(block, 'entry'), 'en')}`,
    'zh-CN': (block) => `入场时 ${block.entry} ${sayTest(testOf(block, 'entry'), 'zh-CN')}`,
  },
  holds: (block, facts) => meets(facts.value(`entry.${block.entry}`), testOf(block, 'entry'), facts),
  sql: (block, asking) => meetsSql(asking.value(`entry.${block.entry}`), testOf(block, 'entry'), asking),
  refs: (block) => referenceRef(`entry.${block.entry}`, 'entry', testOf(block, 'entry')),
});

const answer = subject({
  verb: 'answer',
  about: 'what a step has answered',
  form: { group: 'doings', title: { en: 'What a step answered', 'zh-CN': '步骤答复' } },
  journeyOnly: true,
  schema: z
    .strictObject({ answer: referenceWord, ...valueTests })
    .refine((block) => Object.keys(block).length > 1, asksSomething),
  say: {
    en: (block) => `got the answer ${block.answer} ${sayTest(testOf(block, 'answer'), 'en')}`,
    'zh-CN': (block) => `步骤答复 ${block.answer} ${sayTest(testOf(block, 'answer'), 'zh-CN')}`,
  },
  holds: (block, facts) => meets(facts.value(block.answer), testOf(block, 'answer'), facts),
  sql: (block, asking) => meetsSql(asking.value(block.answer), testOf(block, 'answer'), asking),
  refs: (block) => referenceRef(block.answer, 'answer', testOf(block, 'answer')),
});

const outcomes = ['applied', 'refused', 'skipped', 'failed', 'never'] as const;
const outcome = subject({
  verb: 'outcome',
  about: 'how a step ended',
  form: { group: 'doings', title: { en: 'How a step ended', 'zh-CN': '步骤结果' } },
  journeyOnly: true,
  schema: z.strictObject({ outcome: codeWord, is: z.enum(outcomes) }),
  say: {
    en: (block) => `had the step ${block.outcome} ${block.is === 'never' ? 'not at all' : block.is}`,
    'zh-CN': (block) => `步骤 ${block.outcome} 的结果为 ${block.is}`,
  },
  holds: (block, facts) => (facts.outcome(block.outcome) ?? 'never') === block.is,
  // Asked in memory before the tables are; a segment never asks it.
  sql: () => sql`FALSE`,
  refs: (block) => [{ kind: 'step', name: block.outcome, path: ['outcome'] }],
});

/** What only a journey knows: by what the member came in, what a step answered, how it ended. */
export const journeySubjects: readonly Subject[] = [entry, answer, outcome];

/** The subjects of segments, and a journey's own. */
export const withJourneySubjects = (subjects: Subjects): Subjects => register(...subjects.values(), ...journeySubjects);
