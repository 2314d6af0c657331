import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../values/json.ts';
import type { MessageTemplate } from '../messaging/content/rules-template.ts';
import { checkMessages } from './check-messages.ts';
import type { CampaignDefinition } from './rules.ts';

const template = (text: string): MessageTemplate => ({ subject: 'Hello', html: `<p>${text}</p>`, text });
const fine = template('{{ member.name }}: {{ giftPoints | points }}');
const reminder = template('{{ profilePoints | points }}');
const both = { en: fine, 'zh-CN': fine };

function problemsOf(
  messages: CampaignDefinition['messages'],
  locales = ['en', 'zh-CN'],
  settings: JsonObject = {},
): string[] {
  return checkMessages(
    { lifecycle: 'onboarding-gift', settings: { activation: 'atOnce', ...settings }, messages },
    { locales },
  ).map(({ template: name, locale, problem }) => `${name}${locale ? `.${locale}` : ''} ${problem}`);
}

describe('a launch is blocked', () => {
  it('by nothing when every message is there in every language with variables it has', () => {
    expect(problemsOf({ welcome: both, 'profile-reminder': { en: reminder, 'zh-CN': reminder } })).toEqual([]);
  });

  it('by a message that is missing', () => {
    expect(problemsOf({ welcome: both })).toEqual([
      'profile-reminder is missing (after remindAfterDays, if the profile is incomplete)',
    ]);
  });

  it('by a message that is missing, but only when the settings have it sent', () => {
    const messages = { welcome: both, 'profile-reminder': { en: reminder, 'zh-CN': reminder } };
    expect(problemsOf(messages, ['en'], { giftExpiresInDays: 30, remindGiftDaysBefore: 3 })).toEqual([
      expect.stringContaining('gift-points-expiring is missing'),
    ]);
  });

  it('by a language of the programme that a message lacks', () => {
    expect(problemsOf({ welcome: { en: fine }, 'profile-reminder': { en: reminder, 'zh-CN': reminder } })).toEqual([
      'welcome.zh-CN is not written in zh-CN, a language of the programme',
    ]);
  });

  it('by nothing when the language is written for another country', () => {
    const messages = { welcome: { en: fine }, 'profile-reminder': { en: reminder } };
    expect(problemsOf(messages, ['en-GB'])).toEqual([]);
    expect(problemsOf(messages, ['en-GB', 'zh-TW'])).toHaveLength(2);
  });

  it('by a variable that the message does not have, in any part of any language', () => {
    const wrong = { subject: '{{ giftPoint }}', html: '{% if member.surname %}x{% endif %}', text: '{{ giftPoints }}' };
    const messages = { welcome: { en: fine, 'zh-CN': wrong }, 'profile-reminder': { en: reminder, 'zh-CN': reminder } };
    expect(problemsOf(messages)).toEqual([
      'welcome.zh-CN uses {{ giftPoint }}, which this message does not have',
      'welcome.zh-CN uses {{ member.surname }}, which this message does not have',
    ]);
  });

  it('by a variable of another message', () => {
    const messages = { welcome: both, 'profile-reminder': { en: fine, 'zh-CN': reminder } };
    expect(problemsOf(messages)).toEqual([
      'profile-reminder.en uses {{ giftPoints }}, which this message does not have',
    ]);
  });

  it('by a template that is not valid Liquid', () => {
    const broken = template('{% if member.name %}');
    const messages = {
      welcome: { en: broken, 'zh-CN': fine },
      'profile-reminder': { en: reminder, 'zh-CN': reminder },
    };
    expect(problemsOf(messages)[0]).toMatch(/^welcome\.en is not valid Liquid: tag .* not closed$/);
    const [problem] = checkMessages(
      { lifecycle: 'onboarding-gift', settings: { activation: 'atOnce' }, messages },
      { locales: ['en'] },
    );
    expect(problem).toMatchObject({ part: 'html', line: 1 });
  });

  it('by a message that no step sends, which is mostly a misspelt name', () => {
    const messages = { welcome: both, 'profile-reminder': { en: reminder, 'zh-CN': reminder }, welcom: both };
    expect(problemsOf(messages)).toEqual(['welcom is sent by no step of this lifecycle']);
  });

  it('never by what a countdown reads when it leaves', () => {
    const countdown = template(
      '{{ expiring.total | points }} {% for lot in expiring.lots %}{{ lot.expiresAt | date }}{% endfor %}',
    );
    const messages = { 'points-expiring': { en: countdown } };
    expect(checkMessages({ lifecycle: 'points-expiry', settings: {}, messages }, { locales: ['en'] })).toEqual([]);
  });
});
