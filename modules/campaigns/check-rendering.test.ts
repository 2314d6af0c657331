import { describe, expect, it } from 'vitest';
import { lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { alternativesOf, combinations } from '../../workflows/lifecycles/alternatives.ts';
import { lifecycleForms } from '../../workflows/lifecycles/forms.ts';
import type { MessageForm } from '../../workflows/lifecycles/form.ts';
import { resolveMoney } from '../../workflows/lifecycles/settings-money.ts';
import { sampleDay } from '../../workflows/lifecycles/sample-values.ts';
import { sampleMessage } from '../../workflows/lifecycles/samples.ts';
import type { TemplateFiles } from '../messaging/content/load-templates.ts';
import type { Programme } from '../programme/rules.ts';
import { formatProblem } from '../../platform/yaml-file.ts';
import { checkCampaign } from './check.ts';
import { loadCampaign, parseCampaign } from './load.ts';

const now = new Date('2026-03-01T09:00:00Z');
const programme = {
  ...{ code: 'shop', name: 'The Shop', asset: 'points', currency: 'GBP', zone: 'Europe/London', locale: 'en' },
  ...{ locales: ['en'], tiers: [{ code: 'member', name: 'Member', multiplier: { num: 1, den: 1 } }] },
} as unknown as Programme;

const welcomeHtml = (subject: string, body: string) => `---\nsubject: ${subject}\n---\n<h1>Welcome</h1>\n${body}\n`;

/** Each is rendered in every language before a launch: some tens of milliseconds a message. */
const casesMax = 100;

/** What is wrong with a welcome of this subject and these bodies, in the words of a command. */
async function problemsOf(
  { subject = 'Welcome', html = '<p>Hello</p>', text = 'Hello' },
  more: TemplateFiles = {},
  exitOn: object[] = [],
) {
  const written = await parseCampaign(
    { campaign: 'gift', name: 'Gift', lifecycle: 'onboarding-gift', settings: { giftPoints: 10 }, exitOn },
    {
      'welcome.en.html.liquid': welcomeHtml(subject, html),
      'welcome.en.text.liquid': `First line.\n\n${text}\n`,
      'profile-reminder.en.html.liquid': welcomeHtml('Almost there', '<p>Complete it</p>'),
      'profile-reminder.en.text.liquid': 'Complete it',
      ...more,
    },
  );
  return checkCampaign(written, programme, now).problems.map(formatProblem);
}

describe('A campaign can be launched', () => {
  it('with what all its members could be sent', async () => {
    expect(await problemsOf({})).toEqual([]);
  });

  it.each(lifecycleCodes)('as the playbook %s is shipped, in both languages', async (code) => {
    const written = await loadCampaign(`playbooks/${code}`);
    const both = { ...programme, locales: ['en', 'zh-CN'] };
    expect(checkCampaign(written, both, now).problems.map(formatProblem)).toEqual([]);
  });
});

describe('A launch is refused, with the file and the line that its author wrote', () => {
  it('when a date that may be lacking is printed as if it were always there', async () => {
    const [problem, ...others] = await problemsOf({ text: 'Coupon until {{ couponExpiresAt | date }}' });
    expect(problem).toMatch(
      /^templates\/welcome\.en\.text\.liquid:3: welcome\.en: can't be rendered.*: date wants an instant, not null\. Fix: /,
    );
    expect(others).toEqual([]);
  });

  it('when the date is lacking only under other settings than today, and says when', async () => {
    const text = '{% if giftWaitsFor %}{{ giftPoints | points }} until {{ couponExpiresAt | date }}{% endif %}';
    expect(await problemsOf({ text })).toEqual([
      expect.stringMatching(/:3: welcome\.en: can't be rendered when giftWaitsFor is "memberCentre".*: date wants/),
    ]);
  });

  it('with every mistake at once, whatever part it is in', async () => {
    const both = { subject: '{{ couponName }}', text: 'Until {{ couponExpiresAt | date }}' };
    expect(await problemsOf(both)).toEqual([
      expect.stringMatching(/text\.liquid:3: .*Fix: write \{% if … %\} around it/),
      expect.stringMatching(/html\.liquid:2: .*has an empty subject/),
    ]);
  });

  it('when the subject comes out empty for somebody', async () => {
    expect(await problemsOf({ subject: '{{ couponName }}' })).toEqual([
      expect.stringMatching(/^templates\/welcome\.en\.html\.liquid:2: welcome\.en: has an empty subject/),
    ]);
    expect(await problemsOf({ subject: '{{ member.name }}' })).toEqual([
      expect.stringContaining('has an empty subject when member.name is null'),
    ]);
  });

  it('when the subject stands in quotes, which members would see', async () => {
    expect(await problemsOf({ subject: '"Welcome"' })).toEqual([
      expect.stringMatching(/html\.liquid:2: .*in quotes, which members would see\. Fix: write subject: Welcome\.$/),
    ]);
    expect(await problemsOf({ subject: '"Hello" and "welcome"' })).toEqual([]);
  });

  it.each([
    ['<a>offer</a>', 'has a link without a target'],
    ['<a href="">offer</a>', 'has a link without a target'],
    ['<a href="#">offer</a>', 'has a link to "#"'],
    ['<a href="/offer">offer</a>', 'has a link to "/offer"'],
    ["<a class='x' href='{{ unsubscribeUrl }}'>stop</a>", 'has a link without a target'],
  ])('when %s leads nowhere', async (link, problem) => {
    const found = await problemsOf({ html: `<p>${link}</p>` });
    expect(found).toEqual([expect.stringContaining(problem)]);
    expect(found[0]).toContain('welcome.en.html.liquid:5: ');
  });

  it('never for a link with an address', async () => {
    const links = ['https://shop.example/a?b={{ member.name | url_encode }}', 'mailto:us@shop.example', 'tel:+44'];
    expect(await problemsOf({ html: links.map((href) => `<a href="${href}">x</a>`).join('\n') })).toEqual([]);
  });

  it('when a filter or a variable is misspelt, with the one that was meant', async () => {
    expect(await problemsOf({ text: '{{ giftPoints | point }}' })).toEqual([
      expect.stringMatching(/text\.liquid:3: .*undefined filter: point\. Fix: did you mean "points"\?.*date, money/),
    ]);
    expect(await problemsOf({ html: '<p>{{ giftPoint }}</p>' })).toEqual([
      expect.stringMatching(/html\.liquid:5: .*uses \{\{ giftPoint \}\}.*did you mean \{\{ giftPoints \}\}\?/),
    ]);
  });

  it('when a layout of its own says nowhere how to stop these e-mails', async () => {
    const layout = { 'layout.en.html.liquid': '<body>\n{{ content }}\n</body>' };
    const found = await problemsOf({}, layout);
    expect(found).toContainEqual(
      expect.stringMatching(/profile-reminder\.en: html: does not say how to stop these e-mails\. Fix: print/),
    );
    // A gift makes the welcome an offer, which is marketing as long as its author writes down no class.
    expect(found.filter((problem) => !problem.includes('profile-reminder'))).toEqual([
      expect.stringMatching(/welcome\.en: html: does not say how to stop these e-mails\. Fix: print/),
    ]);
  });

  it('when the mistake is in the layout, by the line of the layout', async () => {
    const layout = {
      'layout.en.html.liquid': '<body>\n{{ content }}\n{{ programme.nam }}\n{{ unsubscribeUrl }}</body>',
    };
    const found = await problemsOf({}, layout);
    expect(found[0]).toMatch(/^templates\/layout\.en\.html\.liquid:3: .*uses \{\{ programme\.nam \}\}/);
  });

  it('when there is no layout in a language, whose foot would be in another', async () => {
    const french = {
      'welcome.fr.html.liquid': welcomeHtml('Bienvenue', '<p>Bonjour</p>'),
      'welcome.fr.text.liquid': 'Bonjour',
    };
    await expect(problemsOf({}, french)).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: expect.stringContaining('welcome.fr: has no layout in fr') as string,
      fix: expect.stringContaining('layout.fr.html.liquid and layout.fr.text.liquid') as string,
    });
  });

  it('when a layout has no place for the message', async () => {
    await expect(problemsOf({}, { 'layout.en.text.liquid': 'Bye.' })).rejects.toMatchObject({
      message: expect.stringContaining('has no place for the message') as string,
    });
  });

  it.each([
    ['order.placd', /did you mean "order.placed"/],
    ['order.refunded', /did you mean "order.returned"/],
    ['points.redeemed', /what begins with "points." is the product's/],
    ['order.delivered', /"events" in the programme file/],
  ])('when it ends on %s, which never comes', async (event, fix) => {
    const ends = problemsOf({}, {}, [{ event, reason: 'over' }]);
    await expect(ends).rejects.toThrow(/exitOn\[0\]\.event: names an event that never comes/);
    await expect(problemsOf({}, {}, [{ event, reason: 'over' }])).rejects.toThrow(fix);
  });

  it('never when it ends on an event of the shop that the programme declares', async () => {
    const own = [{ event: 'order.delivered', reason: 'delivered' }];
    const written = await parseCampaign(
      { campaign: 'gift', name: 'Gift', lifecycle: 'onboarding-gift', settings: {}, exitOn: own },
      {},
    );
    expect(() => checkCampaign(written, { ...programme, events: ['order.delivered'] }, now)).not.toThrow();
  });
});

describe.each(lifecycleCodes)('What may be otherwise in messages of %s', (code) => {
  const forms: Readonly<Record<string, MessageForm>> = lifecycleForms[code].messages;
  const settings = resolveMoney(lifecycleForms[code].settings.parse({}), 'GBP', () => expect.unreachable());

  it.each(Object.keys(forms))('is said of variables that %s has, and in few enough cases', (template) => {
    const axes = alternativesOf(code, template, sampleDay(now, 'Europe/London'));
    const known = Object.keys(forms[template]?.variables ?? {});
    for (const axis of axes)
      for (const choice of axis) expect(known).toEqual(expect.arrayContaining(Object.keys(choice)));
    const sample = sampleMessage(code, template, settings, sampleDay(now, 'Europe/London'));
    expect(combinations(sample?.variables ?? {}, axes).length).toBeLessThan(casesMax);
  });
});
