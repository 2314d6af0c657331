import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listInbox } from '../../modules/messaging/inbox/list.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';

let on: SteppedWorld;
beforeAll(async () => {
  on = await openSteppedWorld('inbox', new Date('2026-03-02T09:15:00Z'), { messageChannels: ['email', 'inbox'] });
  await on.startWorker();
});
afterAll(() => on.stop());

const subjectsOf = async (memberId: string) => {
  const { id: memberRow } = await on.world.memberOf(memberId);
  const lying = await listInbox(on.world.database, { memberRow, limit: 100 });
  return lying.map(({ subject }) => subject);
};

describe('Members without an e-mail address', () => {
  it('are in a campaign as the others: its messages lie in their inbox, and a gift is theirs once they activate the card', async () => {
    const { world } = on;
    await world.launch('onboarding-gift', { 'settings.activation': 'memberCentre' });
    await world.happen('anna', 'member.joined', { name: 'Anna', consent: { inbox: true } });
    await world.happen('bo', 'member.joined', { email: 'bo@members.example', name: 'Bo', consent: { email: true } });
    await on.goTo(0.1);
    expect([await subjectsOf('anna'), await subjectsOf('bo')]).toEqual([['Welcome to Gift Shop Club'], []]);
    expect(world.mailsTo('bo')).toEqual(['Welcome to Gift Shop Club']);
    expect(await world.availableOf('anna')).toBe(0);

    await world.happen('anna', 'member.activated');
    await on.goTo(0.2);
    expect(await world.availableOf('anna')).toBeGreaterThan(0);
    expect((await subjectsOf('anna')).length).toBe(2);
  });
});
