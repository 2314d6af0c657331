import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../conditions/catalogue.ts';
import { problemsOf } from '../../modules/segments/apply.ts';
import { knownEvents } from '../../modules/intake/conditions/known-events.ts';
import { segmentFileSchema } from '../../modules/segments/schema.ts';
import { FileError, parseYaml } from '../../platform/yaml-file.ts';

const catalogue: Catalogue = {
  ...{ zone: 'Europe/London', currency: 'GBP', currencyDigits: 2, leapDay: 'february' },
  events: {
    ...knownEvents,
    'cart.abandoned': { cartId: 'text', amount: 'money' },
    'workout.done': { minutes: 'number' },
  },
  attributes: { city: 'text', renewsOn: 'date', risk: 'number', staff: 'flag' },
  tags: ['vip', 'staff'],
  tiers: ['base', 'silver', 'gold'],
  ...{ holidays: {}, webhooks: [], roles: [], segments: [], campaigns: {} },
};

/** What is told of a segment with this condition: `line field: problem -> fix`. */
function told(who: string, code = 'broken'): string[] {
  const source = `segment: ${code}\nname: Broken\nwho:\n${who}`;
  const line = ({ line: at, field, problem, fix }: FileError['problems'][number]) =>
    `${at} ${field}: ${problem} -> ${fix}`;
  try {
    const written = parseYaml(source, 'broken.yaml', segmentFileSchema);
    return problemsOf([written], { catalogue, segments: [] }).map(line);
  } catch (error) {
    if (error instanceof FileError) return error.problems.map(line);
    throw error;
  }
}

describe('A broken segment is told its place, what is wrong and what to write', () => {
  it.each([
    ['an unknown test', '  points: { atleast: 500 }', '4 who.points.atleast: is not a known field -> write "atLeast"'],
    [
      'an unknown condition in a list',
      '  all:\n    - tag: vip\n    - order: { atLeast: 3 }',
      '6 who.all[1].order: is no condition -> write "orders"',
    ],
    [
      'two conditions in one block',
      '  tag: vip\n  points: 5',
      '5 who.points: is a second condition in one block, beside tag -> give it a block of its own, with a dash before it',
    ],
    [
      'what brought the member in, which a segment can not know',
      '  all:\n    - tag: vip\n    - entry: amount\n      atLeast: 20',
      '6 who.all[1].entry: speaks of entry, which only a journey knows -> ask it in a branch of the journey',
    ],
    [
      'a question that only a journey answers',
      '  all:\n    - tag: vip\n    - event: order.placed\n      same: orderId',
      '7 who.all[1].same: speaks of entry, which only a journey knows -> ask it in a branch of the journey',
    ],
    [
      'a span that only a journey knows',
      '  event: checkin.done\n  within: since entry',
      '5 who.within: counts since entry, which only a journey knows -> write a span such as "last 30 days"',
    ],
    [
      'a segment that names itself',
      '  any:\n    - segment: broken\n    - tag: vip',
      '3 who: goes round in a circle: broken -> broken -> take one of them out',
    ],
    [
      'an unknown segment',
      '  segment: brokn',
      '4 who.segment: names the segment "brokn", which is not there -> write "broken"',
    ],
    [
      'an unknown tier',
      '  tier: { atLeast: sliver }',
      '4 who.tier.atLeast: names the tier "sliver", which is not there -> write "silver"',
    ],
    ['an unknown tag', '  tag: vp', '4 who.tag: names the tag "vp", which is not there -> write "vip"'],
    [
      'an unknown attribute',
      '  member: citty\n  is: London',
      '4 who.member: names the attribute "citty", which is not there -> write "city"',
    ],
    [
      'an unknown event',
      '  event: order.place',
      '4 who.event: names the event "order.place", which is not there -> write "order.placed"',
    ],
    [
      'an unknown field of an event',
      '  event: cart.abandoned\n  where: { amont: 3 }',
      '5 who.where.amont: names the field of cart.abandoned "amont", which is not there -> write "amount"',
    ],
    [
      'a test of another type: a number contains nothing',
      '  member: risk\n  contains: high',
      '4 who.member: asks "contains" of risk, which holds numbers -> write one of is, isNot, atLeast, atMost, above, below, known',
    ],
    [
      'a value of another type',
      '  event: workout.done\n  where: { minutes: thirty }',
      '5 who.where.minutes: compares minutes, which holds numbers, with "thirty" -> write a number',
    ],
    [
      'text in a date',
      '  member: renewsOn\n  atLeast: 5',
      '4 who.member: compares renewsOn, which holds dates, with 5 -> write a day such as "30 days ago" or "2026-12-31"',
    ],
    [
      'a sum of what is no number',
      '  event: cart.abandoned\n  sum: { of: cartId, atLeast: 3 }',
      '5 who.sum.of: adds up cartId, which holds text -> name a field that holds numbers or money',
    ],
    [
      'a misspelt unit',
      '  spent: 5\n  within: last 30 dayz',
      '5 who.within: is "last 30 dayz": is no span of time -> write text, for example "last 30 days"',
    ],
    [
      'six levels',
      '  not: { any: [ { all: [ { not: { any: [ { not: { tag: vip } } ] } } ] } ] }',
      '3 who: nests deeper than five levels -> give a part of it a segment of its own',
    ],
    [
      'a test that asks nothing',
      '  spent: {}',
      '4 who.spent: asks nothing -> write one of is, atLeast, atMost, above and below',
    ],
    [
      'a misspelt state',
      '  coupon: welcome\n  state: unusd',
      '5 who.state: is "unusd", which can\'t be used here -> write "unused"',
    ],
  ])('%s', (_, who, expected) => expect(told(who)).toEqual([expected]));

  it('a circle of several segments, at the one that is applied', () => {
    const written = parseYaml('segment: b\nname: B\nwho:\n  segment: a\n', 'b.yaml', segmentFileSchema);
    const at = new Date(0);
    const stored = {
      id: 1,
      code: 'a',
      name: 'A',
      about: null,
      revision: 1,
      who: { segment: 'b' },
      createdAt: at,
      changedAt: at,
      watchedAt: null,
    };
    const [problem] = problemsOf([written], { catalogue, segments: [stored] });
    expect(problem).toMatchObject({ line: 3, field: 'who', problem: 'goes round in a circle: b -> a -> b' });
  });

  it('a key that stands twice, and a file with no condition', () => {
    expect(told('  tag: vip\nname: Twice')).toEqual([
      '5 : is not valid YAML: Map keys must be unique -> keep one of the two lines',
    ]);
    expect(told('')).toEqual([expect.stringContaining('3 who: is missing -> add "who"')]);
  });
});
