import type { CampaignOfMember } from '../../modules/member-view/view.ts';
import type { Rendering } from './render-options.ts';

/** What each campaign that the member is in waits for, and until when; nothing where nobody could say. */
export function renderWaiting(campaigns: readonly CampaignOfMember[], { say }: Rendering): string[] {
  return campaigns.flatMap(({ campaignName: campaign, where }) => {
    switch (where?.kind) {
      case undefined:
      case 'blocked':
      case 'ready':
        return [];
      case 'waits': {
        const until = where.until === null ? null : new Date(where.until);
        return [say('waiting.waits', { campaign, events: where.events, until })];
      }
      case 'asks':
        return [say('waiting.asks', { campaign, step: where.name, at: new Date(where.until) })];
      case 'held':
        return [say('waiting.held', { campaign, step: where.name })];
      default:
        return where satisfies never;
    }
  });
}
