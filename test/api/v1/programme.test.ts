import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readQuote } from '../../../modules/checkout/quote-token.ts';
import { parseProgramme } from '../../../modules/programme/file.ts';
import { parseSentProgramme } from '../../../modules/programme/sent.ts';
import { writtenProgramme } from '../../../modules/programme/written.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

const put = (body: unknown, options: { path?: string; key?: string; ifMatch?: string } = {}) =>
  world.call('PUT', `/programme${options.path ?? ''}`, {
    ...(typeof body === 'string'
      ? { raw: body, headers: { 'Content-Type': 'application/yaml' } }
      : { body, headers: options.ifMatch === undefined ? {} : { 'If-Match': options.ifMatch } }),
    ...(options.key === undefined ? {} : { key: options.key }),
  });
const file = () => readFile('playbooks/reference/programme.yaml', 'utf8');

describe('The programme of a key', () => {
  it('is changed by a key that may launch', async () => {
    const key = await world.newKey({ scopes: ['read', 'write'] });
    expect(await put({}, { key })).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  });

  it('is shown in words and as it was written, with what it comes to', async () => {
    await world.post('/members', { id: 'anna' });
    const { body, headers } = await world.get('/programme');
    expect(body).toMatchObject({
      currency: 'GBP',
      zone: 'Europe/London',
      counts: { members: 1, outstandingPoints: 0 },
      now: '2026-12-08T09:00:00.000Z',
      definition: { earning: { points: 1, per: 1, steps: [{ above: 300, multiplier: 1.5 }] }, clawback: 'debt' },
    });
    expect(body.rules[0]).toBe('Points: 1 point for every £1.00');
    // What is counted changes without the rules.
    const known = await world.get('/programme', { headers: { 'If-None-Match': headers.get('ETag') ?? '' } });
    expect(known).toMatchObject({ status: 200, body: { counts: { members: 1 } } });
  });

  it('can be given back as it was shown: nothing changes', async () => {
    const { body, headers } = await world.get('/programme');
    const again = await put(body.definition);
    expect(again).toMatchObject({ status: 200, body: { rulesVersion: body.rulesVersion } });
    expect(again.headers.get('ETag')).toBe(headers.get('ETag'));
  });

  it('keeps names in several languages and layouts, too, when it is given back', async () => {
    const source = (await file()).replace(/^name: .*$/m, 'name: { en: Club, zh-CN: 俱乐部 }');
    const programme = {
      ...parseProgramme(source.replace(/^locales: .*$/m, 'locales: [en, zh-CN]'), 'programme.yaml'),
      layouts: { 'layout.en.html.liquid': '<p>{{ content }}</p>' },
    };
    expect(await parseSentProgramme(writtenProgramme(programme), programme.code)).toEqual(programme);
  });

  it('says what would change, and changes nothing', async () => {
    const { body } = await world.get('/programme');
    const changed = { ...body.definition, earning: { ...body.definition.earning, points: 2 } };
    const dry = await put(changed, { path: '?dryRun=true' });
    expect(dry.body).toMatchObject({ changes: ['~ earning.points: 1 → 2'], definition: { earning: { points: 2 } } });
    expect((await world.get('/programme')).body.definition.earning.points).toBe(1);
  });

  it('says what the orders of the last 30 days would have come to', async () => {
    const placed = { id: 'o-1', type: 'order.placed', memberId: 'anna', occurredAt: '2026-12-01T10:00:00Z' };
    await world.post('/events', { ...placed, data: { orderId: 'o-1', amountMinor: 5_000, currency: 'GBP' } });
    const { definition } = (await world.get('/programme')).body;
    const { body } = await put(
      { ...definition, earning: { ...definition.earning, points: 3 }, pendingDays: 5 },
      { path: '?dryRun=true' },
    );
    const all = { orders: 1, members: 1, points: 100 };
    expect(body.effect).toMatchObject({
      ...{ from: '2026-11-09T00:00:00.000Z', isPart: false, orders: 1, pointsBefore: 50, pointsAfter: 150, all },
      changes: [{ topic: 'rate', ...all }],
      largest: [{ orderId: 'o-1', memberId: 'anna', amountMinor: 5_000, pointsBefore: 50, pointsAfter: 150 }],
    });
    expect((await world.get('/members/anna')).body.balance.available).toBe(50);
  });

  it('is changed as it was read, and only so; the audit knows the key and the request', async () => {
    const read = await world.get('/programme');
    const ifMatch = read.headers.get('ETag') ?? '';
    const { definition } = read.body;
    const first = await put({ ...definition, pendingDays: 14 }, { ifMatch });
    expect(first.body.definition.pendingDays).toBe(14);
    expect(first.headers.get('ETag')).not.toBe(ifMatch);
    const second = await put({ ...definition, pendingDays: 7 }, { ifMatch });
    expect(second).toMatchObject({ status: 412, body: { code: 'VERSION_CONFLICT', field: 'If-Match' } });
    const audit = await world.database.auditEvent.findMany({ where: { action: 'programme.apply' } });
    expect(audit).toHaveLength(1);
    expect(audit[0]).toMatchObject({ requestId: first.headers.get('Request-Id'), programmeId: world.programmeId });
    expect(audit[0]?.actor).toMatch(/^key_/);
    await put(definition);
  });

  it('numbers its rules, the same number everywhere: here, as the ETag, and in a quote', async () => {
    const before = await world.get('/programme');
    const { definition, rulesVersion } = before.body;
    expect(before.headers.get('ETag')).toBe(`"${rulesVersion}"`);
    const changed = await put({ ...definition, pendingDays: 21 });
    expect(changed.body.rulesVersion).toBe(rulesVersion + 1);
    const quote = await world.post('/quotes', { memberId: 'anna', amountMinor: 4_000 });
    expect(quote.body.rulesVersion).toBe(rulesVersion + 1);
    expect(readQuote(quote.body.id)?.rulesVersion).toBe(rulesVersion + 1);
    // Rules that are as they once were are later ones all the same: whoever read the first has not seen what was between.
    const back = await put(definition);
    expect(back.body.rulesVersion).toBe(rulesVersion + 2);
    const late = await put({ ...definition, pendingDays: 7 }, { ifMatch: `"${rulesVersion}"` });
    expect(late).toMatchObject({ status: 412 });
  });

  it('is refused with everything that is wrong in it', async () => {
    const { definition } = (await world.get('/programme')).body;
    const answer = await put({ ...definition, curency: 'GBP', earning: { points: 0, per: 1.005 } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'PROGRAMME_INVALID' } });
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(['earning.points', 'curency']);
  });

  it('is taken as YAML, whose faults have their lines', async () => {
    const source = (await file()).replace(/^code: .*\n/m, '');
    expect((await put(source)).status).toBe(200);
    const line = source.split('\n').findIndex((each) => each.startsWith('zone:')) + 1;
    const faulty = await put(source.replace(/^zone: .*$/m, 'zone: London'));
    expect(faulty).toMatchObject({
      status: 422,
      body: { code: 'PROGRAMME_INVALID', errors: [{ field: 'zone', line }] },
    });
  });

  it('is that of the key and no other: another one can be neither read nor named', async () => {
    const { definition } = (await world.get('/programme')).body;
    const stranger = await world.newKey({ programmeId: await world.newProgramme() });
    expect((await world.get('/programme', { key: stranger })).body.code).not.toBe(definition.code);
    const foreign = await put(definition, { key: stranger });
    expect(foreign).toMatchObject({ status: 422, body: { code: 'PROGRAMME_INVALID', errors: [{ field: 'code' }] } });
  });
});
