import { beforeAll, describe, expect, it } from 'vitest';
import type { Enrolment } from '../../prisma/generated/client.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Known, Question, Reckon, Watched } from '../../workflows/lifecycles/journey/asks.ts';
import { earn } from '../../modules/ledger/earn.ts';
import { type JourneyWorld, openJourneyWorld } from '../support/performing-world.ts';

const nothing: Known = { values: {}, outcomes: {}, since: {} };
const at = (text: string) => Date.parse(text);

let world: JourneyWorld;
beforeAll(async () => {
  world = await openJourneyWorld({
    file: { entry: [{ event: 'member.joined' }], steps: [{ message: 'hello' }, { message: 'reminder' }] },
    programme: { holidays: { uk: ['2026-05-25'] } },
  });
  const { id: programmeId } = world.programme;
  await world.database.segment.create({
    data: {
      ...{ programmeId, code: 'today', name: 'Joined today', revision: 1, createdAt: world.now, changedAt: world.now },
      condition: { event: 'workout.done', within: 'today', times: { atLeast: 1 } },
    },
  });
});

const watched = (more: Partial<Extract<Question, { kind: 'watch' }>> = {}): Question => ({
  kind: 'watch',
  watch: 'step@1',
  end: { length: '3 days', from: world.now.getTime() },
  states: [],
  known: nothing,
  ...more,
});
let asked = 0;
async function answer(enrolment: Enrolment, question: Question): Promise<JsonObject> {
  const outcome = await world.ask(enrolment, { kind: 'ask', name: 'ask:step', question }, `a${(asked += 1)}`);
  return outcome.kind === 'applied' ? (outcome.data ?? {}) : {};
}
const until = async (enrolment: Enrolment, end: Omit<Reckon, 'from'> & { from?: number }) => {
  const data = await answer(enrolment, watched({ end: { from: world.now.getTime(), ...end } }));
  return typeof data.until === 'number' ? new Date(data.until).toISOString() : data.until;
};
const watchOf = ({ id }: Enrolment) =>
  world.database.$queryRaw<Record<string, unknown>[]>`SELECT * FROM journey_watch WHERE enrolment_id = ${id}`;

describe('Conditions of a journey', () => {
  it('are asked of the tables as they stand, what the journey knows among them', async () => {
    const ann = await world.enrol('c1', { tags: ['vip'], city: 'London' });
    await world.happen('c1', 'order.placed', { orderId: 'c1-1', amountMinor: 4_000 });
    const known: Known = {
      values: { 'entry.amount': 25, 'entry.nothing': null },
      outcomes: { gift: 'refused' },
      since: { entry: world.now.getTime() - 1_000 },
    };
    const conditions = [
      { tag: 'vip' },
      { member: 'city', is: 'london' },
      { spent: { atLeast: 50 } },
      { entry: 'amount', atLeast: 25 },
      { entry: 'nothing', atLeast: 25 },
      { outcome: 'gift', is: 'refused' },
      { event: 'order.placed', within: 'since entry' },
      { not: { tag: 'vip' } },
    ];
    expect(await answer(ann, { kind: 'holds', conditions, known })).toEqual({
      holds: [true, true, false, true, false, true, true, false],
    });
  });

  it("count days of the member's calendar, and those of a segment of the programme's", async () => {
    const shanghai = await world.enrol('c2', { zone: 'Asia/Shanghai' });
    const london = await world.enrol('c3', {});
    // 16:30 of the day before in UTC is half past midnight of today in Shanghai.
    for (const id of ['c2', 'c3']) await world.happen(id, 'workout.done', {}, new Date('2026-05-19T16:30:00Z'));
    const question: Question = {
      kind: 'holds',
      conditions: [{ event: 'workout.done', within: 'today', times: { atLeast: 1 } }, { segment: 'today' }],
      known: nothing,
    };
    expect(await answer(shanghai, question)).toEqual({ holds: [true, false] });
    expect(await answer(london, question)).toEqual({ holds: [false, false] });
  });

  it('are answered for a whole page together', async () => {
    const people = [await world.enrol('c4', { tags: ['vip'] }), await world.enrol('c5', {})];
    const { cohortId } = people[0]!;
    await world.database.enrolment.update({ where: { id: people[1]!.id }, data: { cohortId } });
    const question: Question = { kind: 'holds', conditions: [{ tag: 'vip' }], known: nothing };
    const { replies } = await world.perform(
      people.map((one) => world.request(one, { kind: 'ask', name: 'ask:page', question })),
    );
    expect(replies).toMatchObject([
      { outcome: { kind: 'applied', data: { holds: [true] } } },
      { outcome: { kind: 'applied', data: { holds: [false] } } },
    ]);
  });

  it('are answered for who is held out: the way is the same', async () => {
    const ann = await world.enrol('c6', { tags: ['vip'] });
    await world.database.enrolment.update({ where: { id: ann.id }, data: { shadow: true } });
    expect(await world.holds(ann, { tag: 'vip' })).toEqual([true]);
  });
});

describe('The end of a wait', () => {
  it('is on the calendar of the member, or the one the step names', async () => {
    const ann = await world.enrol('e1', { zone: 'America/New_York' });
    expect(await until(ann, { length: '1 day', at: '10:00' })).toBe('2026-05-21T14:00:00.000Z');
    expect(await until(ann, { length: '1 day', at: '10:00', zone: 'programme' })).toBe('2026-05-21T09:00:00.000Z');
    expect(await until(ann, { length: '1 day', at: '10:00', zone: 'Asia/Shanghai' })).toBe('2026-05-21T02:00:00.000Z');
    // The 23rd and 24th are a weekend, the 25th is a holiday.
    expect(await until(ann, { length: '3 days', at: '10:00', days: 'weekdays', notOn: 'uk' })).toBe(
      '2026-05-26T14:00:00.000Z',
    );
  });

  it('is a date of the member', async () => {
    const ann = await world.enrol('e2', {
      birthday: '1990-05-22',
      renewsOn: '2026-06-10',
      seenAt: '2026-05-30T10:00:00Z',
    });
    const { joinedAt } = await world.database.member.findFirstOrThrow({ where: { externalId: 'e2' } });
    expect(await until(ann, { moment: 'birthday', at: '09:00' })).toBe('2026-05-22T08:00:00.000Z');
    expect(await until(ann, { moment: 'anniversary' })).toBe('2026-05-19T23:00:00.000Z');
    expect(await until(ann, { moment: '1 day after joined' })).toBe(
      new Date(joinedAt.getTime() + 86_400_000).toISOString(),
    );
    expect(await until(ann, { moment: '3 days before member.renewsOn' })).toBe('2026-06-06T23:00:00.000Z');
    expect(await until(ann, { moment: '2 hours before member.seenAt' })).toBe('2026-05-30T08:00:00.000Z');
    expect(await until(ann, { moment: 'member.city' })).toBeNull();
    expect(await until(ann, { moment: 'entry.due', date: '2026-06-01T12:00:00Z' })).toBe('2026-06-01T12:00:00.000Z');
    expect(await until(ann, { moment: 'entry.due' })).toBeNull();
  });

  it('is when points expire next after it began, of those that are left', async () => {
    const ann = await world.enrol('e3', {});
    expect(await until(ann, { moment: 'pointsExpire' })).toBeNull();
    const earned = { programmeId: world.programme.id, memberId: ann.memberId, at: world.now, actor: 'test' };
    await earn(
      world.database,
      ['2026-05-21', '2026-06-01', '2026-07-01'].map((day) => ({
        ...{ ...earned, key: `e3 ${day}`, source: { type: 'order', id: day }, points: 10 },
        expiresAt: new Date(`${day}T22:59:59.999Z`),
      })),
    );
    expect(await until(ann, { moment: 'pointsExpire' })).toBe('2026-05-21T22:59:59.999Z');
    const from = at('2026-05-25T12:00:00Z');
    expect(await until(ann, { moment: '3 days before pointsExpire', from })).toBe('2026-05-29T22:59:59.999Z');
  });
});

describe('What a story waits for', () => {
  const when = (tree: JsonObject, more: object = {}): Watched => ({ when: tree, since: 0, ...more });

  it('is met at once where a state holds that need not last', async () => {
    const ann = await world.enrol('w1', { tags: ['vip'] });
    const states = [
      ...[null, when({ tag: 'friend' }), when({ tag: 'vip' }), when({ tag: 'vip' }, { for: '1 day' })],
      { enters: 'today', since: 0, for: '1 hour' },
    ];
    expect(await answer(ann, watched({ states }))).toMatchObject({ met: [2] });
    const [kept] = await watchOf(ann);
    expect(kept).toMatchObject({ watch: 'step@1', told: [2], held_since: { 3: world.now.getTime() }, states });
  });

  it('goes on as far as it was when it is asked again, and gives way to another', async () => {
    const ann = await world.enrol('w2', { tags: ['vip'] });
    await answer(ann, watched({ states: [when({ tag: 'vip' }), when({ tag: 'friend' })] }));
    await world.happen('w2', 'member.updated', { tags: ['friend'] }, new Date(world.now.getTime() + 1));
    expect(await answer(ann, watched({ states: [when({ tag: 'vip' }), when({ tag: 'friend' })] }))).toMatchObject({
      met: [1],
    });
    expect(await watchOf(ann)).toMatchObject([{ told: [0, 1] }]);
    await answer(ann, watched({ watch: 'other@2', states: [when({ tag: 'vip' })] }));
    expect(await watchOf(ann)).toMatchObject([{ watch: 'other@2', told: [], held_since: {} }]);
  });

  it('is looked after when its end may move, and not when it is a mere length', async () => {
    const ann = await world.enrol('w3', {});
    await answer(ann, watched({ end: { moment: 'birthday', from: world.now.getTime() } }));
    expect(await watchOf(ann)).toMatchObject([{ until: null }]);
    await answer(ann, watched({ watch: 'mere@1' }));
    expect(await watchOf(ann)).toEqual([]);
  });
});
