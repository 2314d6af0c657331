import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../values/json.ts';
import { type LifecycleCode, lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { lifecycleForms } from '../../workflows/lifecycles/forms.ts';

/** Settings that give points, coupons or a second chance; no other setting costs the merchant anything. */
const gifts: Record<LifecycleCode, readonly string[]> = {
  'onboarding-gift': ['giftPoints', 'giftCoupon', 'profilePoints', 'firstOrderPoints'],
  'check-in-streak': ['dayPoints', 'bonuses', 'repairCardsPerMonth', 'milestoneCoupon'],
  'referral-reward': ['friendPoints', 'friendCoupon', 'referrerPoints', 'referrerCoupon'],
  'points-expiry': ['coupon'],
  'win-back': ['ladder', 'segments'],
};

const isNothing = (value: unknown) => [undefined, '0', '[]', '[0]'].includes(JSON.stringify(value));

async function writtenSettings(code: LifecycleCode): Promise<JsonObject> {
  const file = parse(await readFile(`playbooks/${code}/campaign.yaml`, 'utf8')) as { settings: JsonObject };
  return file.settings;
}

describe.each(lifecycleCodes)('A campaign of %s', (code) => {
  it('gives what its file says, and nothing by default: whatever is deleted from the shipped one is not given', async () => {
    const written = await writtenSettings(code);
    fc.assert(
      fc.property(fc.subarray(Object.keys(written)), (kept) => {
        const settings = Object.fromEntries(Object.entries(written).filter(([name]) => kept.includes(name)));
        const parsed = lifecycleForms[code].settings.safeParse(settings);
        // Settings that ask for one another may have lost one: such a file is refused.
        if (!parsed.success) return;
        const given = gifts[code].filter((name) => !isNothing((parsed.data as JsonObject)[name]));
        expect(kept).toEqual(expect.arrayContaining(given));
      }),
    );
  });

  it('can be written with every gift named as nothing', () => {
    const none: JsonObject = { dayPoints: [0], bonuses: [], ladder: [], segments: [] };
    const nothing = Object.fromEntries(
      gifts[code].flatMap((name) => (name.endsWith('oupon') ? [] : [[name, none[name] ?? 0]])),
    );
    expect(lifecycleForms[code].settings.safeParse(nothing).success).toBe(true);
  });
});

describe('Deleting the ladder of win-back', () => {
  it('offers nobody anything who is in no segment', async () => {
    const { ladder, ...rest } = await writtenSettings('win-back');
    expect(ladder).toBeDefined();
    const without = lifecycleForms['win-back'].settings.parse(rest);
    expect(without.ladder).toEqual([]);
    expect(lifecycleForms['win-back'].settings.parse({ ...rest, ladder: [] })).toEqual(without);
  });
});

describe('A coupon for who invites', () => {
  it('is all that is given when it is all that is written down', () => {
    const referrerCoupon = { name: '5 off', amountOff: 5, validDays: 30 };
    const { friendPoints, referrerPoints } = lifecycleForms['referral-reward'].settings.parse({ referrerCoupon });
    expect({ friendPoints, referrerPoints }).toEqual({ friendPoints: 0, referrerPoints: 0 });
  });
});
