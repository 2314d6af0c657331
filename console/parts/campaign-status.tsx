import type { ReactNode } from 'react';
import type { Shape } from '../data/api.ts';
import { useText } from '../text/use-text.tsx';
import { Status, type StatusKind } from './status.tsx';

type CampaignStatusCode = Shape['Campaign']['status'];

const kinds: Readonly<Record<CampaignStatusCode, StatusKind>> = {
  draft: 'draft',
  in_review: 'held',
  scheduled: 'scheduled',
  live: 'live',
  paused: 'paused',
  ended: 'ended',
};

/** How a campaign stands. */
export function CampaignStatus({ status }: { readonly status: CampaignStatusCode }): ReactNode {
  const tell = useText();
  const words: Readonly<Record<CampaignStatusCode, string>> = {
    draft: tell('campaigns.draft'),
    in_review: tell('campaigns.inReview'),
    scheduled: tell('campaigns.scheduled'),
    live: tell('campaigns.live'),
    paused: tell('campaigns.paused'),
    ended: tell('campaigns.over'),
  };
  return <Status kind={kinds[status]}>{words[status]}</Status>;
}

/** What kind of story it is, in words. */
export function useLifecycleName(): (lifecycle: string) => string {
  const tell = useText();
  const names: Readonly<Record<string, string>> = {
    'onboarding-gift': tell('campaigns.onboardingGift'),
    'check-in-streak': tell('campaigns.checkInStreak'),
    'referral-reward': tell('campaigns.referralReward'),
    'points-expiry': tell('campaigns.pointsExpiry'),
    'win-back': tell('campaigns.winBack'),
    journey: tell('campaigns.journey'),
  };
  return (lifecycle) => names[lifecycle] ?? lifecycle;
}
