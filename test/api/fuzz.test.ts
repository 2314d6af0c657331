import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../api/app.ts';
import { serveApi, type ServedApi } from '../../api/serve.ts';
import { signUnsubscribe } from '../../modules/messaging/reachability/unsubscribe-link.ts';
import { createLogger } from '../../platform/logger.ts';
import { unsubscribe } from '../support/mail-links.ts';
import { type MailWorld, openMailWorld } from '../support/mail-world.ts';

const secret = 'the provider and we know it';
/** Requests of strangers; so many are sent at once. */
const requestsMin = 2_000;
const atOnce = 20;

let world: MailWorld;
let api: ServedApi;
let memberId: string;
const failures: unknown[] = [];
beforeAll(async () => {
  world = await openMailWorld();
  memberId = (await world.addPerson({ marketing: true })).memberId;
  const { database, clock } = world;
  const logger = createLogger({ name: 'test', level: 'silent' });
  logger.error = (told: object) => void failures.push(told);
  // Each request comes from somebody else: what many of one address get is 429.
  const settings = { unsubscribeSecret: unsubscribe.secret, mailReportSecret: secret, proxies: 1 };
  api = await serveApi(createApi({ database, clock, logger, ...settings }), { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await api.stop();
  await world.close();
});

interface Wild {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sent as it is, each over a connection of its own: fetch would mend some of it. */
function send({ method, path, headers, body }: Wild): Promise<number> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    const from = `10.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;
    const sent = request(
      { agent: false, hostname, port, method, path, headers: { 'X-Forwarded-For': from, ...headers } },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.on('error', reject).end(body);
  });
}

const strange = fc.constantFrom(
  '\0',
  '\u202e',
  '\ufeff',
  '%',
  '%00',
  '%ff',
  '%c3%28',
  '..',
  ' ',
  '\r\n',
  '\ud800',
  '{{',
  "';--",
  '￿',
);
const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  strange,
  fc.string({ minLength: 200, maxLength: 2_000 }),
);
const instants = fc.oneof(
  fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  fc.constantFrom(
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '2026-01-15T12:00:00+14:00',
    '2026-02-30T00:00:00Z',
    '-000001-01-01T00:00:00Z',
  ),
);
const report = fc.record(
  {
    id: words,
    type: fc.oneof(fc.constantFrom('bounce', 'complaint'), words),
    hard: fc.oneof(fc.boolean(), fc.jsonValue()),
    address: fc.oneof(words, fc.constant('m1@example.test'), fc.emailAddress()),
    messageId: words,
    at: fc.oneof(instants, words),
    detail: fc.oneof(words, fc.jsonValue()),
    other: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
/** Nearly right, in one thing strange: what is wrong altogether is refused at the door. */
const nearReport = fc
  .record({ id: words, at: instants, address: fc.oneof(words, fc.emailAddress()), messageId: words, detail: words })
  .map((one) => ({ type: 'bounce', ...one }));
const json = fc.oneof(
  nearReport,
  fc.array(fc.oneof(nearReport, report, fc.jsonValue()), { maxLength: 5 }),
  report,
  fc.jsonValue(),
);
const bytes = fc.uint8Array({ maxLength: 5_000 }).map((all) => Buffer.from(all));
const multipart = fc
  .oneof(words, strange)
  .map((text) => Buffer.from(`--x\r\nContent-Disposition: form-data; name="${text}`));
const types = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'multipart/form-data; boundary=',
  'text/plain',
  '',
);
/** Node's client refuses what no header may hold. */
const header = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, ''));
const headers = fc
  .record({
    'content-type': types,
    'accept-language': fc.oneof(header, fc.constantFrom('x-', '*', 'de_DE', '-', 'zh-CN;q=2')),
  })
  .map((all) => ({ ...all }));
const inPath = words.map((text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '')).slice(0, 3_000));
const rawInPath = fc.oneof(inPath, fc.constantFrom('%', '%ff', '%00', '%c3%28', '%E0%A4%A', '..%2f..', '//', '?', '*'));

const signed = json.map((told) => {
  const text = JSON.stringify(told) ?? '';
  const signature = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
  return { body: Buffer.from(text), headers: { 'x-perennial-signature': signature } };
});
const wild = fc.oneof(
  fc
    .record({ method: fc.constant('POST'), path: fc.constant('/mail-reports/reference'), told: signed })
    .map(({ told, ...rest }) => ({ ...rest, ...told })),
  fc.record({
    method: fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'OPTIONS'),
    path: fc.tuple(fc.constantFrom('/u/', '/r/', '/mail-reports/', '/'), rawInPath).map((parts) => parts.join('')),
    headers,
    body: fc.oneof(bytes, multipart),
  }),
  fc
    .record({
      method: fc.constantFrom('GET', 'POST'),
      headers,
      body: fc.oneof(bytes, multipart),
      scope: fc.constantFrom('marketing', 'service'),
    })
    .map(({ scope, ...rest }) => ({
      ...rest,
      path: `/u/${signUnsubscribe(unsubscribe.secret, { programmeId: world.programmeId, memberId, scope })}`,
    })),
);
const sendable = ({ method, body, ...rest }: Wild): Wild =>
  // A GET with a body is answered before the body is read, which is a race of its own.
  ({ method, body: method === 'POST' || method === 'PUT' ? body : Buffer.alloc(0), ...rest });

describe('Whatever strangers send to the public routes', () => {
  it(`is answered, and never by a failure: ${requestsMin} requests`, async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(wild, { minLength: atOnce, maxLength: atOnce }), async (requests) => {
        const answers = await Promise.all(requests.map((one) => send(sendable(one))));
        for (const status of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(failures).toEqual([]);
        expect(answers.filter((status) => status >= 500)).toEqual([]);
      }),
      { numRuns: requestsMin / atOnce, endOnFailure: true },
    );
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(requestsMin);
    // Some got in: what is refused at the door proves little.
    expect(statuses.get(200)).toBeGreaterThan(requestsMin / 10);
  });

  it.each([
    [
      'a broken multipart',
      'multipart/form-data; boundary=x',
      Buffer.from('--x\r\nContent-Disposition: form-data; name="a'),
    ],
    ['a multipart without a boundary', 'multipart/form-data', Buffer.from('x')],
    ['nothing', '', Buffer.alloc(0)],
    ['a megabyte', 'application/x-www-form-urlencoded', Buffer.alloc(1_000_000, 'x')],
    ['bytes that are no text', 'application/x-www-form-urlencoded', Buffer.from([0, 255, 254, 0])],
    ['JSON', 'application/json', Buffer.from('{"List-Unsubscribe":')],
  ])('a press of the one-click button stops the mails, with %s', async (_, type, body) => {
    const person = await world.addPerson({ marketing: true });
    const link = { programmeId: world.programmeId, memberId: person.memberId, scope: 'marketing' } as const;
    const path = `/u/${signUnsubscribe(unsubscribe.secret, link)}`;
    expect(await send({ method: 'POST', path, headers: type === '' ? {} : { 'content-type': type }, body })).toBe(200);
    const consent = await world.database.consent.findFirst({ where: { memberId: BigInt(person.memberId) } });
    expect(consent).toMatchObject({ granted: false });
  });
});
