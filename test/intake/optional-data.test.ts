import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../values/json.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

// Forms and other shops' systems send what they have. A person is not turned away for a field that nobody needs.
const { database } = await freshDatabase();

async function joinWith(data: JsonObject) {
  const shop = await openShop(database);
  const [answer] = await shop.send(shop.event('member.joined', data, { occurredAt: '2026-05-01T09:00:00Z' }));
  const note = answer !== undefined && 'result' in answer ? answer.result.note : undefined;
  const members = await database.member.findMany({
    where: { programmeId: shop.programmeId },
    include: { profile: true },
  });
  const { zone, locale, tags, profile } = members[0] ?? {};
  return { ...shop, answer, note, kept: { ...profile, zone, locale, tags } };
}

describe('a sign-up with a field in another form', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['a locale as other systems write it', { locale: 'en_US' }, { locale: 'en-US' }],
    ['a locale in capitals', { locale: 'EN' }, { locale: 'en' }],
    ['a locale with a code set', { locale: 'de_DE.UTF-8' }, { locale: 'de-DE' }],
    ['a locale with a script in small letters', { locale: 'zh_hans_cn' }, { locale: 'zh-Hans-CN' }],
    ['a zone by its distance from UTC', { zone: 'UTC+2' }, { zone: 'Etc/GMT-2' }],
    ['a zone with minutes', { zone: '-03:00' }, { zone: 'Etc/GMT+3' }],
    ['a zone in small letters', { zone: 'europe/london' }, { zone: 'Europe/London' }],
    [
      'a birthday with a time of day',
      { birthday: '1990-05-17T00:00:00Z' },
      { birthday: new Date('1990-05-17') as never },
    ],
    ['a birthday with dots', { birthday: '1990.05.17' }, { birthday: new Date('1990-05-17') as never }],
    ['a name of two lines', { name: 'Anna\nMaria' }, { name: 'Anna Maria' }],
    ['tags of which one is empty', { tags: ['vip', ' ', 7] }, { tags: ['vip', '7'] }],
  ])('is taken with %s', async (_, given, kept) => {
    const joined = await joinWith(given);
    expect(joined.answer).toMatchObject({ kind: 'accepted' });
    expect(joined.note).toBeUndefined();
    expect(joined.kept).toMatchObject(kept);
  });

  it('is taken with fields that are left empty, which are none', async () => {
    const blank = {
      email: '',
      name: '',
      phone: ' ',
      birthday: '',
      zone: '',
      locale: '',
      deviceId: '',
      referralCode: '',
    };
    const { answer, note, kept } = await joinWith(blank);
    expect(answer).toMatchObject({ kind: 'accepted' });
    expect(note).toBeUndefined();
    expect(kept).toMatchObject({ email: null, name: null, phone: null, birthday: null, zone: null, locale: null });
  });
});

describe('a sign-up with a field that can’t be used', () => {
  it.each<[string, JsonObject, string]>([
    ['email', { email: 'anna at example' }, 'email was left out: it is not an e-mail address'],
    ['phone', { phone: '12345' }, 'phone was left out: it is not a phone number with its country'],
    ['phone', { phone: 491511234567 }, 'phone was left out: it is not a phone number with its country'],
    ['name', { name: 'x'.repeat(101) }, 'name was left out: a name is one line of at most 100 characters'],
    ['birthday', { birthday: '17.05.90' }, 'birthday was left out: it is not a date such as 1990-05-17'],
    ['birthday', { birthday: '1990-02-30' }, 'birthday was left out: it is not a date such as 1990-05-17'],
    ['zone', { zone: 'Mars/Olympus' }, 'zone was left out: it is not a time zone such as Europe/London'],
    ['locale', { locale: 'english' }, 'locale was left out: it is not a language such as en or zh-CN'],
    ['ip', { ip: 'unknown' }, 'ip was left out: it is not an IP address'],
    ['referralCode', { referralCode: 'x'.repeat(41) }, 'referralCode was left out: it is not the code of a member'],
    [
      'a field of the shop’s own',
      { favourites: { colour: 'red' } },
      'favourites was left out: a field of your own is text of at most 500 characters, a number, true or false',
    ],
  ])('is taken without it, and says so: %s', async (_, given, note) => {
    const joined = await joinWith({ ...given, tags: ['vip'] });
    expect(joined.answer).toMatchObject({ kind: 'accepted', result: { note } });
    expect(joined.kept.tags).toEqual(['vip']);
  });

  it('says of every field, and says it again when it is asked again', async () => {
    const { send, event } = await openShop(database);
    const joined = event('member.joined', { phone: '1', zone: 'x' }, { occurredAt: '2026-05-01T09:00:00Z' });
    const note =
      'phone was left out: it is not a phone number with its country; zone was left out: it is not a time zone such as Europe/London';
    expect(await send(joined)).toMatchObject([{ kind: 'accepted', result: { note } }]);
    expect(await send(joined)).toMatchObject([{ kind: 'duplicate', result: { note } }]);
  });

  it('keeps nothing of what was left out', async () => {
    const { programmeId } = await joinWith({ phone: 'call-me-at-555' });
    const rows = await database.event.findMany({ where: { programmeId } });
    expect(JSON.stringify(rows.map(({ data, result }) => [data, result]))).not.toContain('555');
  });

  it('is followed by orders that earn', async () => {
    const { send, order, balance } = await joinWith({ locale: '??', phone: 'none' });
    expect(await send(order('1', 5_000))).toMatchObject([{ kind: 'accepted', points: 50 }]);
    expect(await balance()).toMatchObject({ available: 50 });
  });

  it('leaves a field as it was when an update brings one that can’t be used', async () => {
    const { send, event, member } = await joinWith({ zone: 'Europe/London' });
    await send(event('member.updated', { zone: 'nowhere' }));
    expect(await member()).toMatchObject({ zone: 'Europe/London' });
  });
});

describe('what a member agrees to', () => {
  it.each<[string, JsonObject, string]>([
    ['is no text', { consent: { email: 'yes' } }, 'data.consent.email'],
    ['is for a channel there is', { consent: { emial: true } }, 'data.consent.emial'],
    ['is not a word alone', { consent: true }, 'data.consent'],
    ['is not a field of a form', { 'consent.email': true }, 'data.consent.email'],
    ['is not another field', { consentEmail: false }, 'data.consentEmail'],
  ])('is never guessed at: %s', async (_, given, field) => {
    const { answer } = await joinWith(given);
    expect(answer).toMatchObject({ kind: 'refused', code: 'EVENT_INVALID', field });
  });

  it('is told how to be written', async () => {
    const { answer } = await joinWith({ 'consent.email': true });
    expect(answer).toMatchObject({ message: 'is no field there is', fix: 'did you mean "consent": {"email": true}?' });
  });
});

describe('a name that is nearly one the product knows', () => {
  it('is kept as a field of the shop’s own, and pointed at', async () => {
    const { note, kept } = await joinWith({ emial: 'anna@example.com' });
    expect(note).toBe('emial was kept as a field of your own: did you mean email?');
    expect(kept).toMatchObject({ email: null, attributes: { emial: 'anna@example.com' } });
  });
});
