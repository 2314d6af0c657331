import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { previewMessage } from '../../modules/campaigns/preview-message.ts';
import { readUnsubscribe } from '../../modules/messaging/reachability/unsubscribe-link.ts';
import { lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { lifecycleForms } from '../../workflows/lifecycles/forms.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { unsubscribe } from '../support/mail-links.ts';
import { type MailWorld, openMailWorld } from '../support/mail-world.ts';
import { runCli } from '../support/run-cli.ts';

let world: MailWorld;
let caughtBefore: number;
beforeAll(async () => {
  world = await openMailWorld();
  await runCli(world.url, ['campaign', 'apply', 'playbooks/onboarding-gift']);
});
beforeEach(() => {
  caughtBefore = world.catcher.messages().length;
});
afterAll(() => world.close());

const preview = (...words: string[]) =>
  runCli(world.url, ['message', 'preview', ...words], {
    SMTP_URL: world.catcher.smtpUrl,
    PUBLIC_URL: unsubscribe.publicUrl,
  });

interface Previewed {
  readonly subject: string;
  readonly class: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
  readonly notes: readonly string[];
}

async function previewJson(...words: string[]): Promise<Previewed> {
  const { code, stdout, stderr } = await preview(...words, '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Previewed;
}

/** Everything a real message leaves behind. */
async function traces(): Promise<number[]> {
  const { message, step, auditEvent, ledgerCoupon, event } = world.database;
  return await Promise.all([message.count(), step.count(), auditEvent.count(), ledgerCoupon.count(), event.count()]);
}

describe('perennial message preview', () => {
  it('shows what a member would get from a file that was not applied, with somebody made up', async () => {
    const { code, stdout, stderr } = await preview('playbooks/win-back', 'win-back-coupon');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^From +Gift Shop Club <club@giftshop\.example>$/m);
    expect(stdout).toMatch(/^Template +win-back-coupon \(en\), marketing by email$/m);
    expect(stdout).toMatch(/^List-Unsubscribe +<https:\/\/club\.example\/u\/preview>$/m);
    expect(stdout).toContain('SAMP-LE22-CODE');
    expect(stderr).toContain('made up');
  });

  it.each(lifecycleCodes)('writes every message of the playbook %s in every language', async (code) => {
    const programme = await loadProgramme(world.database, world.programmeId);
    for (const template of Object.keys(lifecycleForms[code].messages)) {
      for (const locale of ['en', 'zh-CN']) {
        const request = { campaign: await loadCampaign(`playbooks/${code}`), template, locale };
        const { email } = await previewMessage({ ...world, publicUrl: unsubscribe.publicUrl }, programme, request);
        expect(email.subject).not.toBe('');
        expect(email.text + email.html).not.toMatch(/undefined|NaN|Invalid|\[object/);
      }
    }
  });

  it('takes the language, name and points of a real member, and says what would keep the mail from going', async () => {
    const person = await world.addPerson({ name: '小雨', locale: 'zh-CN' });
    await world.earnPoints(person.memberId, 1_200, new Date(Date.now() + 5 * 86_400_000).toISOString());
    const countdown = await previewJson('playbooks/points-expiry', 'points-expiring', '--member', person.email);
    expect(countdown.subject).toContain('1,200');
    expect(countdown.text).toContain('小雨');
    expect(countdown.notes.join()).not.toContain('would not be sent');

    const offer = await previewJson('playbooks/win-back', 'win-back-reminder', '--member', person.email);
    expect(offer.notes.join()).toContain('It would not be sent: no consent to marketing by e-mail.');
  });

  it('says what the step said the last time to this member, of a campaign that was applied', async () => {
    const person = await world.addPerson({ name: 'Ada' });
    const gift = await world.database.campaign.findFirstOrThrow({ where: { code: 'onboarding-gift' } });
    await world.reserve([person], {
      template: 'profile-reminder',
      channel: 'email',
      class: 'service',
      variables: { profilePoints: 77 },
    });
    await world.database.message.updateMany({
      where: { memberId: BigInt(person.memberId) },
      data: { campaignId: gift.id },
    });
    const email = await previewJson('onboarding-gift', 'profile-reminder', '--member', person.email);
    expect(email.text).toContain('77');
    expect(email.notes.join()).toMatch(/that of message \d+/);
  });

  it('writes the html to a file, or prints the text alone', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'perennial-preview-')), 'welcome.html');
    const [html, text] = await Promise.all([
      preview('onboarding-gift', 'welcome', '--html', file),
      preview('onboarding-gift', 'welcome', '--text'),
    ]);
    expect(html.stderr).toContain(`The html is in ${file}.`);
    expect(await readFile(file, 'utf8')).toContain('<html');
    expect(text.stdout).toMatch(/^Welcome, Ada\./);
    expect(text.stdout).not.toContain('From');
  });

  it('sends one marked mail to an address, whose way out is nobody’s, and leaves no trace', async () => {
    const person = await world.addPerson({ marketing: true });
    const before = await traces();
    const answer = await preview(
      ...['playbooks/win-back', 'win-back-reminder', '--member', person.email],
      ...['--send-to', ' Me@Shop.example'],
    );
    expect(answer.code, answer.stderr).toBe(0);
    const caught = world.catcher.messages().slice(caughtBefore);
    expect(caught.map(({ to }) => to)).toEqual([['me@shop.example']]);
    const mail = await simpleParser((await world.catcher.raw(caught[0]?.id ?? '')) ?? '');
    expect(mail.subject).toMatch(/^\[preview\] /);
    expect(mail.messageId).toMatch(/^<preview-/);
    const token = /\/u\/([^"\s>]+)/.exec(String(mail.html))?.[1] ?? '';
    expect(token).toBe('preview');
    expect(readUnsubscribe(unsubscribe.secret, token)).toBeUndefined();
    expect(await traces()).toEqual(before);
  });

  it.each([
    ['an unknown message', ['onboarding-gift', 'wellcome'], 3, /Name one of welcome, gift-given, /],
    ['an unknown campaign', ['onboarding', 'welcome'], 3, /Choose one of: all, onboarding-gift\./],
    ['an unknown member', ['onboarding-gift', 'welcome', '--member', 'nobody'], 3, /No member of .* "nobody"/],
    ['a language it is not written in', ['onboarding-gift', 'welcome', '--locale', 'fr'], 2, /one of en, zh-CN/],
    ['no address', ['onboarding-gift', 'welcome', '--send-to', 'Anna'], 2, /"Anna" is not an e-mail address/],
    ['html and text at once', ['onboarding-gift', 'welcome', '--text', '--html', 'x'], 2, /cannot be used with/],
    ['a folder that is not there', ['onboarding-gift', 'welcome', '--html', 'no/such/x.html'], 2, /can't be written/],
  ])('refuses %s, with the fix', async (_, words, code, said) => {
    const answer = await preview(...words);
    expect(answer.stderr).toMatch(said);
    expect(answer.code).toBe(code);
  });

  it('sends nothing to an address that is suppressed, and says so when the mail server refuses', async () => {
    await runCli(world.url, ['message', 'suppress', 'stop@shop.example', '--reason', 'asked us']);
    world.catcher.respond({ to: 'full@shop.example', fault: 'refuse', code: 550, text: 'no such user' });
    const send = (address: string) => preview('onboarding-gift', 'welcome', '--send-to', address);
    const [stopped, refused] = await Promise.all([send('stop@shop.example'), send('full@shop.example')]);
    expect(stopped).toMatchObject({ code: 5, stderr: expect.stringContaining('Nothing goes to stop@shop.example') });
    expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining('no such user') });
    expect(world.catcher.messages()).toHaveLength(caughtBefore);
  });
});
