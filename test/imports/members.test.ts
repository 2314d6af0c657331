import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { importMembers, type ImportMembersOptions } from '../../modules/imports/import-members.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { without } from '../../values/without.ts';
import { reference } from '../support/shop.ts';
import { importingShops } from '../support/import-shop.ts';

const now = new Date('2026-08-30T12:00:00Z');
const { database, deps, openShop } = await importingShops(now);

async function club() {
  const shop = await openShop({ tiers: reference.tiers });
  const { programmeId, rejectPath } = shop;
  const take = async (path: string, options: Partial<ImportMembersOptions> = {}) =>
    importMembers(deps, { path, programmeId, rejectPath, ...options });
  const takeText = async (text: string, options: Partial<ImportMembersOptions> = {}) =>
    take(await shop.file(text), options);
  const member = (externalId: string) =>
    database.member.findUniqueOrThrow({
      where: { programmeId_externalId: { programmeId, externalId } },
      include: { profile: true },
    });
  const lots = async (externalId: string) => {
    const { id } = await member(externalId);
    const rows = await database.ledgerLot.findMany({ where: { memberId: id }, orderBy: { id: 'asc' } });
    return rows.map(({ earned, availableAt, expiresAt }) => [
      Number(earned),
      availableAt.toISOString().slice(0, 10),
      Number.isNaN(expiresAt?.getTime() ?? Number.NaN) ? 'never' : expiresAt?.toISOString().slice(0, 10),
    ]);
  };
  const reject = async () =>
    existsSync(rejectPath) ? (await readFile(rejectPath, 'utf8')).trim().split('\n').slice(1) : [];
  return { ...shop, take, takeText, member, lots, reject };
}

const header =
  'member_id,email,first_name,last_name,joined_at,consent,consent_at,consent_source,birthday,zone,locale,tags,tier,points,points_earned_at,points_expire_at,attributes.size\n';
const anna =
  'anna,anna@example.com,Anna,Berg,2019-03-02T10:00:00Z,yes,2020-01-05,till,1990-05-17,Europe/Berlin,de,"vip, shoes",gold,1200,2026-01-10,2027-01-10,M\n';

describe('A member who is imported', () => {
  it('is as elsewhere: profile, consent with its time and source, tier and points with their own dates', async () => {
    const { takeText, member, lots, programmeId } = await club();
    const report = await takeText(header + anna);
    expect(report).toMatchObject({ rows: 1, taken: 1, newMembers: 1, rejected: 0, pointsGiven: 1_200, unread: [] });
    const found = await member('anna');
    expect(found).toMatchObject({
      ...{ tier: 'gold', tierFloor: 'gold', zone: 'Europe/Berlin', locale: 'de', tags: ['vip', 'shoes'] },
      joinedAt: new Date('2019-03-02T10:00:00Z'),
      profile: { email: 'anna@example.com', name: 'Anna Berg', attributes: { size: 'M' } },
    });
    expect(await lots('anna')).toEqual([[1_200, '2026-01-10', '2027-01-10']]);
    const consent = await database.consent.findFirstOrThrow({ where: { programmeId } });
    expect(consent).toMatchObject({
      granted: true,
      source: 'import: till',
      changedAt: new Date('2020-01-05T00:00:00Z'),
    });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('keeps the tier that was brought along, whatever is bought or given back later', async () => {
    const { takeText, member, programmeId } = await club();
    await takeText(header + anna);
    const order = { orderId: '1', amountMinor: 1_000, currency: 'GBP' };
    const event = (id: string, type: string, data: object) => ({ id, type, memberId: 'anna', data: data as never });
    await ingestEvents(deps, programmeId, [event('o', 'order.placed', order)]);
    expect((await member('anna')).tier).toBe('gold');
    await ingestEvents(deps, programmeId, [event('r', 'order.returned', { orderId: '1' })]);
    expect((await member('anna')).tier).toBe('gold');
  });

  it('enters no campaign and is paid for no task, though both begin with joining', async () => {
    const shop = await openShop({ tasks: [{ eventType: 'member.joined', points: 50, once: 'ever' }] });
    const { programmeId, rejectPath, file } = shop;
    const launched = { status: 'live', launchedAt: new Date('2010-01-01') };
    const campaign = await database.campaign.create({
      data: { programmeId, code: 'welcome', name: 'Welcome', lifecycle: 'onboarding-gift', ...launched },
    });
    await database.campaignVersion.create({
      data: {
        ...{ programmeId, campaignId: campaign.id, version: 1, definition: {}, definitionHash: '' },
        ...{ triggerType: 'member.joined', listensTo: [] },
      },
    });
    await importMembers(deps, { path: await file(`member_id,joined_at\nben,2015-01-01\n`), programmeId, rejectPath });
    expect(await database.enrolment.count({ where: { programmeId } })).toBe(0);
    expect(await shop.points()).toEqual({ ben: 0 });
    // The same event of the shop's own does both: the campaign and the task are there.
    await ingestEvents(deps, programmeId, [
      { id: 'j', type: 'member.joined', memberId: 'cem', occurredAt: '2015-01-01T00:00:00Z', data: {} },
    ]);
    expect(await database.enrolment.count({ where: { programmeId } })).toBe(1);
    expect(await shop.points()).toEqual({ ben: 0, cem: 50 });
  });

  it('leaves behind points whose end has passed: they are counted, with their line and a word for the member', async () => {
    const { takeText, lots, programmeId } = await club();
    const report = await takeText(
      'member_id,joined_at,lots\nben,2015-01-01,"30@2024-01-01..2025-01-01; 20@2026-01-01..never"\n',
    );
    expect(report).toMatchObject({ pointsGiven: 20, lapsedPoints: 30, lapsedLines: [2] });
    expect(await lots('ben')).toEqual([[20, '2026-01-01', 'never']]);
    const { result } = await database.event.findFirstOrThrow({ where: { programmeId } });
    expect(result).toMatchObject({ note: '30 points had expired before and were not brought along' });
  });

  it('has points that end by the rules of the programme from when they were earned, where the file says no end', async () => {
    const { takeText, lots } = await club();
    await takeText('member_id,joined_at,points,points_earned_at\nben,2015-01-01,20,2026-01-01\n');
    expect((await lots('ben'))[0]?.slice(0, 2)).toEqual([20, '2026-01-01']);
    expect((await lots('ben'))[0]?.[2]).not.toBe('never');
  });

  it('who is here already is brought up to date, and what is newer stays', async () => {
    const { takeText, member, programmeId, points } = await club();
    await ingestEvents(deps, programmeId, [
      {
        id: 'j',
        type: 'member.joined',
        memberId: 'anna',
        occurredAt: '2026-08-01T00:00:00Z',
        data: { email: 'new@example.com' },
      },
    ]);
    const report = await takeText(header + anna);
    expect(report).toMatchObject({ taken: 1, newMembers: 0, pointsGiven: 1_200 });
    expect(await member('anna')).toMatchObject({ joinedAt: new Date('2019-03-02T10:00:00Z'), tier: 'gold' });
    expect((await member('anna')).profile).toMatchObject({ email: 'new@example.com', name: 'Anna Berg' });
    expect(await points()).toEqual({ anna: 1_200 });
  });
});

describe('A file of members', () => {
  it('taken twice changes nothing, also under another name and with further rows', async () => {
    const { takeText, points } = await club();
    await takeText(header + anna);
    expect(await takeText(header + anna)).toMatchObject({ already: true, taken: 1 });
    const more = header + anna + anna.replace(/anna/g, 'ben');
    expect(await takeText(more)).toMatchObject({ already: false, rows: 2, taken: 1, duplicates: 1, rejected: 0 });
    expect(await points()).toEqual({ anna: 1_200, ben: 1_200 });
  });

  it('gives its bad rows back with what to mend; mended, they are taken', async () => {
    const { takeText, take, reject, rejectPath, points } = await club();
    const rows = [
      'ben,,,,,yes,,,,,,,,,,,',
      'cem,,,,2031-01-01,,,,,,,,,,,,',
      'dee,no mail,,,,,,,,,,,,,,,',
      'eve,,,,,,,,,,,,platinum-x,,,,',
      'fay,,,,,,,,,,,,,12.5,2026-01-01,,',
      'gus,,,,,,,,,,,,,12,,,',
      'two words,,,,,,,,,,,,,,,,',
      'hal,,,,,,,,,,,,,12,2026-01-01,2026-12-31,',
    ];
    const report = await takeText(header + rows.join('\n'));
    expect(report).toMatchObject({ rows: 8, taken: 1, rejected: 7 });
    const told = await reject();
    expect(told.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      ...['2 consent_at', '3 joined_at', '4 email', '5 tier', '6 points', '7 points_earned_at', '8 member_id'],
    ]);
    const mendedPath = `${rejectPath}.mended.csv`;
    const text = (await readFile(rejectPath, 'utf8')).replaceAll('12.5', '13');

    await writeFile(mendedPath, text);
    expect(await take(mendedPath, { rejectPath: `${mendedPath}.rejects` })).toMatchObject({
      rows: 7,
      taken: 1,
      rejected: 6,
    });
    expect(await points()).toEqual({ fay: 13, hal: 12 });
  });

  it('may be NDJSON, with lots as a list; a field that nobody knows is refused and not lost', async () => {
    const { take, file, lots, reject } = await club();
    const lines = [
      {
        id: 'anna',
        joinedAt: '2020-01-01T00:00:00Z',
        tags: ['vip'],
        lots: [{ points: 5, earnedAt: '2026-01-01', expiresAt: null }],
      },
      { id: 'ben', favourite: 'blue' },
      { id: 'cem', attributes: { reason: 'blue' } },
    ];
    const path = await file(lines.map((line) => JSON.stringify(line)).join('\n'), `members-${Math.random()}.ndjson`);
    expect(await take(path)).toMatchObject({ rows: 3, taken: 2, rejected: 1 });
    expect(await lots('anna')).toEqual([[5, '2026-01-01', 'never']]);
    expect((await reject())[0]).toMatch(/^2,,,"has a field ""favourite"" that is not known"/);
  });

  it('tried dry tells the same and leaves nothing', async () => {
    const { takeText, points } = await club();
    const text = header + anna + anna + anna.replace('1200', '99') + 'ben,,,,,yes,,,,,,,,,,,\n';
    const dry = without(await takeText(text, { dryRun: true }), 'dryRun', 'already', 'resumed', 'rejectPath');
    expect(await points()).toEqual({});
    expect(await takeText(text)).toMatchObject(dry);
    expect(dry).toMatchObject({ rows: 4, taken: 1, duplicates: 1, rejected: 2 });
    expect(await points()).toEqual({ anna: 1_200 });
  });

  it('without a column for the member is refused, and so is one that is nearly consent', async () => {
    const { takeText } = await club();
    await expect(takeText('email\na@example.com\n')).rejects.toMatchObject({ code: 'IMPORT_INVALID', field: 'header' });
    await expect(takeText('member_id,consnt\nanna,yes\n')).rejects.toThrow('nearly consent');
  });
});

describe('The law of an import of members', () => {
  const lot = fc.record({
    points: fc.integer({ min: 1, max: 1_000 }),
    earned: fc.integer({ min: 1, max: 2_000 }),
    lives: fc.option(fc.integer({ min: 1, max: 2_500 }), { nil: undefined }),
  });
  const row = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', ''),
    email: fc.constantFrom('', 'a@example.com', 'not an address'),
    consent: fc.constantFrom('', 'yes', 'no', 'perhaps'),
    consentAt: fc.constantFrom('', '2024-01-01', '2031-01-01'),
    tier: fc.constantFrom('', 'base', 'gold', 'none-such'),
    lots: fc.array(lot, { maxLength: 3 }),
  });
  const dayOf = (daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);

  it('is: rows in = taken + there already + rejected; points = what lives of the rows taken; twice is once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const { takeText, points, programmeId } = await club();
        const lines = rows.map(({ id, email, consent, consentAt, tier, lots }) => {
          const written = lots.map(
            ({ points: p, earned, lives }) =>
              `${p}@${dayOf(earned)}..${lives === undefined ? 'never' : dayOf(earned - lives)}`,
          );
          return [id, email, '2015-01-01', consent, consentAt, tier, written.join('; ')].join(',');
        });
        const text = `member_id,email,joined_at,consent,consent_at,tier,lots\n${lines.join('\n')}\n`;
        const report = await takeText(text);
        expect(report.rows).toBe(rows.length);
        expect(report.taken + report.duplicates + report.rejected).toBe(rows.length);
        const good = rows.filter(
          ({ id, email, consent, consentAt, tier }) =>
            id !== '' &&
            email !== 'not an address' &&
            consent !== 'perhaps' &&
            tier !== 'none-such' &&
            (consent === '' || (consent === 'yes' ? consentAt === '2024-01-01' : consentAt !== '2031-01-01')),
        );
        const first = new Map(good.toReversed().map((each) => [each.id, each]));
        expect(report.taken).toBe(first.size);
        const alive = [...first.values()].map(({ id, lots }) => {
          const kept = lots.filter(({ earned, lives }) => lives === undefined || earned - lives <= 0);
          return [id, kept.reduce((sum, each) => sum + each.points, 0)] as const;
        });
        const expected = Object.fromEntries(alive.sort());
        expect(await points()).toEqual(expected);
        await takeText(`${text}\n`);
        expect(await points()).toEqual(expected);
        expect(await verifyInvariants(database, programmeId)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
