import { describe, expect, it } from 'vitest';
import { happen, until } from '../support/engine.ts';
import { enrolmentOf, oneCohort } from '../support/one-cohort.ts';
import { useWorkers } from '../support/use-workers.ts';

const workers = useWorkers();
const inside = (count: number) =>
  oneCohort(workers, count, {
    settings: { story: 'order then review' },
    listensTo: ['order.placed', 'review.approved'],
  });
const order = (memberId: bigint) => ({ memberId, type: 'order.placed', data: { big: true } });
const smallOrder = (memberId: bigint) => ({ memberId, type: 'order.placed', data: { big: false } });
const review = (memberId: bigint) => ({ memberId, type: 'review.approved' });

type Inside = Awaited<ReturnType<typeof inside>>;

/** Until the relay has looked at every event. */
const judged = ({ world }: Inside) =>
  until(
    () => world.database.signalOutbox.count({ where: { deliveredAt: null, canWait: false } }),
    (count) => count === 0,
  );
const stepsOf = async ({ world }: Inside, memberId: bigint) => {
  const steps = await world.database.step.findMany({ where: { memberId }, orderBy: { id: 'asc' } });
  return steps.map(({ name }) => name);
};
const untilSteps = (cohort: Inside, memberId: bigint, names: readonly string[]) =>
  until(
    () => stepsOf(cohort, memberId),
    (steps) => steps.join() === names.join(),
  );

describe('An event that no waiting step listens to', () => {
  it('wakes nobody, and is there when its time has come', async () => {
    const cohort = await inside(2);
    const [member, other] = cohort.members as [bigint, bigint];
    const before = await cohort.rest();
    await happen(cohort.world, [review(member), smallOrder(member), review(other)]);
    await judged(cohort);
    expect(await cohort.rest()).toBe(before);
    expect(await cohort.world.database.signalOutbox.count({ where: { canWait: true } })).toBe(3);
    expect(await cohort.metrics.registry.metrics()).toMatch(/signals_that_wait_total 3/);

    await happen(cohort.world, [order(member)]);
    await untilSteps(cohort, member, ['welcome', 'order', 'review']);
    expect(await stepsOf(cohort, other)).toEqual(['welcome']);
    await until(
      () => enrolmentOf(cohort.world, member),
      ({ status }) => status === 'done',
    );
  });

  it('is marked as read at the next wake of the cohort, whoever that is for; what its enrolment has left behind is, too', async () => {
    const cohort = await inside(3);
    const [first, second] = cohort.members as [bigint, bigint];
    const { database } = cohort.world;
    await happen(cohort.world, [review(first), smallOrder(first)]);
    await judged(cohort);
    await happen(cohort.world, [order(first)]);
    await untilSteps(cohort, first, ['welcome', 'order', 'review']);
    await happen(cohort.world, [order(second)]);
    await untilSteps(cohort, second, ['welcome', 'order']);
    await until(
      () => database.signalOutbox.count({ where: { deliveredAt: null } }),
      (count) => count === 0,
    );
  });

  it('is not missed when it comes between the step and the note that its story waits for it', async () => {
    const cohort = await inside(2);
    const [member] = cohort.members as [bigint];
    const { database } = cohort.world;
    await cohort.rest();
    await happen(cohort.world, [review(member)]);
    await judged(cohort);
    // Out of sight until the order's step is written: as if it had been taken in, and judged, just then.
    await database.$executeRawUnsafe(`UPDATE signal_outbox SET delivered_at = now() WHERE can_wait`);
    await database.$executeRawUnsafe(`
      CREATE FUNCTION appear() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF new.name = 'order' THEN UPDATE signal_outbox SET delivered_at = NULL WHERE can_wait; END IF;
        RETURN new;
      END $$`);
    await database.$executeRawUnsafe(
      `CREATE TRIGGER appear AFTER INSERT ON step FOR EACH ROW EXECUTE FUNCTION appear()`,
    );
    await happen(cohort.world, [order(member)]);
    await untilSteps(cohort, member, ['welcome', 'order', 'review']);
  });

  it('is told with the others when a member has left a hundred unread: the oldest give way', async () => {
    const cohort = await inside(2);
    const [member] = cohort.members as [bigint];
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    // Inside for a day.
    await cohort.world.database.enrolment.updateMany({ data: { enteredAt: minutesAgo(1_440) } });
    await happen(cohort.world, [
      { ...review(member), at: minutesAgo(300) },
      ...Array.from({ length: 100 }, (_, place) => ({ ...smallOrder(member), at: minutesAgo(200 - place) })),
    ]);
    await judged(cohort);
    await happen(cohort.world, [order(member)]);
    await untilSteps(cohort, member, ['welcome', 'order']);
    await cohort.rest();
    expect(await stepsOf(cohort, member)).toEqual(['welcome', 'order']);
    // The order that calls is one of the hundred as long as nobody has noted that it was brought.
    const left = await cohort.world.database.signalOutbox.count({ where: { canWait: true, deliveredAt: null } });
    expect([99, 100]).toContain(left);
  });
});
