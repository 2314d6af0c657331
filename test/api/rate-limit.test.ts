import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../api/app.ts';
import { openedPerMinuteMax } from '../../api/referral.ts';
import { serveApi, type ServedApi } from '../../api/serve.ts';
import { referralCodeOf } from '../../modules/referrals/rows-codes.ts';
import { quietLogger } from '../support/engine.ts';
import { unsubscribe } from '../support/mail-links.ts';
import { type MailWorld, openMailWorld } from '../support/mail-world.ts';

let world: MailWorld;
let code: string;
beforeAll(async () => {
  world = await openMailWorld();
  const { memberId } = await world.addPerson();
  const now = world.clock.now();
  code = await referralCodeOf(world.database, { programmeId: world.programmeId, memberId: BigInt(memberId), now });
});
afterAll(() => world.close());

const routes = (proxies?: number) =>
  createApi({
    ...{ database: world.database, clock: world.clock, unsubscribeSecret: unsubscribe.secret, logger: quietLogger },
    ...(proxies === undefined ? {} : { proxies }),
  });

/** Opens links one after the other, as this caller; answers the statuses that came. */
async function open(app: ReturnType<typeof routes>, times: number, forwardedFor?: string): Promise<number[]> {
  const headers = forwardedFor === undefined ? {} : { 'X-Forwarded-For': forwardedFor };
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) statuses.push((await app.request(`/r/${code}`, { headers })).status);
  return [...new Set(statuses)];
}

describe('Invitation links', () => {
  let served: ServedApi;
  afterAll(() => served.stop());

  it('answer so many requests a minute of one address, and then say when to come again', async () => {
    served = await serveApi(routes(), { host: '127.0.0.1', port: 0 });
    const answers = await Promise.all(
      Array.from({ length: openedPerMinuteMax + 5 }, () => fetch(`${served.url}/r/${code}`)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(openedPerMinuteMax);
    expect(refused).toHaveLength(5);
    const waits = Number(refused[0]?.headers.get('Retry-After'));
    expect(waits).toBeGreaterThan(0);
    expect(waits).toBeLessThanOrEqual(60);
    expect(await refused[0]?.text()).toContain('Too many requests');
  });

  it('leave the links in mails alone: who wants no more mail is never told to wait', async () => {
    const answer = await fetch(`${served.url}/u/nobody-signed-this`);
    expect(answer.status).not.toBe(429);
  });

  it('count each caller for himself behind a proxy of ours', async () => {
    const app = routes(1);
    expect(await open(app, openedPerMinuteMax, '203.0.113.7')).toEqual([404]);
    expect(await open(app, 1, '203.0.113.7')).toEqual([429]);
    expect(await open(app, 1, '203.0.113.8')).toEqual([404]);
  });

  it('believe the proxy, not what the caller writes before it', async () => {
    const app = routes(1);
    for (let guess = 0; guess < openedPerMinuteMax; guess++) await open(app, 1, `198.51.100.${guess}, 203.0.113.7`);
    expect(await open(app, 1, '198.51.100.99, 203.0.113.7')).toEqual([429]);
    const direct = routes();
    for (let guess = 0; guess < openedPerMinuteMax; guess++) await open(direct, 1, `198.51.100.${guess}`);
    expect(await open(direct, 1, '198.51.100.99')).toEqual([429]);
  });

  it('count an IPv6 network as one caller, and an IPv4 address in IPv6 clothes as itself', async () => {
    const app = routes(1);
    for (let host = 1; host <= openedPerMinuteMax; host++) await open(app, 1, `2001:db8:0:1::${host.toString(16)}`);
    expect(await open(app, 1, '2001:0db8:0000:0001:ffff:ffff:ffff:ffff')).toEqual([429]);
    expect(await open(app, 1, '2001:db8:0:2::1')).toEqual([404]);
    expect(await open(app, openedPerMinuteMax, '::ffff:203.0.113.9')).toEqual([404]);
    expect(await open(app, 1, '203.0.113.9')).toEqual([429]);
  });
});
