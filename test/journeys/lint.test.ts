import { describe, expect, it } from 'vitest';
import { checkJourney } from '../../workflows/lifecycles/journey/check.ts';
import { fieldName } from '../../workflows/lifecycles/journey/field-name.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { checkText, knownWith, language, playFiles, playText } from './journeys.ts';
import { lawPlan } from './law-plans.ts';

const found = (file: JourneyFile, more: Partial<ReturnType<typeof knownWith>> = {}) =>
  checkJourney(planOf(file, language), { ...knownWith(file), ...more }).map(
    ({ path, problem, isAdvice = false }) => `${isAdvice ? 'advice' : 'error'} ${fieldName(path)} ${problem}`,
  );

describe('what is allowed and mostly not meant', () => {
  it('is in none of the plays', () => {
    expect(playFiles.flatMap((name) => checkText(playText(name), name).advice)).toEqual([]);
  });

  it('is an exit that ends all enrolments, whatever their keys', () => {
    const entry = [{ event: 'cart.abandoned', key: 'cartId' }];
    const steps = [{ wait: '1 day' }, { message: 'hello' }];
    expect(found(lawPlan({ entry, exitOn: [{ event: 'order.placed', reason: 'ordered' }], steps }))).toEqual([
      'advice exitOn[0].event ends every enrolment of the member, whatever its cartId',
    ]);
  });

  it('is a coupon that nobody gets', () => {
    const coupons = { c: { name: 'C', percentOff: 5, validDays: 3 } };
    expect(found(lawPlan({ coupons, steps: [{ message: 'hello' }] }))).toEqual([
      'advice coupons.c is given by no step',
    ]);
  });

  it('is a loop that does not wait', () => {
    expect(found(lawPlan({ steps: [{ id: 'loop', repeat: 5, do: [{ message: 'hello' }] }] }))).toEqual([
      'advice steps[0].repeat goes round without waiting in between',
    ]);
    expect(found(lawPlan({ steps: [{ message: 'hello' }, { goTo: 'hello', atMost: 2 }] }))).toEqual([
      'advice steps[1].goTo goes round without waiting in between',
    ]);
  });

  it('is marketing for who has reached the goal, and marketing without a way out', () => {
    const goal = { event: 'order.placed' };
    const file = lawPlan({ goal, steps: [{ wait: '1 day' }, { message: 'hello' }] });
    expect(found(file)).toEqual(['advice exitOn is missing: who has reached the goal is written to all the same']);
    expect(found(lawPlan({ steps: [{ message: 'hello' }] }), { withoutWayOut: ['hello'] })).toEqual([
      'advice steps[0].message is marketing without a way out',
    ]);
  });

  it('is a coupon that ends before the message which promises it can leave', () => {
    const coupons = { c: { name: 'C', percentOff: 5, validDays: 3 } };
    const told = (step: object, deferralDays?: number) =>
      found(
        lawPlan({ coupons, steps: [{ message: 'hello', gives: [{ coupon: 'c' }], ...step }] }),
        deferralDays === undefined ? {} : { deferralDays },
      );
    expect(told({}, 7)).toEqual([
      'advice coupons.c.validDays is shorter than the message hello may wait: it leaves up to 7 days later',
    ]);
    expect(told({}, 3)).toEqual([]);
    expect(told({ within: '2 days' }, 7)).toEqual([]);
    // Neither quiet hours nor caps put it off.
    expect(told({ class: 'transactional' }, 7)).toEqual([]);
  });
});

describe('two journeys that wait for each other', () => {
  const waits = (campaign: string, other: string): JourneyFile => ({
    ...lawPlan({
      steps: [{ id: 'after', waitFor: [{ path: 'over', when: { campaign: other, state: 'done' } }], atMost: '9 days' }],
    }),
    campaign,
  });

  it('are told so', () => {
    const [one, two] = [waits('one', 'two'), waits('two', 'one')];
    const known = knownWith(one);
    const campaigns = { ...known.catalogue.campaigns, two: { coupons: [], templates: [] } };
    const told = found(one, { catalogue: { ...known.catalogue, campaigns }, journeys: new Map([['two', two]]) });
    expect(told).toEqual(['error steps waits for two, which waits for this one']);
  });
});

describe('names that are words of the language', () => {
  it.each(['entry', 'here', 'member'])('are no names of steps: %s', (id) => {
    expect(found(lawPlan({ steps: [{ id, message: 'hello' }] }))).toEqual([
      `error steps[0].id is called "${id}", a word of the language`,
    ]);
  });
});
