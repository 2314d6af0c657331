import { type KeptFor, retentionOf } from './rules-retention.ts';
import { deferralDaysDefault } from './rules-message-limits.ts';
import type { CalendarMultiplier, ExpiryPolicy, Programme, Tier } from './rules.ts';
import type { Ratio } from '../../values/ratio.ts';
import { money, points } from '../../values/wording.ts';
import { counted, inDays } from '../../values/plural.ts';

/** A programme's rules in words, one topic a line: what a member would be told at the till. */
export function describeProgramme(programme: Programme): [topic: string, words: string][] {
  const { asset, earning, currency, quietHours, sender, profileFields, tasks = [] } = programme;
  return [
    ['Points', `${points(earning.points, { asset })} for every ${money(earning.perMinor, currency)}`],
    ['Large orders', describeSteps(programme)],
    ['Days', earning.calendar.map(describeDay).join('; ') || 'no day is special'],
    ['Tiers', programme.tiers.map((tier) => describeTier(tier, currency)).join('; ')],
    ...(tasks.length > 0
      ? ([
          [
            'Tasks',
            tasks.map(({ eventType, points, once }) => `${eventType} ${points} (${onceWords[once]})`).join('; '),
          ],
        ] as [string, string][])
      : []),
    ['Multipliers', `together at most ${times(earning.maxMultiplier)}`],
    [
      'Available',
      programme.pendingDays === 0 ? 'at once' : `${counted(programme.pendingDays, 'day', 'days')} after the order`,
    ],
    ['Expiry', `${describeExpiry(programme.expiry)}${describeInactivity(programme.expiry)}`],
    [
      'Returns',
      programme.clawback === 'DEBT'
        ? 'take their points back; those spent already are repaid from the next ones'
        : 'take back what is left of their points',
    ],
    ['Redemption', describeRedemption(programme)],
    ...(programme.adjustments === undefined
      ? []
      : ([
          [
            'Corrections',
            `by hand of more than ${points(programme.adjustments.reviewAbove, { asset })} wait for a second person`,
          ],
        ] as [string, string][])),
    ...(programme.campaigns === undefined
      ? []
      : ([
          [
            'Campaigns',
            `that may cost more than ${money(programme.campaigns.reviewAboveMinor, programme.currency)} wait for a second person`,
          ],
        ] as [string, string][])),
    ...(programme.retention === undefined ? [] : ([['Kept for', describeRetention(programme)]] as [string, string][])),
    ['Profile', `complete with ${profileFields.join(', ') || 'nothing'}`],
    ['Quiet hours', quietHours === null ? 'none' : `${quietHours.from} to ${quietHours.until}, where the member lives`],
    ['Frequency caps', describeCaps(programme)],
    ...(programme.messageChannels === undefined
      ? []
      : ([['Messages go by', `${programme.messageChannels.join(', else by ')}`]] as [string, string][])),
    ...(programme.holdOut
      ? ([['Held out', `${programme.holdOut * 100}% of the members, of every campaign`]] as [string, string][])
      : []),
    ['Languages', programme.locales.join(', ')],
    ['Calendar', programme.zone],
    ['Sender', `${sender.name} <${sender.address}>`],
  ];
}

function describeRedemption({ redemption, asset, currency }: Programme): string {
  if (redemption === undefined) return 'off';
  const { points: rate, perMinor, maxShare, minPoints, stepPoints, holdMinutes } = redemption;
  const share = Number(((maxShare.numerator / maxShare.denominator) * 100).toFixed(2));
  return [
    `${points(rate, { asset })} are worth ${money(perMinor, currency)}`,
    share === 100 ? 'for all of an order' : `for at most ${share}% of an order`,
    ...(minPoints > stepPoints ? [`at least ${points(minPoints, { asset })}`] : []),
    ...(stepPoints > 1 ? [`in multiples of ${stepPoints}`] : []),
    `held for ${counted(holdMinutes, 'minute', 'minutes')}`,
  ].join(', ');
}

function describeCaps({ messageCaps = [], messageDeferralDays = deferralDaysDefault }: Programme): string {
  if (messageCaps.length === 0) return 'none';
  const caps = messageCaps.map(
    ({ class: messageClass, channel, max, perDays }) =>
      `at most ${max} ${messageClass} by ${channel} in ${inDays(perDays)}`,
  );
  return `${caps.join('; ')}; put off for at most ${counted(messageDeferralDays, 'day', 'days')}`;
}

const onceWords = { event: 'each time', day: 'once a day', ever: 'once ever' } as const;

function describeSteps({ earning, currency }: Programme): string {
  const steps = earning.steps.map(
    ({ aboveMinor, multiplier }) => `the part above ${money(aboveMinor, currency)} counts ${times(multiplier)}`,
  );
  return steps.join('; ') || 'count as any other';
}

function describeDay(rule: CalendarMultiplier): string {
  switch (rule.kind) {
    case 'dayOfMonth':
      return `day ${rule.day} of every month ${times(rule.multiplier)}`;
    case 'weekend':
      return `Saturdays and Sundays ${times(rule.multiplier)}`;
    case 'birthdayMonth':
      return `the month of the birthday ${times(rule.multiplier)}`;
    default:
      return rule satisfies never;
  }
}

function describeTier({ name, multiplier, extraExpiryMonths, spendMinor, orders }: Tier, currency: string): string {
  const ways = [
    ...(spendMinor === undefined ? [] : [money(spendMinor, currency)]),
    ...(orders === undefined ? [] : [counted(orders, 'order', 'orders')]),
  ];
  const rate = multiplier.numerator === multiplier.denominator ? '' : ` ${times(multiplier)}`;
  return `${name}${rate}${ways.length > 0 ? ` from ${ways.join(' or ')}` : ''}${extraExpiryMonths ? `, points live ${counted(extraExpiryMonths, 'month', 'months')} longer` : ''}`;
}

function describeExpiry(policy: ExpiryPolicy): string {
  switch (policy.kind) {
    case 'never':
      return 'never';
    case 'rolling':
      return `${counted(policy.months, 'month', 'months')} after they were earned, at the end of the day${grace(policy)}`;
    case 'fixedDate': {
      const on = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
        new Date(Date.UTC(2024, policy.month - 1, policy.day)),
      );
      return `every ${on}${policy.minimumMonths > 0 ? `, ${counted(policy.minimumMonths, 'month', 'months')} after they were earned at the earliest` : ''}${grace(policy)}`;
    }
    default:
      return policy satisfies never;
  }
}

function describeInactivity({ kind, inactivityMonths, inactivityDays }: ExpiryPolicy): string {
  if (inactivityMonths === undefined && inactivityDays === undefined) return '';
  const period =
    inactivityMonths === undefined
      ? counted(inactivityDays ?? 0, 'day', 'days')
      : counted(inactivityMonths, 'month', 'months');
  const all = kind === 'never' ? '; but all of them lapse' : '; earlier when they lapse, all together,';
  return `${all} ${period} after the member last earned or redeemed`;
}

const grace = ({ graceDays }: { readonly graceDays?: number }): string =>
  graceDays ? `; can be spent for ${counted(graceDays, 'more day', 'more days')}` : '';

function times({ numerator, denominator }: Ratio): string {
  return `× ${Number((numerator / denominator).toFixed(4))}`;
}

function describeRetention(programme: Programme): string {
  const { events, messages, stories, mailReports } = retentionOf(programme);
  const said = (what: string, kept: KeptFor) =>
    `${what} ${kept === 'forever' ? 'for ever' : counted(kept, 'day', 'days')}`;
  return [
    said('details of events', events),
    said('texts of messages', messages),
    said('steps of stories', stories),
    said('reports of mails', mailReports),
  ].join(', ');
}
