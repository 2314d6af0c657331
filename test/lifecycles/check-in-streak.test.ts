import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

/** London springs forward on day 2 of this story. */
const startAt = new Date('2026-03-27T09:00:00Z');

let on: SteppedWorld;
let world: StoryWorld;
beforeAll(async () => {
  on = await openSteppedWorld('streak', startAt);
  world = on.world;
  await world.launch('check-in-streak');
  await on.startWorker();
});
afterAll(() => on.stop());

describe('the check-in streak on the real servers', () => {
  it('pays at once, reminds in the evening, tells of the loss, and goes on after the card', async () => {
    await world.happen('anna', 'member.joined', { email: 'anna@members.example' });
    await world.happen('ben', 'member.joined', { email: 'ben@members.example' });
    for (const day of [0, 1, 2, 3]) {
      await on.liveTo(day);
      for (const member of day < 3 ? ['anna', 'ben'] : ['ben']) {
        expect(await world.happen(member, 'checkin.done')).toMatchObject({
          kind: 'accepted',
          result: { streak: day + 1 },
        });
      }
    }
    // Only Anna has missed the day that London is an hour short of.
    await on.passUntil(
      async () => world.mailsTo('anna'),
      (subjects) => subjects.length === 2,
    );
    expect(world.mailsTo('anna')).toEqual([
      'Your streak of 3 days ends at midnight',
      'Bring your streak of 3 days back',
    ]);
    expect(await world.happen('anna', 'checkin.repaired')).toMatchObject({ result: { streak: 3, cards: 0 } });
    expect(await world.happen('anna', 'checkin.done')).toMatchObject({ points: 6, result: { streak: 4 } });
  });

  it('is told by the view of the member', async () => {
    const { database, programme, clock } = world;
    const view = await readMemberView(database, programme, 'anna', { limit: 50, now: clock.now() });
    expect(view.streak).toMatchObject({ streak: 4, best: 4, cards: 0 });
    expect(view.balance.available).toBe(5 + 5 + 6 + 6);
    const titles = view.timeline.map(({ title }) => title);
    expect(titles).toContain('Used a repair card');
    expect(titles).toContain('Checked in for 2026-03-27');
  });

  it('left a ledger that adds up', async () => {
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
