import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import { memberIdOf } from '../../modules/members/find.ts';
import type { V1World } from '../support/v1-world.ts';
import { axeFindings, describeInBrowser } from './support/browser.ts';
import { fillShop } from './support/filled-shop.ts';
import { type Console, openConsole } from './support/open-console.ts';

const codes: string[] = [];

async function issue(world: V1World, member: string, keys: readonly string[]): Promise<string[]> {
  const memberId = String(await memberIdOf(world.database, world.programmeId, member));
  const offer = {
    ...({ name: 'Five pounds off', benefit: { kind: 'amountOff', amountMinor: 500 } } as const),
    ...{ minOrderMinor: 3_000, validDays: 14 },
  } as const;
  const issued = await issueCoupons(
    world.database,
    { programmeId: world.programmeId, zone: 'Europe/London' },
    keys.map((key) => ({ memberId, key, offer, at: world.clock.now(), actor: 'test', reason: 'A welcome' })),
  );
  return issued.map((answer) => (answer.ok ? answer.code : answer.message));
}

async function fillWithCoupons(world: V1World): Promise<void> {
  await fillShop(world);
  codes.push(...(await issue(world, 'anna', ['a', 'b'])), ...(await issue(world, 'ben', ['c'])));
  const used = { orderId: 'till-1', amountMinor: 4_000, memberId: 'anna' };
  expect((await world.post(`/coupons/${codes[1]}/redeem`, used)).status).toBe(200);
}

describeInBrowser('Coupons', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole(fillWithCoupons);
  });
  afterAll(() => site.close());

  it('are listed as SQL has them, and found by member and state', async () => {
    const { page, faults } = await site.open('/coupons');
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(await site.world.database.ledgerCoupon.count());
    await page.getByLabel('Member').fill('anna');
    await page.getByLabel('State').selectOption('redeemed');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect.poll(() => rows.count()).toBe(1);
    expect(page.url()).toMatch(/\?member=anna&status=redeemed$/);
    await page.goto(`${site.world.url}/console/coupons?member=nobody`);
    await page.getByText('No coupon matches.').waitFor();
    expect(faults).toEqual([]);
  });

  it('are withdrawn with a reason by the keyboard alone, and tell what became of them', async () => {
    const { page } = await site.open(`/coupons/${codes[0]}`);
    await page.getByRole('link', { name: 'Withdraw the coupon' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Withdraw the coupon' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByText('Write why; the coupon keeps it.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('Why').focus();
    await page.keyboard.type('Given twice');
    await dialog.getByRole('button', { name: 'Withdraw the coupon' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The coupon is withdrawn.').waitFor();
    await page.getByText('↳ Given twice').waitFor();
    expect((await site.world.get(`/coupons/${codes[0]}`)).body.status).toBe('cancelled');
  });

  it('that were used are given back, and can be used again', async () => {
    const { page } = await site.open(`/coupons/${codes[1]}#return`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('The order was cancelled');
    await dialog.getByRole('button', { name: 'Give the coupon back' }).click();
    await page.getByText('The coupon is given back.').waitFor();
    expect((await site.world.get(`/coupons/${codes[1]}`)).body.status).toBe('issued');
  });

  it('show what is given while the list is open, within five seconds, and that a code is unknown', async () => {
    const { page } = await site.open('/coupons');
    await page.waitForTimeout(1_500);
    const [code = ''] = await issue(site.world, 'chen', ['d']);
    await page.getByText(code).first().waitFor({ timeout: 5_000 });
    await page.goto(`${site.world.url}/console/coupons/AAAA-BBBB-CCCC`);
    await page.getByRole('heading', { name: 'There is no such coupon' }).waitFor();
  });

  it('hold to the rules of every page', async () => {
    await site.holdToRules('/coupons', 'coupons');
    await site.holdToRules(`/coupons/${codes[2]}`, 'coupon');
    await site.holdToRules(`/coupons/${codes[2]}#cancel`, 'coupon-cancel');
  });
});
