import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCampaign } from '../../modules/campaigns/check.ts';
import { loadCampaign, parseCampaign } from '../../modules/campaigns/load.ts';
import { compileTemplate } from '../../modules/messaging/content/template.ts';
import { emailVariables } from '../../modules/messaging/content/write-mail.ts';
import { parseProgramme, readProgrammeFile } from '../../modules/programme/file.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { programmeWords } from '../../modules/programme/rules-words.ts';
import { FileError } from '../../platform/yaml-file.ts';
import type { JsonObject } from '../../values/json.ts';
import { withCouponWords } from '../../workflows/lifecycles/coupon-words.ts';
import { sampleDay } from '../../workflows/lifecycles/sample-values.ts';
import { sampleMessage } from '../../workflows/lifecycles/samples.ts';

const now = new Date('2026-03-01T09:00:00Z');
const written = `
code: tea
name: { en: Tea Club, zh-CN: 茶友会 }
asset: { en: leaves, zh-CN: 茶叶 }
currency: GBP
zone: Europe/London
locales: [en, zh-CN]
earning: { per: 1 }
expiry: { kind: never }
tiers:
  - { code: base, name: { en: Member, zh-CN: 会员 } }
sender: { name: Tea, address: tea@shop.example }
footer:
  address: Tea Ltd, 1 High Street
  reason: { en: You asked for news of tea., zh-CN: 您订阅了茶讯。 }
shopUrl: https://tea.example/
`;
const tea = parseProgramme(written, 'tea.yaml');

const coupon = { name: { en: '5 off', 'zh-CN': '立减5镑' }, amountOff: 5, minOrder: 30, validDays: 14 };

const problemsOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
  return '';
};

/** A mail of a shipped campaign, as its settings say, to a member who reads this language. */
async function mailOf(
  campaign: { readonly code: string; readonly settings: JsonObject; readonly programme?: Programme },
  template: string,
  locale: string,
) {
  const { code, settings, programme = tea } = campaign;
  const loaded = await loadCampaign(`playbooks/${code}`);
  const file = await parseCampaign({ campaign: code, name: code, lifecycle: loaded.value.lifecycle, settings }, {});
  const { definition } = checkCampaign({ ...loaded, value: file.value }, programme, now);
  const source = definition.messages[template]?.[locale];
  const sample = sampleMessage(
    definition.lifecycle,
    template,
    definition.settings,
    sampleDay(now, programme.zone),
    locale,
  );
  if (source === undefined || sample === undefined) throw new Error(`${template} is not there`);
  const words = programmeWords(programme, locale);
  const format = { locale, zone: programme.zone, currency: programme.currency, asset: words.asset };
  const message = { variables: sample.variables, name: 'Ada', tier: 'base' };
  const subjects = { programme: words, message, points: 5, expiring: undefined };
  return compileTemplate(source, format).render(emailVariables(subjects, 'https://tea.example/u/x'));
}

describe('A member reads in one language', () => {
  it('the names of programme, points and coupon, why the mail came, and the button to the shop', async () => {
    const settings = { giftPoints: 10, giftCoupon: coupon };
    const [en, zh] = [
      await mailOf({ code: 'onboarding-gift', settings }, 'welcome', 'en'),
      await mailOf({ code: 'onboarding-gift', settings }, 'welcome', 'zh-CN'),
    ];
    expect(en.text).toContain('5 off: SAMP-LE22-CODE, until 15 March 2026, from an order of £30.00');
    expect(en.text).toContain('To the shop: https://tea.example/');
    expect(en.text).toContain('You asked for news of tea. You have 5 leaves.\nTea Ltd, 1 High Street');
    expect(en.html).toContain('<a href="https://tea.example/">To the shop</a>');
    expect(zh.text).toContain('立减5镑：SAMP-LE22-CODE');
    expect(zh.text).toContain('满 £30.00 可用');
    expect(zh.text).toContain('前往商店：https://tea.example/');
    expect(zh.text).toContain('您订阅了茶讯。您现有 5 茶叶。');
    expect(zh.subject).toBe('欢迎加入，10 茶叶已到账');
    expect(zh.text).not.toMatch(/Tea Club|leaves|5 off/);
  });

  it.each<[string, string, JsonObject]>([
    ['onboarding-gift', 'welcome', { giftCoupon: coupon }],
    ['onboarding-gift', 'gift-given', { giftCoupon: coupon, activation: 'firstOrder' }],
    ['onboarding-gift', 'gift-coupon-expiring', { giftCoupon: coupon, remindGiftDaysBefore: 3 }],
    ['check-in-streak', 'milestone', { milestoneCoupon: coupon }],
    ['referral-reward', 'friend-welcome', { friendCoupon: coupon }],
    ['referral-reward', 'friend-joined', { referrerCoupon: coupon }],
    ['referral-reward', 'friend-reward', { friendCoupon: coupon }],
    ['referral-reward', 'referral-paid', { referrerCoupon: coupon }],
    ['win-back', 'win-back-coupon', { ladder: [{ afterDays: 0, offer: 'coupon', coupon }] }],
  ])('the terms of a coupon, in every lifecycle: %s, %s', async (code, template, settings) => {
    const { text } = await mailOf({ code, settings }, template, 'en');
    expect(text).toContain('5 off');
    expect(text).toContain('£30.00');
    expect(text).toMatch(/1?[45] March 2026|14 days/);
    expect((await mailOf({ code, settings }, template, 'zh-CN')).text).toContain('立减5镑');
  });

  it('the tier by its name', () => {
    expect(programmeWords(tea, 'zh-CN').tierName('base')).toBe('会员');
    expect(programmeWords(tea, 'en-GB').tierName('base')).toBe('Member');
  });

  it('what has been issued says its own terms, by whatever names its step has them', () => {
    const issued = { expiresAt: 1_800_000_000_000, minOrderMinor: 2_000 };
    const variables = { coupon: '5 off', couponCode: 'C' };
    expect(withCouponWords(variables, { settings: {}, locale: 'en', issued })).toEqual({
      ...variables,
      ...{ couponName: '5 off', couponUntil: issued.expiresAt, couponMinOrder: 2_000, couponValidDays: 0 },
    });
    expect(withCouponWords({ streak: 3 }, { settings: {} })).toEqual({ streak: 3 });
  });
});

describe('A text that is written language by language', () => {
  it('is refused when a language of the programme is lacking: a tier, a footer, a coupon', async () => {
    const without = (from: string, to: string) =>
      problemsOf(() => parseProgramme(written.replace(from, to), 'tea.yaml'));
    expect(without(', zh-CN: 会员', '')).toContain('tiers[0].name: is not written in zh-CN. Fix: add "zh-CN"');
    expect(without(', zh-CN: 您订阅了茶讯。', '')).toContain('footer.reason: is not written in zh-CN');
    const settings = { giftCoupon: { ...coupon, name: { en: '5 off' } } };
    await expect(mailOf({ code: 'onboarding-gift', settings }, 'welcome', 'en')).rejects.toThrow(
      'settings: have a coupon, "5 off", without a name in zh-CN',
    );
  });
});

describe('The layouts of a programme', () => {
  it('go round the mails of every campaign, each file for itself, and a campaign may have its own before them', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'perennial-programme-'));
    await mkdir(join(dir, 'layouts'));
    await writeFile(join(dir, 'layouts', 'layout.en.text.liquid'), '{{ content }}\n~ Tea ~ {{ unsubscribeUrl }}');
    await writeFile(join(dir, 'tea.yaml'), `${written}layouts: layouts\n`);
    const programme = await readProgrammeFile(join(dir, 'tea.yaml'));
    const settings = { giftPoints: 10 };
    const welcome = await mailOf({ code: 'onboarding-gift', settings, programme }, 'welcome', 'en');
    expect(welcome.text).toMatch(/~ Tea ~ https:\/\/tea\.example\/u\/x\n$/);
    expect(welcome.html).toContain('Tea Ltd, 1 High Street');
    expect((await mailOf({ code: 'win-back', settings: {}, programme }, 'win-back-reminder', 'en')).text).toContain(
      '~ Tea ~',
    );

    const mails = { 'welcome.en.html.liquid': '---\nsubject: Hi\n---\nHi', 'welcome.en.text.liquid': 'Hi' };
    const own = { ...mails, 'layout.en.text.liquid': '{{ content }} Bye {{ unsubscribeUrl }}' };
    const data = { campaign: 'gift', name: 'Gift', lifecycle: 'onboarding-gift', settings: {} };
    const { definition } = checkCampaign(await parseCampaign(data, own), programme, now);
    expect(definition.messages.welcome?.en?.text).toBe('Hi Bye {{ unsubscribeUrl }}');

    await rm(join(dir, 'layouts', 'layout.en.text.liquid'));
    await expect(readProgrammeFile(join(dir, 'tea.yaml'))).rejects.toThrow('layouts: has 0 layouts');
    await rm(dir, { recursive: true });
  });
});
