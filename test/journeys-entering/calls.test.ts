import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCampaign } from '../../modules/campaigns/enter.ts';
import { requestErasure } from '../../modules/erasures/request.ts';
import { eraseDue } from '../../modules/erasures/run.ts';
import { readPerson } from '../../modules/exports/person.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { noteCalls } from '../../modules/journeys/calls.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { journey, openJourneyShop } from '../support/journey-world.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

let database: Database;
let world: V1World;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  world = await openV1World();
});
afterAll(() => world.close());

const called = (rest: object = {}) =>
  journey({
    entry: [
      {
        by: 'api',
        fields: { cartId: 'text', amount: 'money', gift: 'flag', count: 'number', on: 'date' },
        key: 'cartId',
      },
    ],
    ...rest,
  });

describe('A call', () => {
  it('brings a member in at once, with the fields that the journey asks for', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const file = called({
      steps: [{ id: 'stay', waitFor: [{ path: 'ordered', event: 'order.placed', same: 'cartId' }], atMost: '2 days' }],
    });
    const id = await shop.launch(file);
    const entering = { campaign: file.campaign, memberId: 'anna', fields: { cartId: 'A', amount: 20.5 }, key: 'one' };
    const first = await enterCampaign(shop.deps, shop.programmeId, entering);
    expect(first).toMatchObject({ outcome: 'entered', reason: null, enrolment: { occurrence: 1, status: 'active' } });
    // The same call again is the same entry; another one with this key of the door finds the member inside.
    expect(await enterCampaign(shop.deps, shop.programmeId, entering)).toEqual(first);
    expect(await enterCampaign(shop.deps, shop.programmeId, { ...entering, key: 'two' })).toEqual({
      ...{ ...first, outcome: 'refused', reason: 'is inside with this key already' },
    });
    expect(await shop.enrolments(id)).toMatchObject([{ input: { entry: { cartId: 'A' }, key: 'A' } }]);
  });

  it('waits while the journey is paused', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const file = called();
    const id = await shop.launch(file);
    await shop.pause(file.campaign);
    const entering = { campaign: file.campaign, memberId: 'anna', fields: { cartId: 'A' }, key: 'one' };
    expect(await enterCampaign(shop.deps, shop.programmeId, entering)).toMatchObject({
      outcome: 'waiting',
      enrolment: null,
    });
    await shop.resume(file.campaign);
    await shop.settle();
    expect(await shop.enrolments(id)).toHaveLength(1);
    expect(await enterCampaign(shop.deps, shop.programmeId, entering)).toMatchObject({ outcome: 'entered' });
  });

  it.each([
    [{ cartId: 'A', colour: 'red' }, 'fields.colour'],
    [{ cartId: 7 }, 'fields.cartId'],
    [{ cartId: 'A', amount: '20' }, 'fields.amount'],
    [{ cartId: 'A', gift: 'yes' }, 'fields.gift'],
    [{ cartId: 'A', on: 'soon' }, 'fields.on'],
    [{}, 'fields.cartId'],
  ])('with %j is refused, and leaves nothing behind', async (fields, field) => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const file = called();
    const id = await shop.launch(file);
    const entering = { campaign: file.campaign, memberId: 'anna', fields, key: 'one' };
    await expect(enterCampaign(shop.deps, shop.programmeId, entering)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      field,
    });
    expect(await shop.entries(id)).toEqual([]);
  });

  it('that was typed by hand is read as the door declares its fields', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const file = called();
    const id = await shop.launch(file);
    const typed = { cartId: '7', amount: '20.5', gift: 'true', count: '3', on: '2026-12-31' };
    await enterCampaign(shop.deps, shop.programmeId, { campaign: file.campaign, memberId: 'anna', typed, key: 'one' });
    expect((await shop.entries(id))[0]?.fields).toEqual({
      cartId: '7',
      amount: 20.5,
      gift: true,
      count: 3,
      on: '2026-12-31',
    });
  });

  it('reaches no journey without such a door, and none that does not run', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const closed = journey({});
    await shop.launch(closed);
    const draft = called();
    await shop.store(draft);
    for (const { campaign } of [closed, draft]) {
      const entering = { campaign, memberId: 'anna', fields: { cartId: 'A' }, key: 'one' };
      await expect(enterCampaign(shop.deps, shop.programmeId, entering)).rejects.toMatchObject({
        code: 'CAMPAIGN_STATUS',
      });
    }
  });

  it('of another journey is noted once, and decided like any other entry', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const { id: memberId } = await shop.member('anna');
    const file = called();
    const id = await shop.launch(file);
    const call = { memberId, fields: { cartId: 'A' }, source: 'call:7/enter/1', at: shop.clock.now() } as const;
    const note = () =>
      inTransaction(database, (tx) =>
        noteCalls(tx, { programmeId: shop.programmeId, campaign: file.campaign, calls: [call] }),
      );
    expect([await note(), await note()]).toEqual([1, 0]);
    await shop.settle();
    expect([await note(), (await shop.enrolments(id)).length]).toEqual([0, 1]);
    await shop.pause(file.campaign);
    expect(
      await inTransaction(database, (tx) =>
        noteCalls(tx, { programmeId: shop.programmeId, campaign: id, calls: [{ ...call, source: 'call:8' }] }),
      ),
    ).toBe(1);
  });
});

describe('What a call gave along', () => {
  it('is told to the person, and goes when the person is erased', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const file = called();
    const id = await shop.launch(file);
    const fields = { cartId: 'xqzmarker' };
    await enterCampaign(shop.deps, shop.programmeId, {
      campaign: file.campaign,
      memberId: 'anna',
      fields,
      key: 'xqzmarker',
    });
    const programme = await loadProgramme(database, shop.programmeId);
    const person = await readPerson({ db: database, programme, now: shop.clock.now() }, 'anna');
    expect(person.records.journey_entry).toMatchObject([{ fields }]);
    await requestErasure(shop.deps, shop.programmeId, {
      memberId: 'anna',
      reason: 'asked',
      afterDays: 7,
      actor: 'test',
    });
    const due = new Date(shop.clock.now().getTime() + 7 * 86_400_000);
    while (await eraseDue(database, shop.programmeId, due));
    const [entry] = await shop.entries(id);
    expect(JSON.stringify([entry?.fields, entry?.source])).not.toContain('xqzmarker');
  });
});

describe('POST /campaigns/{code}/enrolments', () => {
  it('answers the enrolment or why there is none, and the same again for the same key', async () => {
    const shop = await openJourneyShop(world.database, { now: '2026-12-08T09:00:00Z' });
    const key = await world.newKey({ programmeId: shop.programmeId });
    await shop.join('anna');
    const file = called({ whileInside: 'refuse', insideMax: 1 });
    await shop.launch(file);
    const post = (cartId: string, once: string) =>
      world.post(`/campaigns/${file.campaign}/enrolments`, { memberId: 'anna', fields: { cartId } }, { once, key });
    const entered = await post('A', 'k1');
    expect(entered).toMatchObject({
      status: 200,
      body: { outcome: 'entered', enrolment: { memberId: 'anna', occurrence: 1 } },
    });
    expect(await post('A', 'k1')).toMatchObject({ status: 200, body: entered.body });
    expect(await post('B', 'k2')).toMatchObject({
      ...{ status: 200, body: { outcome: 'refused', reason: 'is inside as often as may be', enrolment: null } },
    });
    expect(
      await world.post(
        `/campaigns/${file.campaign}/enrolments`,
        { memberId: 'nobody', fields: { cartId: 'A' } },
        { once: 'k3', key },
      ),
    ).toMatchObject({
      ...{ status: 404, body: { code: 'MEMBER_NOT_FOUND' } },
    });
    expect(await world.post('/campaigns/none/enrolments', { memberId: 'anna' }, { once: 'k4', key })).toMatchObject({
      status: 404,
    });
  });
});
