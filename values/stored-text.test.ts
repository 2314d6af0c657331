import { describe, expect, it } from 'vitest';
import { formatterOf, type StoredTexts } from './phrase.ts';

const texts: StoredTexts = {
  'zh-CN': {
    'quiet hours': '免打扰时段',
    'no order was found for {amount:money} of it': '其中 {amount:money} 未找到对应订单',
    '{expired:points} points expired': '{expired:points}已过期',
    '{expired:points} points expired, {saved:points} were used in time':
      '{expired:points}已过期，{saved:points}在到期前使用',
    'not counted: {reasons}': '不计入：{reasons}',
    '{max:count} {class} mails in {days:count} days already': '{days:count} 天内已发送 {max:count} 封{class}邮件',
    marketing: '营销',
    'the friend uses the device of another friend': '好友与其他好友使用同一设备',
    'refused on review': '审核未通过',
    'the same {identity:list} as member {member}': '与会员 {member} 的{identity:list}相同',
    'e-mail address': '邮箱地址',
    'phone number': '手机号',
    'no activity since {last:day}': '自{last:day}起没有新的获得或兑换',
  },
};
const manner = { asset: 'points', currency: 'GBP', zone: 'Europe/London', programmeZone: 'Europe/London' };
const chinese = formatterOf({ ...manner, locale: 'zh-CN' }, texts);

describe('a text that was stored in English', () => {
  it.each([
    ['quiet hours', '免打扰时段'],
    ['no order was found for GBP 1234.00 of it', '其中 £1,234.00 未找到对应订单'],
    ['120 points expired', '120 积分已过期'],
    ['1 point expired', '1 积分已过期'],
    ['1 marketing mail in 7 days already', '7 天内已发送 1 封营销邮件'],
    ['2 marketing mails in 1 day already', '1 天内已发送 2 封营销邮件'],
    ['120 points expired, 1300 were used in time', '120 积分已过期，1,300 积分在到期前使用'],
    ['the same e-mail address and phone number as member A-1', '与会员 A-1 的邮箱地址和手机号相同'],
    ['no activity since 5 November 2025', '自2025年11月5日起没有新的获得或兑换'],
  ])('is said in Chinese: %s', (english, expected) => {
    expect(chinese.text(english)).toBe(expected);
  });

  it('is said part by part where it is made of several', () => {
    expect(chinese.text('not counted: the friend uses the device of another friend; refused on review')).toBe(
      '不计入：好友与其他好友使用同一设备；审核未通过',
    );
  });

  it('stays as it is when it is somebody else’s: a shop’s reason, a mail server’s answer', () => {
    expect(chinese.text('£3 voucher')).toBe('£3 voucher');
    expect(chinese.text('550 5.1.1 no such user; see (RFC 5321)')).toBe('550 5.1.1 no such user; see (RFC 5321)');
    expect(chinese.text('no activity since the fair')).toBe('no activity since the fair');
    expect(chinese.text('no order was found for half of it')).toBe('no order was found for half of it');
  });

  it('stays as it is in English', () => {
    expect(formatterOf(manner, texts).text('quiet hours')).toBe('quiet hours');
  });
});
