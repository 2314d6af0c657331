import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageClasses } from '../../modules/programme/rules-message-limits.ts';
import { alternativesOf, combinations } from './alternatives.ts';
import { lifecycleCodes } from './codes.ts';
import type { MessageForm } from './form.ts';
import { lifecycleForms } from './forms.ts';
import { sampleDay } from './sample-values.ts';
import { sampleMessage } from './samples.ts';
import { waysToTell } from './ways-to-tell.ts';

const now = sampleDay(new Date('2026-03-02T09:00:00Z'), 'Europe/London');

/** Every message of every lifecycle, as its step may bring it. */
const told = lifecycleCodes.flatMap((lifecycle) =>
  Object.entries(lifecycleForms[lifecycle].messages as Readonly<Record<string, MessageForm>>).flatMap(
    ([template, form]) => {
      const sample = sampleMessage(lifecycle, template, lifecycleForms[lifecycle].settings.parse({}) as never, now);
      if (sample === undefined) throw new Error(`${template} has no sample`);
      const all = combinations(sample.variables, alternativesOf(lifecycle, template, now));
      return all.map(({ variables }) => ({ template, form, step: { template, class: sample.class, variables } }));
    },
  ),
);

const isCoupon = (name: string) => /^coupon(Name|Code)?$/.test(name);

describe('The ways in which a message is told', () => {
  it('are one, of its own class, where nothing is offered', () => {
    const step = {
      template: 'welcome',
      class: 'transactional',
      variables: { giftPoints: 0, couponName: null },
    } as const;
    expect(waysToTell(step, lifecycleForms['onboarding-gift'].messages.welcome, {})).toEqual([step]);
  });

  it('are marketing with an offer, and without it what the step asked for', () => {
    const variables = { daysBefore: 7, couponName: '5 off', couponCode: '', couponUntil: 0, couponMinOrder: 3_000 };
    const step = { template: 'points-expiring', class: 'service', variables, gives: { kind: 'coupon' } } as const;
    expect(waysToTell(step, lifecycleForms['points-expiry'].messages['points-expiring'], {})).toEqual([
      { ...step, class: 'marketing' },
      {
        ...{ template: 'points-expiring', class: 'service' },
        variables: { daysBefore: 7, couponName: '', couponCode: '', couponUntil: 0, couponMinOrder: 0 },
      },
    ]);
  });

  it('are one, of the class its author has written, whatever it offers', () => {
    fc.assert(
      fc.property(fc.constantFrom(...told), fc.constantFrom(...messageClasses), ({ template, form, step }, said) => {
        expect(waysToTell(step, form, { [template]: said })).toEqual([{ ...step, class: said }]);
      }),
    );
  });

  it('are as the step asks in a version that was stored before there were classes to write', () => {
    for (const { form, step } of told) expect(waysToTell(step, form, undefined)).toEqual([step]);
  });

  it('never bring a coupon but as marketing, in any message of any lifecycle, unless its author says so', () => {
    let offers = 0;
    for (const { form, step } of told) {
      for (const way of waysToTell(step, form, {})) {
        const coupons = Object.entries(way.variables).filter(([name, value]) => isCoupon(name) && value);
        if (coupons.length > 0) offers += 1;
        expect(coupons.length === 0 || way.class === 'marketing' ? [] : [step.template, way]).toEqual([]);
      }
    }
    expect(offers).toBeGreaterThan(20);
  });
});
