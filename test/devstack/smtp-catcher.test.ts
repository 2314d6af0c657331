import { renameSync, symlinkSync } from 'node:fs';
import { get } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeMail } from '../../modules/messaging/content/compose-mail.ts';
import { type MailServer, openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { decodeWords, readMail, readMailbox } from '../../devstack/mailbox.ts';
import { type SmtpCatcher, startSmtpCatcher } from '../../devstack/smtp-catcher.ts';

let dir: string;
let catcher: SmtpCatcher;
let server: MailServer;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perennial-mail-'));
  catcher = await startSmtpCatcher({ dir });
  server = openMailServer({ url: catcher.smtpUrl, connectionsMax: 2, silenceMs: 500, answerMs: 500 });
});
afterAll(async () => {
  await server.close();
  await catcher.stop();
  await rm(dir, { recursive: true });
});

const letter = async (to: string, subject = 'Hello') => {
  const { raw } = await composeMail({
    subject,
    html: `<p>${subject}</p><script>alert(1)</script>`,
    text: subject,
    sender: { name: 'Club', address: 'club@shop.example' },
    recipient: { name: null, address: to },
    messageId: `<${to}>`,
    date: new Date('2026-01-15T12:00:00Z'),
    unsubscribeUrl: null,
  });
  return raw;
};
const send = async (to: string, subject?: string) =>
  server.send({ from: 'club@shop.example', to, raw: await letter(to, subject) });

describe('The mail catcher', () => {
  it('keeps every mail, on disk and for those who wait for it', async () => {
    const subject = '您有 1,200 积分将于2026年1月22日到期，这是一行足够长的标题，长到必须折行';
    expect(await Promise.all([send('a@example.test', subject), send('b@example.test')])).toEqual([
      { kind: 'accepted' },
      { kind: 'accepted' },
    ]);
    const [mail] = (await catcher.waitFor(2)).filter(({ to }) => to.includes('a@example.test'));
    expect(mail).toMatchObject({ subject, from: 'club@shop.example', messageId: '<a@example.test>' });
    expect(await readMailbox(dir)).toEqual(catcher.messages());
    expect(String(await readMail(dir, mail?.id ?? ''))).toContain('Message-ID: <a@example.test>');
    await expect(catcher.waitFor(99, 50)).rejects.toThrow('of 99 mails');
  });

  it.each([
    ['=?utf-8?B?5oKo5pyJ?= =?utf-8?Q?_1=2C200?=', '您有 1,200'],
    // One character cut in two by the end of a word.
    ['=?UTF-8?Q?=E6=82?=\t=?utf-8?q?=A8?=', '您'],
    ['Re: =?iso-8859-1*fr?Q?caf=E9?= =?gb18030?B?xOO6ww==?= for two', 'Re: café你好 for two'],
    ['=?no-such-charset?Q?a?=', '=?no-such-charset?Q?a?='],
    ['2 =? 3', '2 =? 3'],
  ])('reads the subject %s', (subject, expected) => {
    expect(decodeWords(subject)).toBe(expected);
  });

  it('shows them on a page that runs nothing of what they bring', async () => {
    const list = await fetch(`${catcher.pageUrl}?q=a@example`);
    expect(await list.text()).toContain('您有 1,200 积分');
    const id = catcher.messages().find(({ to }) => to.includes('a@example.test'))?.id ?? '';
    const html = await fetch(`${catcher.pageUrl}${id}/html`);
    expect(await html.text()).toContain('<p>您有 1,200 积分');
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await (await fetch(`${catcher.pageUrl}${id}`)).text()).toContain(`sandbox="allow-popups"`);
    expect(await (await fetch(`${catcher.pageUrl}${id}/source`)).text()).toContain('Message-ID: <a@example.test>');
    expect((await fetch(`${catcher.pageUrl}999`)).status).toBe(404);
    expect((await fetch(`${catcher.pageUrl}..%2f..%2fetc%2fpasswd`)).status).toBe(404);
  });

  it('shows them to nobody who comes by the name of another site', async () => {
    const asked = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        get(catcher.pageUrl, { headers: { host } }, (answer) => resolve(answer.resume().statusCode)).on(
          'error',
          reject,
        );
      });
    expect(await asked('rebound.example')).toBe(403);
    expect(await asked('rebound.example:8025')).toBe(403);
    expect(await asked('localhost:8025')).toBe(200);
  });

  it('reads names in headers, too, as a mail program does', async () => {
    const name = Buffer.from('礼品店').toString('base64');
    const headers = `From: =?UTF-8?B?${name}?= <club@shop.example>\r\nTo: <c@example.test>\r\nSubject: Hello`;
    await server.send({ from: 'club@shop.example', to: 'c@example.test', raw: Buffer.from(`${headers}\r\n\r\nHello`) });
    const id = catcher.messages().find(({ to }) => to.includes('c@example.test'))?.id ?? '';
    const page = await (await fetch(`${catcher.pageUrl}${id}`)).text();
    expect(page).toContain('<dd>礼品店 &lt;club@shop.example&gt;</dd>');
    expect(page).not.toContain('=?UTF-8?');
  });

  it.each([
    [{ fault: 'refuse', code: 550, text: 'no such user' }, { kind: 'refused', code: 550, stage: 'recipient' }, 0],
    [{ fault: 'refuse', at: 'data', code: 452 }, { kind: 'refused', code: 452, stage: 'message' }, 0],
    [{ fault: 'drop-before' }, { kind: 'interrupted' }, 0],
    [{ fault: 'drop-after' }, { kind: 'unknown' }, 1],
    [{ fault: 'silence' }, { kind: 'interrupted' }, 0],
    [{ fault: 'silence', at: 'data' }, { kind: 'unknown' }, 0],
  ] as const)('does as it is told: %j', async (rule, result, kept) => {
    const before = catcher.messages().length;
    const undo = catcher.respond({ ...rule, to: 'x@' });
    expect(await send('x@example.test')).toMatchObject(result);
    undo();
    expect(catcher.messages()).toHaveLength(before + kept);
    expect(await send('x@example.test')).toEqual({ kind: 'accepted' });
  });

  it('finds the mails of an earlier run again', async () => {
    const first = await startSmtpCatcher({ dir: join(dir, 'again') });
    const one = openMailServer({ url: first.smtpUrl });
    await one.send({ from: 'a@b.example', to: 'c@d.example', raw: await letter('c@d.example') });
    await one.close();
    await first.stop();
    const second = await startSmtpCatcher({ dir: join(dir, 'again') });
    expect(second.messages()).toMatchObject([{ id: '1', to: ['c@d.example'] }]);
    await second.stop();
  });

  it('takes mails again after its disk was full for a while, and acknowledges none in between', async () => {
    const folder = join(dir, 'full');
    const full = await startSmtpCatcher({ dir: folder });
    const one = openMailServer({ url: full.smtpUrl });
    const write = async (to: string) => one.send({ from: 'a@b.example', to, raw: await letter(to) });
    expect(await write('first@d.example')).toEqual({ kind: 'accepted' });
    const index = join(folder, 'index.ndjson');
    renameSync(index, `${index}.aside`);
    symlinkSync('/dev/full', index);
    expect(await write('second@d.example')).toMatchObject({ kind: 'refused' });
    renameSync(`${index}.aside`, index);
    expect(await write('third@d.example')).toEqual({ kind: 'accepted' });
    await one.close();
    await full.stop();
    expect((await readMailbox(folder)).map(({ to }) => to[0])).toEqual(['first@d.example', 'third@d.example']);
  });

  it('is known to be away when it is', async () => {
    const away = openMailServer({ url: 'smtp://127.0.0.1:1' });
    expect(await away.send({ from: 'a@b.example', to: 'c@d.example', raw: Buffer.from('x') })).toMatchObject({
      kind: 'unreachable',
      problem: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
