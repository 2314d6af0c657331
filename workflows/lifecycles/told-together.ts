import type { LifecycleCode } from './codes.ts';

interface Part {
  readonly lifecycle: LifecycleCode;
  readonly template: string;
}

/** A referred friend joins once, and is welcomed once: what the invitation brings is told in the welcome. */
export const toldTogether: { readonly host: Part; readonly guest: Part; readonly as: string } = {
  host: { lifecycle: 'onboarding-gift', template: 'welcome' },
  guest: { lifecycle: 'referral-reward', template: 'friend-welcome' },
  as: 'invitation',
};
