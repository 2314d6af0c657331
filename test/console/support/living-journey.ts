import { expect } from 'vitest';
import type { V1World } from '../../support/v1-world.ts';
import { liveStepped } from './living-campaigns.ts';

const steps = `
  - message: hello
    class: transactional
  - wait: 3 days
  - id: offer
    split:
      - path: coupon
        share: 100
        do:
          - message: offer-coupon
            gives:
              - coupon: first-20
      - path: nothing
        share: 0
  - id: look
    waitFor:
      - path: checked-in
        event: checkin.done
        do:
          - id: thanks
            grant: 25
    atMost: 30 days
    since: entry
`;

const templates = ['hello', 'offer-coupon'].flatMap((name) =>
  ['en', 'zh-CN'].flatMap((locale) => [
    `  ${name}.${locale}.html.liquid: "---\\nsubject: News\\n---\\n<p>News {{ couponCode }}</p>"`,
    `  ${name}.${locale}.text.liquid: "News {{ couponCode }}"`,
  ]),
);

/** A journey of its author's own, with ways out of its steps. */
export const journeyFile = `campaign: first-weeks
name: The first weeks
lifecycle: journey
entry:
  - event: member.joined
exitOn:
  - event: order.placed
    reason: has ordered
coupons:
  first-20: { name: { en: 20% off, zh-CN: 八折 }, percentOff: 20, validDays: 14 }
steps:${steps}templates:
${templates.join('\n')}
`;

/** Ten days of a shop with a journey: some have ordered, one has checked in, one may not be written to, two have just joined. */
export async function liveJourney(world: V1World): Promise<void> {
  await liveStepped(world, new Date('2026-11-14T09:15:00Z'), async ({ day, goTo, happen, order }) => {
    const headers = { 'Content-Type': 'application/yaml' };
    const put = await world.call('PUT', '/campaigns/first-weeks', { raw: journeyFile, headers });
    expect([put.status, put.body]).toEqual([
      200,
      expect.not.objectContaining({ problems: expect.anything() as object }),
    ]);
    expect((await world.post('/campaigns/first-weeks/launch')).status).toBe(200);
    const join = (id: string) =>
      happen('member.joined', id, { email: `${id}@members.example`, name: id, consent: { email: id !== 'gus' } });
    for (const id of ['ada', 'ben', 'cleo', 'dora', 'gus']) await join(id);
    await goTo(day(1));
    await order('ben', 4_200);
    await goTo(day(4));
    await happen('checkin.done', 'cleo');
    await goTo(day(5));
    await order('dora', 2_500);
    await goTo(day(10));
    for (const id of ['emil', 'fay']) await join(id);
  });
}
