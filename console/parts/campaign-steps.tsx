import type { ReactNode } from 'react';
import type { Shape } from '../data/api.ts';
import { useFormats } from '../data/session.tsx';
import { type Tell, useText } from '../text/use-text.tsx';

type Settings = Readonly<Record<string, unknown>>;

/** A step of a campaign in words: what it is, and its rule. */
export interface StepWords {
  readonly title: string;
  readonly rule?: string | undefined;
}

interface Rung {
  readonly afterDays?: number;
  readonly offer?: string;
}

/** On which days a win-back makes an offer, over all its ladders. */
function daysOf(settings: Settings, offer: string): string {
  const segments = (settings.segments ?? []) as readonly { readonly ladder?: readonly Rung[] }[];
  const rungs = [(settings.ladder ?? []) as readonly Rung[], ...segments.map(({ ladder = [] }) => ladder)].flat();
  const days = rungs.filter((rung) => rung.offer === offer).map(({ afterDays = 0 }) => afterDays);
  return [...new Set(days)].sort((a, b) => a - b).join(', ');
}

type Told = Shape['CampaignFlow']['told'];

/** Chinese has no capitals, and a sentence of a plan begins with a small letter. */
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** Says the steps of the lifecycles, with what the settings say of them; those of a journey as its plan has them. A step of a release to come has its name. */
export function useStepWords(settings: Settings, told?: Told): (name: string) => StepWords {
  const tell = useText();
  const formats = useFormats();
  return (name) => {
    const said = told?.find(({ step }) => step === name)?.text;
    if (said !== undefined) return { title: name, rule: capital(said) };
    if (told && name !== 'entry') return { title: name };
    const notice = /^notice-(\d+)$/.exec(name)?.[1];
    if (notice !== undefined) {
      return { title: tell('campaign.stepNotice', { n: Number(notice) }), rule: tell('campaign.stepNoticeRule') };
    }
    const points = (setting: string) => formats.number(Number(settings[setting] ?? 0));
    const known = { ...giftWords(tell, settings, points), ...otherWords(tell, settings, points) };
    return known[name]?.() ?? { title: name };
  };
}

type Sayings = Readonly<Record<string, () => StepWords>>;

function giftWords(tell: Tell, settings: Settings, points: (setting: string) => string): Sayings {
  const n = (setting: string) => ({ n: Number(settings[setting] ?? 0) });
  return {
    entry: () => ({ title: tell('campaign.stepEntry') }),
    gift: () => ({
      title: tell('campaign.stepGift'),
      rule: tell('campaign.stepGiftRule', { points: points('giftPoints') }),
    }),
    'gift-coupon': () => ({ title: tell('campaign.stepGiftCoupon') }),
    review: () => ({ title: tell('campaign.stepReview'), rule: tell('campaign.stepReviewRule') }),
    welcome: () => ({ title: tell('campaign.stepWelcome') }),
    'gift-given': () => ({ title: tell('campaign.stepGiftGiven') }),
    'profile-reminder': () => ({
      title: tell('campaign.stepProfileReminder'),
      rule: tell('campaign.stepProfileReminderRule', n('remindAfterDays')),
    }),
    profile: () => ({
      title: tell('campaign.stepProfile'),
      rule: tell('campaign.stepProfileRule', { points: points('profilePoints') }),
    }),
    'gift-points-reminder': () => ({
      title: tell('campaign.stepGiftPoints'),
      rule: tell('campaign.stepGiftPointsRule', n('remindGiftDaysBefore')),
    }),
    'gift-coupon-reminder': () => ({ title: tell('campaign.stepGiftCouponReminder') }),
    'first-order': () => ({
      title: tell('campaign.stepFirstOrder'),
      rule: tell('campaign.stepFirstOrderRule', { points: points('firstOrderPoints') }),
    }),
  };
}

function otherWords(tell: Tell, settings: Settings, points: (setting: string) => string): Sayings {
  const given = (setting: string) => tell('campaign.stepPoints', { points: points(setting) });
  const ladder = (offer: string) => tell('campaign.stepLadderRule', { days: daysOf(settings, offer) });
  const milestones = ((settings.milestoneDays ?? []) as readonly number[]).join(', ');
  return {
    'milestone-coupon': () => ({ title: tell('campaign.stepMilestoneCoupon') }),
    milestone: () => ({
      title: tell('campaign.stepMilestone'),
      rule: tell('campaign.stepMilestoneRule', { days: milestones }),
    }),
    'streak-reminder': () => ({
      title: tell('campaign.stepStreakReminder'),
      rule: tell('campaign.stepStreakReminderRule', {
        time: typeof settings.remindAt === 'string' ? settings.remindAt : '',
      }),
    }),
    'streak-lost': () => ({ title: tell('campaign.stepStreakLost') }),
    'friend-welcome': () => ({ title: tell('campaign.stepFriendWelcome') }),
    'friend-joined': () => ({ title: tell('campaign.stepFriendJoined') }),
    'friend-points': () => ({ title: tell('campaign.stepFriendPoints'), rule: given('friendPoints') }),
    'friend-coupon': () => ({ title: tell('campaign.stepFriendCoupon') }),
    'referrer-points': () => ({ title: tell('campaign.stepReferrerPoints'), rule: given('referrerPoints') }),
    'referrer-coupon': () => ({ title: tell('campaign.stepReferrerCoupon') }),
    'friend-reward': () => ({ title: tell('campaign.stepFriendReward') }),
    'referral-paid': () => ({ title: tell('campaign.stepReferralPaid') }),
    'not-counted': () => ({ title: tell('campaign.stepNotCounted') }),
    'friend-points-back': () => ({ title: tell('campaign.stepFriendBack'), rule: tell('campaign.stepBackRule') }),
    'referrer-points-back': () => ({ title: tell('campaign.stepReferrerBack'), rule: tell('campaign.stepBackRule') }),
    coupon: () => ({ title: tell('campaign.stepCoupon') }),
    points: () => ({ title: tell('campaign.stepPointsGrant') }),
    'reminder-message': () => ({ title: tell('campaign.stepReminderMail'), rule: ladder('reminder') }),
    'coupon-message': () => ({ title: tell('campaign.stepCouponMail'), rule: ladder('coupon') }),
    'points-message': () => ({ title: tell('campaign.stepPointsMail'), rule: ladder('points') }),
  };
}

const dots: Readonly<Record<string, readonly [kind: string, path: string]>> = {
  message: ['mail', 'M2.5 4.5h11v8h-11zM2.5 5l5.5 4 5.5-4'],
  grant: ['gift', 'M8 3v10M3 8h10'],
  coupon: ['gift', 'M2.5 5.5h11v1.8a1 1 0 0 0 0 1.9V11h-11V9.2a1 1 0 0 0 0-1.9z'],
  review: ['wait', 'M8 4.5a2 2 0 1 1-.01 0M4 13c0-4 8-4 8 0'],
  clawback: ['wait', 'M12 5H6a3 3 0 0 0 0 6h3M8 8.5 10.5 11 8 13.5'],
};

/** A picture of what a step does. */
export function StepDot({ kind }: { readonly kind: string }): ReactNode {
  const [tone, path] = dots[kind] ?? ['', 'M3 8h9M9 5l3 3-3 3'];
  return (
    <span className={`dot ${tone}`}>
      <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
    </span>
  );
}
