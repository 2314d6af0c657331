import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { type EditCase, editCases as cases, editedAt } from '../support/edit-cases.ts';
import { doorOf, edit, journeyOf, launch } from '../support/edited-journeys.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import { reference } from '../support/shop.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');
// Journeys that are changed on their second day, on the real servers.
let on: SteppedWorld;
let world: StoryWorld;
beforeAll(async () => {
  on = await openSteppedWorld('journey-edits', startAt, {
    quietHours: null,
    earning: { ...reference.earning, calendar: [], points: 0 },
    events: ['stage.done', ...cases.map(({ code }) => doorOf(code))],
    tasks: [],
  });
  world = on.world;
});
afterAll(() => on.stop());

const memberOf = ({ code }: EditCase) => `member-${code}`;

async function gotBy(one: EditCase): Promise<string[]> {
  const { id: memberId } = await world.memberOf(memberOf(one));
  const steps = await world.database.step.findMany({ where: { memberId, kind: 'grant' }, orderBy: { id: 'asc' } });
  return steps.flatMap(({ name, outcome, performedAt }) => {
    const { kind, data } = outcome as { kind: string; data?: { points?: number; wasDoneBefore?: boolean } };
    const day = Math.floor((performedAt.getTime() - startAt.getTime()) / 86_400_000 + 0.2);
    return kind === 'applied' && data?.wasDoneBefore !== true ? [`${day} ${name} ${data?.points}`] : [];
  });
}

describe('A journey that is changed while it runs', () => {
  it('does with those inside as its policy says, and nobody gets a step twice', async () => {
    for (const one of cases) await launch(world, await journeyOf(one.code, one.before, one.rest));
    await on.startWorker();
    for (const one of cases) {
      await world.happen(memberOf(one), 'member.joined', { email: `${one.code}@members.example` });
      await world.happen(memberOf(one), doorOf(one.code));
    }
    const acts = cases.flatMap((one) => (one.acts ?? []).map((act) => ({ ...act, who: memberOf(one) })));
    const happen = async (day: number) => {
      for (const { who, type, data } of acts.filter((act) => act.day === day))
        await world.happen(who, type, data ?? {});
    };
    await on.liveTo(1);
    await happen(1);
    await on.liveTo(editedAt);
    for (const one of cases) await edit(world, await journeyOf(one.code, one.after, one.rest), one.policy);
    await on.liveTo(3);
    await happen(3);
    await on.liveTo(12);
    const got = await Promise.all(cases.map(async (one) => [one.code, await gotBy(one)] as const));
    expect(Object.fromEntries(got)).toEqual(Object.fromEntries(cases.map(({ code, gets }) => [code, gets])));
    expect(await world.database.enrolment.count({ where: { status: 'active' } })).toBe(0);
    expect(await world.database.cohort.count({ where: { endedAt: null } })).toBe(0);
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
