import { beforeAll, describe, expect, it } from 'vitest';
import { earn } from '../../modules/ledger/earn.ts';
import { mergeMembers } from '../../modules/merges/merge.ts';
import type { Enrolment } from '../../prisma/generated/client.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { type JourneyWorld, openJourneyWorld } from '../support/performing-world.ts';

let world: JourneyWorld;
beforeAll(async () => {
  world = await openJourneyWorld({
    file: { entry: [{ event: 'member.joined' }], steps: [{ message: 'hello' }, { message: 'reminder' }] },
  });
});

const memberOf = ({ memberId }: Enrolment) => world.database.member.findUniqueOrThrow({ where: { id: memberId } });
const attributesOf = async ({ memberId }: Enrolment) =>
  (await world.database.memberProfile.findUniqueOrThrow({ where: { memberId } })).attributes;
const updates = ({ memberId }: Enrolment) =>
  world.database.event.findMany({ where: { memberId, type: 'member.updated' }, orderBy: { id: 'asc' } });
const kindOf = ({ kind }: Outcome) => kind;

describe('A journey changes its member as an event does', () => {
  it('puts tags on and takes them off, one after the other at one instant', async () => {
    const ann = await world.enrol('t1', { tags: ['friend'] });
    expect(kindOf(await world.ask(ann, { kind: 'tag', name: 'tag-zest', tag: 'zest' }))).toBe('applied');
    expect(kindOf(await world.ask(ann, { kind: 'tag', name: 'tag-a', tag: 'a' }))).toBe('applied');
    expect(kindOf(await world.ask(ann, { kind: 'untag', name: 'untag-friend', tag: 'friend' }))).toBe('applied');
    expect((await memberOf(ann)).tags).toEqual(['zest', 'a']);
    expect(await world.holds(ann, { tag: 'a' }, { tag: 'friend' })).toEqual([true, false]);
    expect((await updates(ann)).map(({ eventId }) => eventId)).toEqual(
      ['tag-zest', 'tag-a', 'untag-friend'].map((name) => `step:${ann.id}/${name}/1`),
    );
  });

  it('tells of nothing that changes nothing, and does nothing twice', async () => {
    const ann = await world.enrol('t2', { tags: ['friend'] });
    await world.ask(ann, { kind: 'tag', name: 'tag-friend', tag: 'friend' });
    await world.ask(ann, { kind: 'untag', name: 'untag-zest', tag: 'zest' });
    expect(await updates(ann)).toEqual([]);
    const asked = { kind: 'tag', name: 'tag-vip', tag: 'vip' } as const;
    const first = await world.ask(ann, asked);
    expect(await world.ask(ann, asked)).toEqual(first);
    expect(await updates(ann)).toHaveLength(1);
  });

  it('changes one member for two of its enrolments in one page', async () => {
    const ann = await world.enrol('t3', {});
    const { programmeId, campaignId, campaignVersionId, memberId, cohortId, enrolledAt } = ann;
    const same = { programmeId, campaignId, campaignVersionId, memberId, cohortId, enrolledAt };
    const twin = await world.database.enrolment.create({ data: { ...same, occurrence: 2 } });
    await world.perform([
      world.request(ann, { kind: 'tag', tag: 'one' }),
      world.request(twin, { kind: 'tag', tag: 'two' }),
    ]);
    expect((await memberOf(ann)).tags).toEqual(['one', 'two']);
  });

  it('refuses one tag too many, and keeps the others', async () => {
    const tags = Array.from({ length: 50 }, (_, place) => `tag-${place}`);
    const ann = await world.enrol('t4', { tags });
    expect(await world.ask(ann, { kind: 'tag', tag: 'last' })).toMatchObject({ kind: 'refused' });
    expect((await memberOf(ann)).tags).toEqual(tags);
  });

  it('sets attributes, those of the member among the values, and money in minor units', async () => {
    const ann = await world.enrol('t5', { city: 'Lyon', feeMinor: 250, birthday: '1990-05-22' });
    await world.ask(ann, {
      kind: 'set',
      values: { home: { from: 'member.city' }, born: { from: 'member.birthday' }, fee: 19.99, city: null, risk: 3 },
    });
    expect(await attributesOf(ann)).toMatchObject({
      ...{ home: 'Lyon', born: '1990-05-22', feeMinor: 1_999, risk: 3, city: null },
    });
    expect(await world.holds(ann, { member: 'fee', is: 19.99 }, { member: 'city', known: false })).toEqual([
      true,
      true,
    ]);
    await world.ask(ann, { kind: 'set', name: 'again', values: { copy: { from: 'member.fee' } } });
    expect(await attributesOf(ann)).toMatchObject({ copy: 19.99 });
  });

  it('leaves who is held out as he is', async () => {
    const ann = await world.enrol('t6', {});
    await world.database.enrolment.update({ where: { id: ann.id }, data: { shadow: true } });
    expect(kindOf(await world.ask(ann, { kind: 'tag', tag: 'vip' }))).toBe('skipped');
    expect((await memberOf(ann)).tags).toEqual([]);
  });
});

const giveTo = async (enrolment: Enrolment, points: number) =>
  earn(world.database, [
    {
      ...{ programmeId: world.programme.id, memberId: enrolment.memberId, key: `given ${enrolment.id}`, points },
      ...{ at: new Date(world.now.getTime() - 60_000), actor: 'test', source: { type: 'order', id: 'x' } },
      expiresAt: new Date('2026-06-30T00:00:00Z'),
    },
  ]);
const balanceOf = async ({ memberId }: Pick<Enrolment, 'memberId'>) => {
  const row = await world.database.ledgerBalance.findFirst({ where: { memberId } });
  return { available: Number(row?.available ?? 0), held: Number(row?.held ?? 0) };
};
const end = (enrolment: Enrolment, status: string) =>
  world.database.enrolment.update({
    where: { id: enrolment.id },
    data: { status, reason: 'a test', endedAt: world.now },
  });

describe('A stake', () => {
  it('is set aside, and taken', async () => {
    const ann = await world.enrol('s1');
    await giveTo(ann, 500);
    expect(await world.ask(ann, { kind: 'hold', name: 'stake', points: 300 })).toMatchObject({ data: { points: 300 } });
    expect(await balanceOf(ann)).toEqual({ available: 200, held: 300 });
    expect(await world.ask(ann, { kind: 'spend', held: 'stake' })).toMatchObject({ data: { points: 300 } });
    expect(await balanceOf(ann)).toEqual({ available: 200, held: 0 });
    expect(await world.holds(ann, { pointsRedeemed: { is: 300 } })).toEqual([true]);
  });

  it('is given back by a step, and then there is nothing to take', async () => {
    const ann = await world.enrol('s2');
    await giveTo(ann, 500);
    await world.ask(ann, { kind: 'hold', name: 'stake', points: 300 });
    const asked = { kind: 'release', held: 'stake' } as const;
    const first = await world.ask(ann, asked);
    expect(first).toMatchObject({ kind: 'applied', data: { points: 300 } });
    expect(await world.ask(ann, asked)).toEqual(first);
    expect(await balanceOf(ann)).toEqual({ available: 500, held: 0 });
    expect(await world.ask(ann, { kind: 'spend', held: 'stake' })).toMatchObject({
      ...{ kind: 'refused', reason: 'nothing is set aside' },
    });
  });

  it('is refused to who has too few points, as a spend is', async () => {
    const ann = await world.enrol('s3');
    await giveTo(ann, 100);
    expect(await world.ask(ann, { kind: 'hold', points: 300 })).toMatchObject({ code: 'POINTS_INSUFFICIENT' });
    expect(await world.ask(ann, { kind: 'spend', points: 300 })).toMatchObject({ code: 'POINTS_INSUFFICIENT' });
    expect(await world.ask(ann, { kind: 'spend', held: 'hold', name: 'other' })).toMatchObject({ kind: 'refused' });
    expect(await world.ask(ann, { kind: 'spend', name: 'less', points: 60 })).toMatchObject({ data: { points: 60 } });
    expect(await balanceOf(ann)).toEqual({ available: 40, held: 0 });
  });

  it.each(['done', 'exited', 'cancelled', 'failed'])('is given back when the story ends as %s', async (status) => {
    const ann = await world.enrol(`s-${status}`);
    await giveTo(ann, 500);
    await world.ask(ann, { kind: 'hold', name: 'stake', points: 300 });
    await world.ask(ann, { kind: 'hold', name: 'other', points: 50 });
    await world.ask(ann, { kind: 'spend', held: 'other' });
    await end(ann, status);
    expect(await balanceOf(ann)).toEqual({ available: 450, held: 0 });
  });

  it('is taken from the account that its member became, where the story goes on', async () => {
    const [ann, ben] = [await world.enrol('s6'), await world.enrol('s7')];
    await giveTo(ann, 500);
    await world.ask(ann, { kind: 'hold', name: 'stake', points: 300 });
    await world.database.enrolment.delete({ where: { id: ben.id } });
    const deps = { database: world.database, clock: { now: () => world.now } };
    const merged = { fromMemberId: 's6', intoMemberId: 's7', reason: 'one person', actor: 'test' };
    await mergeMembers(deps, world.programme.id, merged);
    expect(await world.ask(ann, { kind: 'spend', held: 'stake' })).toMatchObject({ data: { points: 300 } });
    expect(await balanceOf(ben)).toEqual({ available: 200, held: 0 });
  });

  it('is given back when the account is merged into one whose own story stands', async () => {
    const [ann, ben] = [await world.enrol('s4'), await world.enrol('s5')];
    await giveTo(ann, 500);
    await world.ask(ann, { kind: 'hold', name: 'stake', points: 300 });
    await world.database.enrolment.update({ where: { id: ben.id }, data: { status: 'done', endedAt: world.now } });
    const deps = { database: world.database, clock: { now: () => world.now } };
    const merged = { fromMemberId: 's4', intoMemberId: 's5', reason: 'one person', actor: 'test' };
    await mergeMembers(deps, world.programme.id, merged);
    const outcome = await world.ask(ann, { kind: 'release', held: 'stake' }).catch((error: unknown) => String(error));
    // Of one campaign the survivor's story stands: the other's is over, and its stake came back with that.
    expect(outcome).toMatch(/ended/);
    expect(await balanceOf(ben)).toEqual({ available: 500, held: 0 });
  });
});

describe('A journey brings its member to another', () => {
  it("notes the call once, with the fields, and leaves it to the other's door", async () => {
    const ann = await world.enrol('n1', { city: 'Lyon' });
    const asked = {
      kind: 'enter',
      campaign: 'journey',
      fields: { sku: 'mug', home: { from: 'member.city' } },
    } as const;
    const first = await world.ask(ann, asked);
    expect(first).toEqual({ kind: 'applied' });
    expect(await world.ask(ann, asked)).toEqual(first);
    const entries = await world.database.journeyEntry.findMany({ where: { memberId: ann.memberId } });
    expect(entries).toMatchObject([
      { source: `call:${ann.id}/enter/1`, fields: { sku: 'mug', home: 'Lyon' }, decidedAt: null },
    ]);
  });

  it('does nothing where there is no such journey', async () => {
    const ann = await world.enrol('n2');
    expect(await world.ask(ann, { kind: 'enter', campaign: 'gone', fields: {} })).toEqual({ kind: 'applied' });
    expect(await world.database.journeyEntry.count({ where: { memberId: ann.memberId } })).toBe(0);
  });
});

describe('A journey puts a question before a person', () => {
  it('opens a case once, with the question and who is to decide, and the decision comes as an event', async () => {
    const ann = await world.enrol('r1');
    const asked = { kind: 'review', name: 'vip', question: 'Is it worth a call?', by: 'concierge' } as const;
    const outcome = await world.ask(ann, asked);
    expect(await world.ask(ann, asked)).toEqual(outcome);
    const cases = await world.database.reviewCase.findMany({ where: { memberId: ann.memberId } });
    expect(cases).toMatchObject([
      {
        ...{ subject: 'journey', reasons: ['Is it worth a call?'], enrolmentId: ann.id },
        facts: { question: 'Is it worth a call?', by: 'concierge', campaign: 'journey', step: 'vip' },
      },
    ]);
    expect(outcome).toEqual({ kind: 'applied', data: { caseId: String(cases[0]?.id) } });
  });

  it('opens none for who is held out', async () => {
    const ann = await world.enrol('r2');
    await world.database.enrolment.update({ where: { id: ann.id }, data: { shadow: true } });
    const asked = { kind: 'review', name: 'vip', question: 'Is it worth a call?', by: 'concierge' } as const;
    expect(kindOf(await world.ask(ann, asked))).toBe('skipped');
  });
});
