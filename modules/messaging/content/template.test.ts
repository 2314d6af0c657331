import { describe, expect, it } from 'vitest';
import type { MessageTemplate } from './rules-template.ts';
import { compileTemplate, missingVariables, templateVariables } from './template.ts';

const english = { locale: 'en', zone: 'Europe/London', currency: 'GBP', asset: 'points' };
const chinese = { ...english, locale: 'zh-CN' };
const template = (text: string, part: Partial<MessageTemplate> = {}): MessageTemplate => ({
  subject: 's',
  html: 'h',
  text,
  ...part,
});
const render = (text: string, variables: object, format = english) =>
  compileTemplate(template(text), format).render(variables).text.trim();
/** 23:59:59.999 on 22 July in London, when the clock there is an hour ahead of UTC. */
const expiry = Date.parse('2026-07-22T22:59:59.999Z');

describe('A message template', () => {
  it.each([
    ['{{ n | number }}', { n: 12345 }, '12,345', '12,345'],
    ['{{ n | points }}', { n: 1200 }, '1,200 points', '1,200 积分'],
    ['{{ n | points }}', { n: 1 }, '1 point', '1 积分'],
    ["{{ n | count: 'day', 'days' }}", { n: 1 }, '1 day', '1 days'],
    ["{{ n | count: 'day', 'days' }}", { n: 1200 }, '1,200 days', '1,200 days'],
    ["{{ n | plural: 'is', 'are' }}", { n: 1 }, 'is', 'are'],
    ["{{ n | count: '天' }}", { n: 1 }, '1 天', '1 天'],
    ['{{ at | date }}', { at: expiry }, '22 July 2026', '2026年7月22日'],
    ["{{ at | date: 'short' }}", { at: expiry }, '22 Jul', '7月22日'],
    ["{{ at | date: 'weekday' }}", { at: new Date(expiry).toISOString() }, 'Wednesday 22 July', '7月22日星期三'],
    ['{{ m | money }}', { m: 1250 }, '£12.50', '£12.50'],
  ])('writes %s as its reader is used to', (source, variables, inEnglish, inChinese) => {
    expect(render(source, variables)).toBe(inEnglish);
    expect(render(source, variables, chinese)).toBe(inChinese);
  });

  it('counts in the forms that the language has', () => {
    const source = "{{ n | count: one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' }}";
    const polish = { ...english, locale: 'pl' };
    expect([1, 3, 5].map((n) => render(source, { n }, polish))).toEqual(['1 dzień', '3 dni', '5 dni']);
  });

  it('keeps the name a merchant has given to points', () => {
    expect(render('{{ n | points }}', { n: 1 }, { ...english, asset: 'Stars' })).toBe('1 Stars');
    expect(render('{{ n | points }}', { n: 5 }, { ...chinese, asset: '星豆' })).toBe('5 星豆');
  });

  it('shows what a member has typed as text, never as html', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const rendered = compileTemplate(
      template('{{ name }}', { html: '<p>{{ name }}</p>', subject: '{{ name }}' }),
      english,
    );
    expect(rendered.render({ name: evil })).toEqual({
      subject: evil,
      html: '<p>&lt;img src=x onerror=alert(1)&gt;</p>',
      text: `${evil}\n`,
    });
  });

  it('puts a name with a line break into the subject as one line', () => {
    const rendered = compileTemplate(template('t', { subject: 'Hello {{ name }}' }), english);
    expect(rendered.render({ name: 'Ada\r\nBcc: all@example.test' }).subject).toBe('Hello Ada Bcc: all@example.test');
  });

  it.each([
    ['{{ nmae }}', 'text: undefined variable: nmae'],
    ['{{ name | capitalise }}', 'text: undefined filter: capitalise'],
    ['{% if name %}', 'text: tag {% if name %} not closed'],
    ["{{ name | date: 'iso' }}", 'date knows the styles long, short, weekday'],
    ['{{ 3 | count }}', 'it wants the words for one and for several'],
    ['{{ name | points }}', 'points wants a number, not "Ada"'],
    ["{% include 'secrets' %}", 'text: '],
  ])('fails with %s rather than sending nonsense', (source, message) => {
    expect(() => render(source, { name: 'Ada' })).toThrow(message);
  });

  it('sees no property that the message does not have itself', () => {
    expect(() => render('{{ name.constructor.name }}', { name: 'Ada' })).toThrow('undefined variable');
  });
});

describe('The variables of a template', () => {
  it('are those it reads, not those it makes', () => {
    const source = template(
      '{% assign total = expiring.total %}{% for lot in expiring.lots %}{{ lot.points }}{% endfor %}{{ total }}',
      { subject: '{{ member.name }}', html: '{% if lastCall %}x{% endif %}' },
    );
    expect(templateVariables(source)).toEqual(['expiring.lots', 'expiring.total', 'lastCall', 'member.name']);
  });

  it.each([
    ['{{ member.name }} {{ programme.name }}', [], []],
    ['{{ giftPoints }}', ['giftPoints'], []],
    ['{{ expiring.lots[0].points }} {{ expiring.lots.size }}', ['expiring.lots'], []],
    ['{{ giftpoints }} {{ member.nick }}', ['giftPoints'], ['giftpoints', 'member.nick']],
    ['{% if expiring %}x{% endif %}', [], ['expiring']],
  ])('%s with %j lacks %j', (source, provided, missing) => {
    expect(missingVariables(template(source), provided).map(({ name }) => name)).toEqual(missing);
  });
});
