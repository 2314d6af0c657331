import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showWording } from '../cli/member/wording.ts';
import { invitationColumns } from '../cli/referral/wording.ts';
import { memberFormatter, memberTexts, memberWordings } from '../modules/member-view/wording.ts';
import { packageRoot } from '../platform/package-root.ts';
import type { Formatter } from '../values/phrase.ts';
import { type Locale, locales } from '../values/wording.ts';

type Texts = Readonly<Record<string, (params: object, say: Formatter) => string>>;
const catalogues = [...memberWordings, showWording, invitationColumns].map(
  (wording) => wording as unknown as Readonly<Record<Locale, Texts>>,
);

const london = { zone: 'Europe/London', programmeZone: 'Europe/London' };
const formatters = Object.fromEntries(
  locales.map((locale) => [locale, memberFormatter({ asset: 'points', currency: 'GBP', ...london, locale })]),
) as Record<Locale, Formatter>;

const at = new Date('2026-11-22T12:00:00Z');
const instants = {
  at,
  until: at,
  last: at,
  from: at,
  to: at,
  expiresAt: at,
  askedAt: at,
  leavesAt: at,
  officialEnd: at,
};
/** Everything that any phrase names; codes, ids and names are figures, so that every letter left is the phrase's own. */
const full = {
  ...instants,
  ...{ points: 2, amountMinor: 900, spentMinor: 900, orders: [{ orderId: '7', amountMinor: 500 }], occurrence: 3 },
  ...{ day: 2, days: 2, lots: 2, cards: 2, messages: 2, daysLeft: 2, first: true, complete: true, marketing: true },
  ...{ name: '7', code: '7', orderId: '7', step: '7', kind: '7', type: '7', id: '7', actor: '7', tier: '7', data: '7' },
  ...{
    channel: 'email',
    template: '7',
    subject: '7',
    scope: 'marketing',
    caseId: '7',
    status: '7',
    into: '7',
    text: '7',
  },
  ...{ businessDay: '2026-11-22', fields: ['name', 'birthday'], reasons: ['7'], reason: '7', why: '7', campaign: '7' },
  ...{ coupon: '7', couponCode: '7', member: '7', title: '7', zone: '7', locale: '7', currency: 'GBP' },
  events: ['order.placed', 'checkin.done'],
  parts: [{ kind: 'rate', amountMinor: 50_000, points: 1, perMinor: 100 }],
};
const bare = {
  ...full,
  ...{ subject: null, orderId: null, amountMinor: null, reason: null, caseId: null, businessDay: null, until: null },
  ...{ coupon: null, couponCode: null, officialEnd: null, events: [], to: null, daysLeft: null, marketing: null },
  ...{ first: false, complete: false, reasons: [], scope: 'service', channel: '7', messages: 1, points: 0 },
};
/** Where a name means something else than in the other phrases. */
const special: Readonly<Record<string, object>> = {
  'member.orders': { orders: 2 },
  'coupon.on-order': { orderId: '7' },
};
const paramsOf = (key: string) => [full, bare].map((params) => ({ ...params, ...special[key] }));

const said = (catalogue: Readonly<Record<Locale, Texts>>, locale: Locale) =>
  Object.entries(catalogue[locale]).flatMap(([key, text]) =>
    paramsOf(key).map((params) => [key, text(params, formatters[locale])] as const),
  );

describe('what the product says', () => {
  it('has every key once', () => {
    const keys = memberWordings.flatMap(({ en }) => Object.keys(en));
    expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
  });

  it('has the same keys in every language', () => {
    for (const { en, 'zh-CN': chinese } of catalogues) expect(Object.keys(chinese)).toEqual(Object.keys(en));
  });

  it.each(locales)('leaves nothing empty and nothing undefined in %s', (locale) => {
    const texts = catalogues.flatMap((catalogue) => said(catalogue, locale));
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.filter(([, text]) => text.trim() === '' || /undefined|null|NaN|\[object/.test(text))).toEqual([]);
  });

  it('counts one thing as one, in every English sentence', () => {
    const one = (params: object) =>
      Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? 1 : value]));
    const texts = catalogues.flatMap((catalogue) =>
      Object.entries(catalogue.en).flatMap(([key, text]) =>
        paramsOf(key).map((params) => [key, text(one(params), formatters.en)] as const),
      ),
    );
    expect(texts.filter(([, text]) => countsOneAsMany.test(text))).toEqual([]);
  });

  it('leaves no English in Chinese: letters are those of commands', () => {
    const texts = catalogues.flatMap((catalogue) => said(catalogue, 'zh-CN'));
    const plain = texts.map(([key, text]) => [key, text.replace(/`[^`]*`|--[a-z]+/g, '')] as const);
    expect(plain.filter(([, text]) => /[A-Za-z]/.test(text))).toEqual([]);
    const stored = Object.values(memberTexts['zh-CN']).map((text) => text.replace(/\{[^}]*\}/g, ''));
    expect(stored.filter((text) => /[A-Za-z]/.test(text))).toEqual([]);
  });
});

/** `1 days`, `1 repair cards`: not `1 has`, `1 is`. */
const countsOneAsMany =
  /(?<![\d.,])1 (?:[a-z]+ )?(?!(?:is|has|was|goes|leaves|[a-z]+es|ends)\b)(?:[a-z]{2,}s|expire|lapse|become|are|were|have|go)\b|\b1 [a-z]+\b.* are\b/;

/** What the product counts, in the plural. */
const countedThings = [
  ...['days', 'hours', 'minutes', 'seconds', 'weeks', 'months', 'years', 'times', 'members', 'friends', 'people'],
  ...['orders', 'returns', 'cancellations', 'points', 'grants', 'lots', 'cards', 'coupons', 'mails', 'messages'],
  ...['rows', 'lines', 'fields', 'columns', 'characters', 'bytes', 'files', 'entries', 'events', 'cohorts', 'steps'],
  ...['transactions', 'blocks', 'migrations', 'functions', 'violations', 'campaigns', 'attempts', 'enrolments'],
];

describe('a number before a thing', () => {
  it('is put there by `counted`, which knows the form, unless it is a bound that is written in the code', () => {
    const folders = [
      'activities',
      'api',
      'cli',
      'demo',
      'devstack',
      'modules',
      'platform',
      'values',
      'worker',
      'workflows',
    ];
    const number = /\$\{((?:[^{}]|\{[^{}]*\})*)\} (?:[a-z]+ )?([a-z]+)\b/g;
    // A bound, a total that has its own words, and numbers of lines: `lines 3 and 4`.
    const mayStand =
      /Max$|^(max|limit|fileBytesMax|ms|second|count|timeoutMs|days|points|expired|asked\.length|messages)$|\[|^(count|number)\(/;
    const wrong = folders.flatMap((folder) =>
      textsOf(folder).flatMap((source) =>
        [...source.matchAll(number)].filter(
          ([, expression = '', noun = '']) => countedThings.includes(noun) && !mayStand.test(expression.trim()),
        ),
      ),
    );
    expect(wrong.map(([text]) => text)).toEqual([]);
  });
});

describe('the reasons that rules store in English', () => {
  const sources = ['activities', 'modules', 'prisma', 'workflows'].flatMap((folder) => textsOf(folder));
  const anywhere = sources.join('\n');
  const patterns = Object.entries(memberTexts['zh-CN']);
  const placeholder = /\{\w+(?::\w+)?\}/g;

  it('are what the code says today, word for word', () => {
    const exact = patterns.map(([english]) => english).filter((english) => english.search(placeholder) < 0);
    expect(exact.length).toBeGreaterThan(50);
    expect(exact.filter((english) => !saysVerbatim(english))).toEqual([]);
  });

  it('are put together in one file of the code, where something stands in them', () => {
    const composed = patterns.map(([english]) => english).filter((english) => english.search(placeholder) >= 0);
    const missing = composed.filter((english) => {
      const words = english.replace(placeholder, ' ').match(/[A-Za-z-]{3,}/g) ?? [];
      return !sources.some((source) => words.every((word) => source.includes(word)));
    });
    expect(missing).toEqual([]);
  });

  it('name in Chinese only what stands in the English', () => {
    const names = (text: string) => [...text.matchAll(placeholder)].map(([name]) => name).sort();
    for (const [english, chinese] of patterns)
      expect(names(chinese).filter((name) => !names(english).includes(name))).toEqual([]);
  });

  function saysVerbatim(english: string): boolean {
    return [english, english.toUpperCase()].some((text) => anywhere.includes(text));
  }
});

/** The code of a folder, without what translates it and without tests. */
function textsOf(folder: string): string[] {
  return readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|sql)$/.test(file) && !/\.test\.ts$|wording|generated/.test(file))
    .map((file) => readFileSync(join(packageRoot(), folder, file), 'utf8').replaceAll("\\'", "'"));
}
