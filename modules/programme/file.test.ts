import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseProgramme, parseProgrammeData, readProgrammeFile } from './file.ts';
import { FileError, formatProblem } from '../../platform/yaml-file.ts';

const reference = 'playbooks/reference/programme.yaml';
const source = await readFile(reference, 'utf8');

describe('the programme file', () => {
  it('gives the reference programme with every amount in minor units and every multiplier exact', async () => {
    const programme = await readProgrammeFile(reference);
    expect(programme.earning).toEqual({
      points: 1,
      perMinor: 100,
      steps: [{ aboveMinor: 30_000, multiplier: { numerator: 3, denominator: 2 } }],
      calendar: [
        { kind: 'dayOfMonth', day: 18, multiplier: { numerator: 2, denominator: 1 } },
        { kind: 'birthdayMonth', multiplier: { numerator: 2, denominator: 1 } },
      ],
      maxMultiplier: { numerator: 4, denominator: 1 },
    });
    expect(programme.tiers.at(1)).toEqual({
      code: 'silver',
      name: 'Silver',
      names: { en: 'Silver', 'zh-CN': '银卡' },
      multiplier: { numerator: 6, denominator: 5 },
      spendMinor: 50_000,
      orders: 3,
    });
    const half = { numerator: 1, denominator: 2 };
    const worth = { points: 100, perMinor: 100, maxShare: half, minPoints: 1, stepPoints: 1, holdMinutes: 30 };
    expect(programme.redemption).toEqual(worth);
    expect(programme).toMatchObject({ code: 'reference', clawback: 'DEBT', expiry: { kind: 'rolling', months: 12 } });
  });

  it('is the same when it comes as data, and so is what is wrong in it', () => {
    const data = parse(source) as Record<string, unknown>;
    expect(parseProgrammeData(data)).toEqual(parseProgramme(source, reference));
    const wrong = () => parseProgrammeData({ ...data, zone: 'Mars', earning: { per: 0.001 } });
    expect(wrong).toThrow('programme: zone: is not a time zone. Fix: write an IANA zone such as Europe/London.');
    const odd = () => parseProgrammeData({ ...data, earning: { per: 0.001 } });
    expect(odd).toThrow('programme: earning.per: is 0.001, not an amount of GBP');
  });

  it('fills in every default', () => {
    const short = parseProgramme(
      'code: tea\nname: Tea\ncurrency: JPY\nzone: Asia/Tokyo\nearning: { per: 100 }\nexpiry: { kind: never }\nsender: { name: Tea, address: tea@shop.example }\n',
      'tea.yaml',
    );
    expect(short).toMatchObject({
      asset: 'points',
      locale: 'en',
      locales: ['en'],
      earning: { points: 1, perMinor: 100, steps: [], calendar: [] },
      tiers: [{ code: 'base', multiplier: { numerator: 1, denominator: 1 } }],
      tasks: [],
      pendingDays: 0,
      clawback: 'DEBT',
      quietHours: null,
      messageCaps: [],
      messageDeferralDays: 14,
    });
  });

  it('lets points be used at the checkout only where it says what they are worth, in steps of whole minor units', () => {
    const without = parseProgramme(source.replace(/\nredemption:.*\n(?: {2}.*\n)+/, ''), 'programme.yaml');
    expect(without).not.toHaveProperty('redemption');
    const yen = source.replace('currency: GBP', 'currency: JPY').replace('points: 100\n', 'points: 30\n');
    expect(
      parseProgramme(yen.replace('per: 1.00\n  maxShare', 'per: 20\n  maxShare'), 'programme.yaml').redemption,
    ).toEqual({
      points: 30,
      perMinor: 20,
      maxShare: { numerator: 1, denominator: 2 },
      minPoints: 3,
      stepPoints: 3,
      holdMinutes: 30,
    });
  });

  it.each([
    [
      'currency: GBP',
      'currency: POUND',
      ':5: currency: is not an ISO 4217 currency. Fix: write three capitals such as GBP.',
    ],
    [
      'months: 12\n',
      'months: 12\n  graceDays: 400\n',
      ':41: expiry.graceDays: is 400, more than 365. Fix: write a whole number from 1 to 365 (days after their official end on which points can still be spent).',
    ],
    [
      'months: 12\n',
      'months: 12\n  inactivityDays: 30\n',
      ':41: expiry.inactivityDays: is 30, less than 60. Fix: write a whole number from 60 to 3650 (days without earning or redeeming after which all points lapse).',
    ],
    [
      'months: 12\n',
      'months: 12\n  inactivityMonths: 6\n  inactivityDays: 180\n',
      ':42: expiry.inactivityDays: is a second period of inactivity beside inactivityMonths. Fix: keep one of them.',
    ],
    [
      'zone: Europe/London',
      'zone: London',
      ':6: zone: is not a time zone. Fix: write an IANA zone such as Europe/London.',
    ],
    [
      'per: 1.00',
      'per: 0.001',
      ':12: earning.per: is 0.001, not an amount of GBP. Fix: write at most 2 decimal places.',
    ],
    [
      'per: 1.00',
      'per: -1',
      ':12: earning.per: is -1, less than 0. Fix: write a number above 0 (an amount of the programme currency).',
    ],
    [
      'multiplier: 1.5\n  calendar',
      'multiplier: 0.5\n  calendar',
      ':15: earning.steps[0].multiplier: is 0.5, less than 1. Fix: write a number from 1 to 100.',
    ],
    [
      'day: 18',
      'day: 32',
      ':18: earning.calendar[0].day: is 32, more than 31. Fix: write a whole number from 1 to 31.',
    ],
    [
      'kind: birthdayMonth',
      'kind: birthday',
      ':20: earning.calendar[1].kind: is "birthday", which can\'t be used here. Fix: write one of "dayOfMonth", "weekend", "birthdayMonth".',
    ],
    [
      'spend: 2000',
      'spend: 400',
      ':32: tiers[2]: asks for no more than the tier before. Fix: order the tiers from low to high.',
    ],
    ['locales: [en, zh-CN]', 'locales: [zh-CN]', ':8: locales: lack the programme\'s own "en". Fix: add "en".'],
    [
      'event: review.posted',
      'event: order.placed',
      ':49: tasks[2].event: is an order, which earns by the rules under "earning". Fix: remove the task.',
    ],
    [
      'club@giftshop.example',
      'giftshop',
      ':69: sender.address: is not an e-mail address. Fix: write an address such as club@shop.example.',
    ],
    [
      'class: marketing',
      'class: transactional',
      ':72: messageCaps[0].class: is "transactional", which can\'t be used here. Fix: write one of "marketing", "service" (transactional messages are never capped).',
    ],
    [
      '    perDays: 7',
      '    perDays: 7\n  - { class: marketing, max: 1, perDays: 7 }',
      ':75: messageCaps[1]: caps the same class, channel and days as one above. Fix: keep one of them.',
    ],
    [
      'maxShare: 0.5',
      'maxShare: 50',
      ':58: redemption.maxShare: is 50, more than 1. Fix: write a number above 0 (the part of an order that points may pay at most, such as 0.5).',
    ],
    [
      'points: 100\n',
      'points: 1000\n  stepPoints: 25\n',
      ':57: redemption.stepPoints: is worth a part of a minor unit. Fix: write a multiple of 10.',
    ],
    [
      'points: 100\n',
      'points: 100\n  stepPoints: 100\n  minPoints: 250\n',
      ':58: redemption.minPoints: is no multiple of the step of 100 points. Fix: write a multiple of 100.',
    ],
    ['clawback: debt', 'clawbak: debt', ':53: clawbak: is not a known field. Fix: write "clawback".'],
  ])('%s written as %s is refused with line, field and fix', (right, wrong, problem) => {
    expect(source).toContain(right);
    let problems: string[] = [];
    try {
      parseProgramme(source.replace(right, wrong), 'programme.yaml');
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      problems = error.problems.map(formatProblem);
    }
    expect(problems).toContain(`programme.yaml${problem}`);
  });
});
