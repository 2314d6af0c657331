import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createConnection } from '../../modules/connect/create.ts';
import { type MailCall, receiveMailCall } from '../../modules/connect/mail/receive.ts';
import { isSnsAddress, signedText, type SnsEnvelope } from '../../modules/connect/mail/ses.ts';
import type { MailKind, SettingsInput } from '../../modules/connect/settings.ts';
import { freshDatabase } from '../support/database.ts';
import { clock, now, openShop } from '../support/shop.ts';

const { database } = await freshDatabase();
const read = (name: string) => readFileSync(`test/connect/fixtures/mail/${name}`, 'utf8');
const body = (name: string) => JSON.parse(read(`${name}.json`)) as Record<string, unknown>;
const secret = 'the provider and we know it';

/** A programme whose mails go by a provider. */
async function connectProvider(kind: MailKind, settings: SettingsInput = {}, key: string | null = secret) {
  const { programmeId } = await openShop(database);
  const signed = key === null ? {} : { secret: key };
  const { id } = await createConnection(database, programmeId, { kind, settings, actor: 'test', ...signed }, now);
  const asked: string[] = [];
  const certificates: Record<string, string> = {};
  const deps = {
    ...{ database, clock, logger: { warn: () => undefined } },
    askSns: async (address: string) => {
      asked.push(address);
      return certificates[address] ?? 'confirmed';
    },
  };
  const call = (text: string, headers: Record<string, string> = {}) => {
    const sent: MailCall = { kind, connectionId: id, headers: new Headers(headers), body: Buffer.from(text) };
    return receiveMailCall(deps, sent);
  };
  const suppressed = async () =>
    (await database.suppression.findMany({ where: { programmeId }, orderBy: { address: 'asc' } })).map(
      ({ address, reason }) => `${address}: ${reason}`,
    );
  return { programmeId, call, suppressed, asked, certificates };
}
const basic = (password: string) => ({
  Authorization: `Basic ${Buffer.from(`perennial:${password}`).toString('base64')}`,
});
const unsigned = { code: 'SIGNATURE_INVALID' };

describe('Postmark', () => {
  it('tells of a bounce once, with the password of the connection', async () => {
    const { call, suppressed } = await connectProvider('postmark');
    const text = read('postmark-bounce.json');
    const report = { id: 'postmark:4323372036854775807', suppressed: true };
    expect(await call(text, basic(secret))).toEqual({ reports: [{ ...report, status: 'taken' }], ignored: null });
    expect(await call(text, basic(secret))).toMatchObject({ reports: [{ ...report, status: 'duplicate' }] });
    expect(await suppressed()).toEqual(['john@example.com: bounced: Test bounce details']);
    for (const headers of [{}, basic('another'), { Authorization: `Bearer ${secret}` }]) {
      await expect(call(text, headers)).rejects.toMatchObject(unsigned);
    }
  });

  it.each([
    [{ Type: 'Transient' }, { reports: [{ suppressed: false }] }],
    [{ RecordType: 'SpamComplaint', Type: 'SpamComplaint' }, { reports: [{ suppressed: true }] }],
    [{ Type: 'AutoResponder' }, { reports: [], ignored: 'nothing follows from "AutoResponder"' }],
    [
      { RecordType: 'Delivery', Type: undefined },
      { reports: [], ignored: 'nothing follows from "Delivery"' },
    ],
  ])('with %j comes to what it says', async (changes, answer) => {
    const { call } = await connectProvider('postmark');
    expect(await call(JSON.stringify({ ...body('postmark-bounce'), ...changes }), basic(secret))).toMatchObject(answer);
  });

  it('that is not understood is refused, and the field named', async () => {
    const { call } = await connectProvider('postmark');
    const without = { ...body('postmark-bounce'), BouncedAt: 'then' };
    for (const [text, field] of [
      [JSON.stringify(without), 'BouncedAt'],
      ['{}', 'RecordType'],
    ] as const) {
      await expect(call(text, basic(secret))).rejects.toMatchObject({ code: 'REPORT_INVALID', field });
    }
  });
});

describe('Mailgun', () => {
  const signed = (key: string, changes: object = {}) => {
    const [timestamp, token] = ['1779200000', 'a8ce0edb2dd8301dee6c2405235584e4'];
    const signature = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
    const { 'event-data': data } = body('mailgun-failed') as { 'event-data': object };
    return JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': { ...data, ...changes } });
  };

  it('tells of a failure that is permanent, signed in its body', async () => {
    const { call, suppressed } = await connectProvider('mailgun');
    expect(await call(signed(secret))).toMatchObject({
      reports: [{ id: 'mailgun:G9Bn5sl1TC6nu79C8C0bwg', suppressed: true }],
    });
    expect(await suppressed()).toEqual([
      'alice@example.com: bounced: 605 Not delivering to previously bounced address',
    ]);
    await expect(call(signed('another key'))).rejects.toMatchObject(unsigned);
    await expect(call('{}')).rejects.toMatchObject(unsigned);
  });

  it.each([
    [{ severity: 'temporary' }, 'nothing follows from "failed"'],
    [{ event: 'opened' }, 'nothing follows from "opened"'],
    [{ event: 'complained' }, null],
  ])('with %j is taken or ignored', async (changes, ignored) => {
    expect((await (await connectProvider('mailgun')).call(signed(secret, changes))).ignored).toBe(ignored);
  });
});

describe('SendGrid', () => {
  it('tells of many events at once, signed over the raw body', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const { call, suppressed } = await connectProvider('sendgrid', {}, key);
    const text = read('sendgrid-events.json');
    const signature = sign('sha256', Buffer.from(`1779200000${text}`), privateKey).toString('base64');
    const headers = {
      'X-Twilio-Email-Event-Webhook-Signature': signature,
      'X-Twilio-Email-Event-Webhook-Timestamp': '1779200000',
    };
    expect((await call(text, headers)).reports).toMatchObject([
      { suppressed: true },
      { suppressed: true },
      { suppressed: false },
    ]);
    expect(await suppressed()).toEqual([
      'bounced@example.com: bounced: 5.0.0 500 unknown recipient',
      'spam@example.com: complained',
    ]);
    await expect(call(JSON.stringify(JSON.parse(text)), headers)).rejects.toMatchObject(unsigned);
    await expect(call(text, {})).rejects.toMatchObject(unsigned);
    const later = { ...headers, 'X-Twilio-Email-Event-Webhook-Timestamp': '1779200001' };
    await expect(call(text, later)).rejects.toMatchObject(unsigned);
  });
});

describe('Mailjet', () => {
  it('tells of one event or of many, with the password of the connection', async () => {
    const { call, suppressed } = await connectProvider('mailjet');
    const events = JSON.parse(read('mailjet-events.json')) as object[];
    expect((await call(JSON.stringify(events), basic(secret))).reports).toHaveLength(2);
    expect((await call(JSON.stringify(events[0]), basic(secret))).reports).toMatchObject([{ status: 'duplicate' }]);
    expect(await suppressed()).toEqual([
      'bounce@mailjet.com: bounced: recipient user unknown Host or domain name not found.',
      'spam@mailjet.com: complained',
    ]);
    await expect(call(JSON.stringify(events), {})).rejects.toMatchObject(unsigned);
  });
});

describe('SES', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:mail-reports';
  const key = createPrivateKey(read('sns-key.pem'));
  let number = 0;
  /** An envelope of SNS, signed with the key of these tests. */
  function envelope(message: string, changes: Partial<SnsEnvelope> = {}) {
    const unsignedOne: SnsEnvelope = {
      ...{ Type: 'Notification', MessageId: '22b80b92', TopicArn: topicArn, Message: message },
      ...{ Timestamp: '2026-05-19T15:00:00.000Z', SignatureVersion: '2', Signature: '' },
      // A certificate is kept by its address.
      SigningCertURL: `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${(number += 1)}.pem`,
      ...changes,
    };
    const digest = unsignedOne.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
    return { ...unsignedOne, Signature: sign(digest, Buffer.from(signedText(unsignedOne)), key).toString('base64') };
  }
  const open = async () => {
    const provider = await connectProvider('ses', { topicArn }, null);
    const send = (sent: SnsEnvelope, certificate = read('sns-cert.pem')) => {
      provider.certificates[sent.SigningCertURL] = certificate;
      return provider.call(JSON.stringify(sent), { 'Content-Type': 'text/plain; charset=UTF-8' });
    };
    return { ...provider, send };
  };

  it.each(['1', '2'] as const)('tells of bounces and complaints, signed in version %s', async (SignatureVersion) => {
    const { send, suppressed } = await open();
    for (const name of ['ses-bounce.json', 'ses-complaint.json']) {
      expect(await send(envelope(read(name), { SignatureVersion }))).toMatchObject({ reports: [{ suppressed: true }] });
    }
    expect(await suppressed()).toEqual([
      'jane@example.com: bounced: 5.1.1 smtp; 550 5.1.1 <jane@example.com>... User',
      'richard@example.com: complained: abuse',
    ]);
  });

  it('is asked about its certificate alone, and believed when that is of SNS', async () => {
    const { send, asked } = await open();
    const good = envelope(read('ses-bounce.json'));
    await expect(send({ ...good, Message: good.Message.replace('jane', 'mary') })).rejects.toMatchObject(unsigned);
    await expect(send(envelope(read('ses-bounce.json')), read('other-cert.pem'))).rejects.toMatchObject(unsigned);
    await expect(send(envelope(read('ses-bounce.json')), 'no certificate')).rejects.toMatchObject(unsigned);
    asked.length = 0;
    const elsewhere = [
      ...['https://sns.eu-west-1.amazonaws.com.evil.example/x.pem', 'http://sns.eu-west-1.amazonaws.com/x.pem'],
      ...[
        'https://bucket.s3.amazonaws.com/x.pem',
        'https://169.254.169.254/x.pem',
        'https://u@sns.eu-west-1.amazonaws.com/',
      ],
      'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
    ];
    for (const SigningCertURL of elsewhere) {
      expect(isSnsAddress(SigningCertURL)).toBe(false);
      await expect(send(envelope('{}', { SigningCertURL }))).rejects.toMatchObject(unsigned);
    }
    const other = envelope('{}', { TopicArn: topicArn.replace('mail', 'other') });
    await expect(send(other)).rejects.toMatchObject(unsigned);
    expect(asked).toEqual([]);
    expect(isSnsAddress('https://sns.cn-north-1.amazonaws.com.cn/x.pem')).toBe(true);
    expect(isSnsAddress('https://sns.us-gov-west-1.amazonaws.com/x.pem')).toBe(true);
  });

  it('that asks whether its topic is wanted is confirmed, at SNS and nowhere else', async () => {
    const { send, asked } = await open();
    const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc';
    const question = { Type: 'SubscriptionConfirmation', Token: 'abc' } as const;
    expect(await send(envelope('You have chosen…', { ...question, SubscribeURL }))).toEqual({
      ...{ reports: [], ignored: 'the subscription is confirmed' },
    });
    expect(asked).toContain(SubscribeURL);
    const evil = envelope('You have chosen…', { ...question, SubscribeURL: 'https://evil.example/' });
    await expect(send(evil)).rejects.toMatchObject({ code: 'REPORT_INVALID', field: 'SubscribeURL' });
    expect(asked).not.toContain('https://evil.example/');
  });

  it('needs its topic and no secret', async () => {
    await expect(connectProvider('ses', {}, null)).rejects.toMatchObject({ field: 'settings.topicArn' });
    await expect(connectProvider('postmark', {}, null)).rejects.toMatchObject({ field: 'secret' });
    await expect(connectProvider('postmark', { guests: 'ignore' })).rejects.toMatchObject({ field: 'settings.guests' });
  });
});
