import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Block } from '../../conditions/choice.ts';
import type { MemberFacts } from '../../conditions/facts.ts';
import { conditionSchema } from '../../conditions/tree.ts';
import { mergeMembers } from '../../modules/merges/merge.ts';
import type { Known } from '../../modules/segments/catalogue.ts';
import { membersMeeting, pageAudience } from '../../modules/segments/count.ts';
import { factsOf, isIn } from '../../modules/segments/in-memory.ts';
import { readFacts } from '../../modules/segments/rows-facts.ts';
import { segmentSubjects } from '../../modules/segments/subjects.ts';
import { freshDatabase } from '../support/database.ts';
import { openSegmentWorld } from '../support/segment-world.ts';
import { clock, now } from '../support/shop.ts';

/** Members of the world: enough that every question divides them. */
const members = 60;

let world: Awaited<ReturnType<typeof openSegmentWorld>>;
let database: Awaited<ReturnType<typeof freshDatabase>>['database'];
let known: Known;
let facts: Map<bigint, MemberFacts>;
beforeAll(async () => {
  ({ database } = await freshDatabase());
  world = await openSegmentWorld(database, { members });
  // Chains of accounts that became one: what happened to the first counts for the last.
  for (const [fromMemberId, intoMemberId] of [
    ['m1', 'm2'],
    ['m2', 'm3'],
    ['m10', 'm11'],
  ] as const) {
    const merge = { fromMemberId, intoMemberId, actor: 'test', reason: 'one person' };
    await mergeMembers({ database, clock }, world.programmeId, merge);
  }
  known = await world.known();
  facts = await readFacts(database, world.programme, world.ids, now);
}, 60_000);

const audience = (who: Block) => ({ programme: world.programme, known, who, now });
const nameOf = (id: bigint) => world.members.get(id) ?? '';

async function bySql(who: Block): Promise<string[]> {
  const found = await pageAudience(database, audience(who), { after: 0n, limit: members });
  return found.map(({ member }) => member);
}

async function byKeys(who: Block): Promise<string[]> {
  const found = await membersMeeting(database, audience(who), world.ids);
  return world.ids.filter((id) => found.has(id)).map(nameOf);
}

const inMemory = (who: Block): string[] =>
  world.ids.filter((id) => isIn(who, factsOf(facts.get(id) as MemberFacts, audience(who)))).map(nameOf);

/** Read as a file would be, so that what is left out is filled in. */
const read = (who: object): Block => conditionSchema(segmentSubjects).parse(who);

/** Every question, in the ways in which it can be asked. */
const questions: readonly object[] = [
  ...[
    { member: 'city', is: 'london' },
    { member: 'city', isNot: 'London' },
    { member: 'city', isNot: ['London', 'Lyon'] },
  ],
  ...[
    { member: 'city', contains: 'ON' },
    { member: 'city', startsWith: 'ly' },
    { member: 'city', known: true },
  ],
  ...[
    { member: 'city', known: false },
    { member: 'name', contains: 'anna' },
    { member: 'email', known: true },
  ],
  ...[
    { member: 'name', startsWith: '李' },
    { member: 'name', is: 'émile' },
    { member: 'zone', is: 'asia/shanghai' },
  ],
  ...[
    { member: 'risk', atLeast: 0.5 },
    { member: 'risk', below: 0 },
    { member: 'risk', is: [0, 3] },
    { member: 'risk', isNot: 3 },
  ],
  ...[
    { member: 'staff', is: true },
    { member: 'staff', isNot: true },
    { member: 'staff', known: false },
  ],
  ...[
    { member: 'fee', is: 9.99 },
    { member: 'fee', above: 9.99 },
    { member: 'fee', known: true },
  ],
  ...[
    { member: 'renewsOn', within: 'next 7 days' },
    { member: 'renewsOn', atLeast: '7 days ahead' },
  ],
  ...[
    { member: 'renewsOn', known: true },
    { member: 'renewsOn', is: 'today' },
    { member: 'renewsOn', isNot: 'today' },
  ],
  ...[
    { member: 'renewsOn', before: 'today' },
    { member: 'renewsOn', after: '2026-05-27' },
    { member: 'renewsOn', atMost: '31 days ago' },
  ],
  ...[{ tag: 'vip' }, { tag: 'staff' }, { consent: 'email' }, { reachable: 'email' }],
  ...[{ tier: 'base' }, { tier: ['silver', 'gold'] }, { tier: { atLeast: 'silver' } }, { tier: { atMost: 'silver' } }],
  ...[{ joined: { atMost: '365 days ago' } }, { joined: 'this year' }, { joined: { known: false } }],
  ...[
    { birthday: 'this month' },
    { birthday: 'today' },
    { birthday: { atLeast: '30 days ahead' } },
    { birthday: { known: false } },
  ],
  ...[{ birthday: 'last 30 days' }, { birthday: { before: '2026-06-01' } }, { birthday: { known: true } }],
  ...[
    { firstOrder: { atLeast: '60 days ago' } },
    { lastOrder: { atMost: '30 days ago' } },
    { lastOrder: { known: false } },
  ],
  ...[{ lastOrder: 'last 30 days', where: { channel: 'tmall' } }, { firstOrder: { known: true } }],
  ...[
    { orders: 0 },
    { orders: { atLeast: 2 } },
    { orders: 1, within: 'last 30 days' },
    { orders: { below: 2 }, where: { channel: 'app' } },
  ],
  ...[
    { orders: { atLeast: 1 }, where: { channel: { isNot: ['app', 'tmall'] } } },
    { orders: { atLeast: 1 }, where: { amount: { atLeast: 200 } } },
  ],
  ...[{ spent: { atLeast: 300 } }, { spent: { below: 100 }, within: 'last 365 days' }, { spent: 0 }],
  ...[{ averageOrder: { atLeast: 250 } }, { averageOrder: { below: 250 }, within: 'last 60 days' }],
  ...[
    { event: 'cart.abandoned' },
    { event: 'cart.abandoned', within: 'last 30 days' },
    { event: 'cart.abandoned', times: 0 },
  ],
  ...[
    { event: 'cart.abandoned', times: { atLeast: 2 } },
    { event: 'cart.abandoned', where: { amount: { atLeast: 20 } } },
  ],
  ...[
    { event: 'cart.abandoned', where: { amount: 20, channel: 'APP' } },
    { event: 'cart.abandoned', where: { gift: true } },
  ],
  ...[
    { event: 'cart.abandoned', where: { amount: { known: false } } },
    { event: 'cart.abandoned', where: { on: { after: 'today' } } },
  ],
  ...[
    { event: 'cart.abandoned', sum: { of: 'amount', atLeast: 40 } },
    { event: 'workout.done', sum: { of: 'minutes', below: 30 } },
  ],
  ...[
    { event: 'workout.done', sum: { of: 'minutes', is: 20.5 } },
    { event: 'workout.done', first: { atLeast: '30 days ago' } },
  ],
  ...[
    { event: 'workout.done', last: 'last 7 days' },
    { event: 'workout.done', last: { known: false } },
  ],
  ...[{ points: { atLeast: 300 } }, { points: 0 }, { points: { below: 200 } }],
  ...[
    { pointsExpiring: { atLeast: 1 }, within: 'next 30 days' },
    { pointsExpiring: 0, within: 'next 31 days' },
  ],
  ...[
    { pointsEarned: { atLeast: 400 } },
    { pointsEarned: { above: 0 }, source: 'event' },
    { pointsEarned: 0, within: 'last 30 days' },
  ],
  ...[{ pointsRedeemed: 0 }, { pointsRedeemed: { atLeast: 1 }, within: 'last 30 days' }],
  ...[
    { streak: { atLeast: 2 } },
    { streak: 0 },
    { streak: { below: 4 } },
    { referrals: 0 },
    { referrals: { atLeast: 1 }, within: 'last 30 days' },
  ],
  ...[
    { coupon: 'five' },
    { coupon: 'five', state: 'used' },
    { coupon: 'ten', state: 'expired' },
    { coupon: 'ten', state: 'any' },
  ],
  ...[
    { campaign: 'news' },
    { campaign: 'news', state: 'been' },
    { campaign: 'news', state: 'done', within: 'last 7 days' },
    { campaign: 'news', state: 'exited' },
  ],
  ...[
    { message: 'hello' },
    { message: 'hello', of: 'news', within: 'last 30 days' },
    { message: 'hello', state: 'bounced' },
  ],
  ...[
    { message: 'goodbye', state: 'clicked' },
    { message: 'goodbye', of: 'other' },
  ],
];

describe('A condition', () => {
  it.each(questions.map((who) => [JSON.stringify(who), who] as const))('%s', async (_, who) => {
    const block = read(who);
    const expected = inMemory(block);
    expect(await bySql(block)).toEqual(expected);
    expect(await byKeys(block)).toEqual(expected);
    const others = read({ not: who });
    const rest = await bySql(others);
    expect(rest).toEqual(inMemory(others));
    expect(rest.filter((name) => expected.includes(name))).toEqual([]);
  });

  it('divides the members by nearly every question: a table that holds for nobody would prove nothing', () => {
    const sizes = questions.map((who) => inMemory(read(who)).length);
    const telling = sizes.filter((size) => size > 0 && size < members).length;
    expect(telling / questions.length).toBeGreaterThan(0.9);
  });

  it('asks the same of the tables and in memory, whatever tree is made of questions', async () => {
    const leaf = fc.constantFrom(...questions);
    const { tree } = fc.letrec<{ tree: object }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        leaf,
        fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('tree') }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (who) => {
        const block = read(who);
        expect(await bySql(block)).toEqual(inMemory(block));
      }),
      { numRuns: 60 },
    );
  });
});

describe('A test that is made of nothing but numbers', () => {
  it('agrees for every bound', async () => {
    const bound = fc.integer({ min: -5, max: 700 });
    const word = fc.constantFrom('is', 'atLeast', 'atMost', 'above', 'below');
    const subject = fc.constantFrom(
      'points',
      'spent',
      'orders',
      'averageOrder',
      'pointsEarned',
      'pointsRedeemed',
      'referrals',
      'streak',
    );
    const within = fc.option(fc.constantFrom('last 30 days', 'last 7 days', 'today', 'last 36 hours'), {
      nil: undefined,
    });
    await fc.assert(
      fc.asyncProperty(subject, word, bound, within, async (verb, test, figure, window) => {
        const timely = window !== undefined && !['points', 'streak'].includes(verb);
        const block = read({ [verb]: { [test]: figure }, ...(timely ? { within: window } : {}) });
        expect(await bySql(block)).toEqual(inMemory(block));
      }),
      { numRuns: 50 },
    );
  });
});
