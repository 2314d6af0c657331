import { afterAll, beforeAll, expect, it } from 'vitest';
import { openReviewCases } from '../../modules/reviews/decide.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { reference } from '../support/shop.ts';
import type { V1World } from '../support/v1-world.ts';
import { axeFindings, describeInBrowser, settled } from './support/browser.ts';
import { fillShop } from './support/filled-shop.ts';
import { type Console, openConsole } from './support/open-console.ts';

/** A case of each kind: a gift, a referral, an order of nobody known, a request about data, and two corrections above 500 points. */
async function fillWithCases(world: V1World): Promise<void> {
  await fillShop(world);
  const { database, programmeId, clock } = world;
  const { code } = await database.programme.findFirstOrThrow({ where: { id: programmeId } });
  await saveProgramme(database, { ...reference, code, adjustments: { reviewAbove: 500 } });
  const { id: anna } = await database.member.findFirstOrThrow({ where: { externalId: 'anna' } });
  const usual = { memberId: String(anna), enrolmentId: null, at: clock.now(), facts: {} };
  await openReviewCases(database, programmeId, [
    {
      ...usual,
      ...{ key: 'gift', subject: 'onboarding-gift', facts: { giftPoints: 200, giftCoupon: 'Ten pounds off' } },
      reasons: ['the friend is a member already, under another account'],
    },
    { ...usual, key: 'friend', subject: 'referral', reasons: ['3 friends joined with this code within an hour'] },
    {
      ...{ ...usual, key: 'privacy', subject: 'privacy-request', memberId: null },
      facts: { member: 'zoe', request: 'erase', shop: 'shopify' },
      reasons: ['the shop passes on that this customer is to be forgotten'],
    },
  ]);
  await ask(world, 'ben', 900, 'first');
  await ask(world, 'chen', -30_000, 'second', 422);
  await ask(world, 'dora', 1_200, 'third');
}

async function ask(world: V1World, memberId: string, points: number, once: string, status = 202): Promise<void> {
  const asked = await world.post(
    '/adjustments',
    { memberId, points, reason: 'The till was away for a week' },
    { once },
  );
  if (status < 400) expect(asked.status).toBeLessThan(300);
}

describeInBrowser('Reviews', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole(fillWithCases);
  });
  afterAll(() => site.close());

  it('lists what SQL says waits, the oldest first, and by kind', async () => {
    const { page, faults } = await site.open('/reviews');
    const open = await site.world.database.reviewCase.findMany({ where: { status: 'open' }, orderBy: { id: 'asc' } });
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(open.length);
    expect(await rows.first().innerText()).toContain('Welcome gift');
    await page.getByRole('link', { name: 'Correction of points', exact: true }).first().click();
    await expect.poll(() => rows.count()).toBe(open.filter(({ subject }) => subject === 'adjustment').length);
    expect(page.url()).toMatch(/\?subject=adjustment$/);
    expect(faults).toEqual([]);
  });

  it('keeps who asked for points from deciding, with the reason beside the button', async () => {
    const { page } = await site.open('/reviews?subject=adjustment');
    await page.locator('tbody th a').first().click();
    await page.getByRole('link', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Another person decides, with a key of their own.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Add 900 points' }).getAttribute('aria-disabled')).toBe('true');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('is decided by a second person with the keyboard alone: the points are there', async () => {
    const key = await site.world.newKey();
    const { page, faults } = await site.open('/reviews?subject=adjustment', { key });
    const balance = async () => (await site.world.get('/members/ben')).body.balance.available as number;
    const before = await balance();
    await page.locator('tbody th a').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Approve' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Ben Ode gets 900 points at once.').waitFor();
    await page.getByText(`To spend now ${before.toLocaleString('en')}`).waitFor();
    await page.getByRole('button', { name: 'Add 900 points' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('What waited for it goes on.').waitFor();
    expect(await balance()).toBe(before + 900);
    await page.locator('h1').getByText('approved').waitFor();
    expect(page.url()).not.toContain('#');
    expect(faults).toEqual([]);
  });

  it('is rejected with a reason, never without', async () => {
    const { page } = await site.open('/reviews?subject=referral');
    await page.locator('tbody th a').first().click();
    await page.getByRole('link', { name: 'Reject' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.getByText('Write why it is rejected').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('Why').fill('One household, two phones');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('What waited for it ends here.').waitFor();
    const kept = await site.world.database.reviewCase.findFirstOrThrow({ where: { subject: 'referral' } });
    expect(kept).toMatchObject({ status: 'rejected', note: 'One household, two phones' });
    await page.getByText('One household, two phones').waitFor();
  });

  it('shows a case that opens meanwhile, within five seconds', async () => {
    const { page } = await site.open('/reviews');
    await page.waitForTimeout(1_500);
    await ask(site.world, 'emil', 777, 'fourth');
    await page.getByText('member emil').waitFor({ timeout: 5_000 });
  });

  it('says that there is no such case, what would fill an empty list, and what could not be read', async () => {
    const { page } = await site.open('/reviews/rev_0000000000000000');
    await page.getByRole('heading', { name: 'There is no such case' }).waitFor();
    await page.goto(`${site.world.url}/console/reviews?subject=parked-order`);
    await settled(page);
    await page.getByText('No case waits for you.').waitFor();
    await page.route('**/v1/reviews*', (route) => route.abort());
    await page.getByRole('link', { name: 'Referral' }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 15_000 });
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/reviews', 'reviews');
    const [first] = (await site.world.get('/reviews')).body.data as { id: string }[];
    await site.holdToRules(`/reviews/${first?.id ?? ''}`, 'review');
    await site.holdToRules(`/reviews/${first?.id ?? ''}#reject`, 'review-reject');
  });
});
