import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { previewMessage } from '../../modules/campaigns/preview-message.ts';
import { composeTemplates } from '../../modules/messaging/content/load-templates.ts';
import { applyProgramme } from '../../modules/programme/apply.ts';
import { findProgramme } from '../../modules/programme/find.ts';
import type { StoredProgramme } from '../../modules/programme/rows.ts';
import { type Clock, openClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { reference } from '../support/shop.ts';

const by = { actor: 'test' };

let deps: { readonly database: Database; readonly clock: Clock };
let programme: StoredProgramme;
let campaigns = 0;
beforeAll(async () => {
  const { database } = await freshDatabase();
  deps = { database, clock: await openClock(database) };
  await applyProgramme(deps, reference, by);
  programme = await findProgramme(database, undefined);
});

/** A playbook under another code, its reminder by SMS, with other texts beside. */
async function written(
  texts: Readonly<Record<string, string | null>> = {},
  change: [string, string] = ['message: coupon-reminder\n', 'message: coupon-reminder\n    channel: sms\n'],
) {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-texts-'));
  await cp('playbooks/first-order-coupon', folder, { recursive: true });
  const file = join(folder, 'campaign.yaml');
  const text = (await readFile(file, 'utf8')).replace(
    'campaign: first-order-coupon',
    `campaign: texts-${(campaigns += 1)}`,
  );
  expect(text).toContain(change[0]);
  await writeFile(file, text.replace(...change));
  for (const [name, content] of Object.entries(texts)) {
    const path = join(folder, 'messages', name);
    await (content === null ? import('node:fs/promises').then(({ rm }) => rm(path)) : writeFile(path, content));
  }
  return loadCampaign(folder);
}

const apply = async (...of: Parameters<typeof written>) => applyCampaign(deps, programme, await written(...of), by);
const sms = 'coupon-reminder.en.sms.liquid';

describe('A short text', () => {
  it('is a file beside its mail, by the name of its channel, with a title and a link where phones show them', async () => {
    const { messages, shortTexts, places } = await composeTemplates(
      {
        'hello.en.push.liquid':
          '---\ntitle: Hello {{ member.name }}\nurl: https://shop.example/\n---\n\nYour points wait.\n',
        'hello.en.sms.liquid': 'Your points wait.\n',
      },
      'messages',
    );
    expect(messages).toEqual({});
    expect(shortTexts).toEqual({
      hello: {
        en: {
          push: { text: 'Your points wait.', title: 'Hello {{ member.name }}', url: 'https://shop.example/' },
          sms: { text: 'Your points wait.' },
        },
      },
    });
    expect(places('hello', 'en', 'push', 1)).toEqual({ file: 'messages/hello.en.push.liquid', line: 6 });
  });

  it.each([
    [
      { 'hello.en.sms.liquid': '---\ntitle: Hello\n---\nText' },
      /hello\.en\.sms\.liquid:2: "title: Hello" is not known here/,
    ],
    [{ 'layout.en.sms.liquid': 'x' }, /layout\.en\.sms\.liquid: is a layout, and short texts have none/],
    [{ 'hello.en.fax.liquid': 'x' }, /hello\.en\.fax\.liquid: is not named as a template/],
  ])('is refused with its place where it is none: %j', async (files, problem) => {
    await expect(composeTemplates(files, 'messages')).rejects.toThrow(problem);
  });

  it('is stored with its campaign, which can be launched', async () => {
    const report = await apply();
    expect(report).toMatchObject({ change: 'created', problems: [] });
    expect(await launchCampaign(deps, programme, report.campaign, by)).toMatchObject({ status: 'live' });
  });

  it('alone is enough for a message that goes by no mail', async () => {
    const mails = ['en', 'zh-CN'].flatMap((locale) =>
      ['html', 'text'].map((kind) => `coupon-reminder.${locale}.${kind}.liquid`),
    );
    const report = await apply(Object.fromEntries(mails.map((name) => [name, null])));
    expect(report.problems).toEqual([]);
  });
});

describe('A launch is held up by a short text', () => {
  it.each([
    ['that is missing in a language', { [sms]: null }, /has no text for sms in en/, /coupon-reminder\.en\.sms\.liquid/],
    [
      'of marketing that says no way out',
      { [sms]: 'Your coupon ends.' },
      /does not say how to get no more/,
      /\{\{ optOut \}\}/,
    ],
    [
      'that uses what its message has not',
      { [sms]: '{{ couponCodes }} {{ optOut }}' },
      /uses \{\{ couponCodes \}\}/,
      /couponCode/,
    ],
    ['that would end mails', { [sms]: '{{ unsubscribeUrl }} STOP' }, /unsubscribeUrl/, /optOut/],
    ['that is no Liquid', { [sms]: '{% if %} {{ optOut }}' }, /is not valid Liquid/, /./],
    [
      'that takes more than ten SMS',
      { [sms]: `${'Your coupon ends. '.repeat(90)}{{ optOut }}` },
      /takes 11 SMS, and 10 are the most/,
      /shorten/,
    ],
    [
      'that may come out empty',
      { [sms]: "{% if couponCode != '' %}{{ optOut }}{% endif %}" },
      /comes out empty, when/,
      /./,
    ],
  ])('%s', async (_, texts, problem, fix) => {
    const { problems } = await apply(texts);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toMatch(problem);
    expect(problems[0]?.fix).toMatch(fix);
  });

  it('at the line where it was written', async () => {
    const { problems } = await apply({ [sms]: 'Your coupon\nends. {{ optOut }}\n{{ nothing }}' });
    expect(problems).toMatchObject([
      { file: expect.stringMatching(/coupon-reminder\.en\.sms\.liquid$/) as string, line: 3 },
    ]);
  });

  it('but not for the way out where a service is told, or where words say it', async () => {
    const service = await apply({ [sms]: 'Your coupon ends.' }, [
      'message: coupon-reminder\n',
      'message: coupon-reminder\n    channel: sms\n    class: service\n',
    ]);
    const words = await apply({ [sms]: 'Your coupon ends. Answer STOP for no more.' });
    expect([...service.problems, ...words.problems]).toEqual([]);
  });

  it('of push without a title', async () => {
    const texts = {
      'coupon-reminder.en.push.liquid': 'Your coupon ends.',
      'coupon-reminder.zh-CN.push.liquid': '---\ntitle: 优惠券\n---\n快到期了',
    };
    const { problems } = await apply(texts, [
      'message: coupon-reminder\n',
      'message: coupon-reminder\n    channel: push\n',
    ]);
    expect(problems).toMatchObject([{ problem: 'push: has no title' }]);
  });
});

describe('A preview', () => {
  it.each([
    [
      'en',
      /^Gift Shop Club: 20% off your first order, until .* Code SAMP-LE22-CODE\. Reply STOP to opt out$/,
      'GSM-7',
      1,
    ],
    ['zh-CN', /^【礼品店会员俱乐部】|^【Gift Shop Club】/, 'UCS-2', 1],
  ])('shows what goes by SMS and what it takes, in %s', async (locale, text, encoding, segments) => {
    const request = { campaign: await written(), template: 'coupon-reminder', locale };
    const { texts, email } = await previewMessage(deps, programme, request);
    expect(texts).toMatchObject([
      { channel: 'sms', title: null, url: null, problem: null, sms: { encoding, segments } },
    ]);
    expect(texts[0]?.text).toMatch(text);
    expect(email.html).not.toBe('');
  });
});
