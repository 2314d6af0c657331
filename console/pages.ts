import type { ComponentType } from 'react';
import type { TextKey } from './text/use-text.tsx';

/** A page of the console: its address below /console, its name, and where the navigation has it. */
export interface PageEntry {
  readonly path: string;
  readonly name: TextKey;
  /** Absent for pages that others lead to. */
  readonly group?: 'work' | 'setUp';
  /** Loaded when it is opened; the file exports its component as `Component`. */
  readonly load: () => Promise<{ readonly Component: ComponentType }>;
}

/** Every page, in the order of the navigation: a line for each. */
export const pages: readonly PageEntry[] = [
  { path: '', name: 'frame.overview', group: 'work', load: () => import('./pages/overview/overview.tsx') },
  { path: 'members', name: 'frame.members', group: 'work', load: () => import('./pages/members/members.tsx') },
  { path: 'members/:memberId', name: 'frame.members', load: () => import('./pages/member/member.tsx') },
  {
    ...{ path: 'campaigns', name: 'frame.campaigns', group: 'work' },
    load: () => import('./pages/campaigns/campaigns.tsx'),
  },
  {
    ...{ path: 'campaigns/gallery', name: 'frame.campaigns' },
    load: () => import('./pages/gallery/gallery.tsx'),
  },
  {
    ...{ path: 'campaigns/:code', name: 'frame.campaigns' },
    load: () => import('./pages/campaign/campaign.tsx'),
  },
  {
    ...{ path: 'campaigns/:code/audience', name: 'frame.campaigns' },
    load: () => import('./pages/campaign-audience/audience.tsx'),
  },
  { path: 'campaigns/:code/launch', name: 'frame.campaigns', load: () => import('./pages/launch/launch.tsx') },
  {
    ...{ path: 'campaigns/:code/messages/:template', name: 'frame.messages' },
    load: () => import('./pages/messages/template.tsx'),
  },
  {
    ...{ path: 'messages', name: 'frame.messages', group: 'work' },
    load: () => import('./pages/messages/messages.tsx'),
  },
  { path: 'messages/:messageId', name: 'frame.messages', load: () => import('./pages/messages/message.tsx') },
  {
    ...{ path: 'segments', name: 'frame.segments', group: 'work' },
    load: () => import('./pages/segments/segments.tsx'),
  },
  { path: 'segments/new', name: 'frame.segments', load: () => import('./pages/segment/edit.tsx') },
  { path: 'segments/:code', name: 'frame.segments', load: () => import('./pages/segment/segment.tsx') },
  { path: 'segments/:code/edit', name: 'frame.segments', load: () => import('./pages/segment/edit.tsx') },
  { path: 'reviews', name: 'frame.reviews', group: 'work', load: () => import('./pages/reviews/reviews.tsx') },
  { path: 'reviews/:reviewId', name: 'frame.reviews', load: () => import('./pages/reviews/review.tsx') },
  { path: 'coupons', name: 'frame.coupons', group: 'work', load: () => import('./pages/coupons/coupons.tsx') },
  { path: 'coupons/:coupon', name: 'frame.coupons', load: () => import('./pages/coupons/coupon.tsx') },
  { path: 'programme', name: 'frame.programme', group: 'setUp', load: () => import('./pages/programme/programme.tsx') },
  { path: 'imports', name: 'frame.imports', group: 'setUp', load: () => import('./pages/imports/imports.tsx') },
  { path: 'imports/:importId', name: 'frame.imports', load: () => import('./pages/imports/import.tsx') },
  { path: 'keys', name: 'frame.keys', group: 'setUp', load: () => import('./pages/keys/keys.tsx') },
  { path: 'webhooks/:endpointId', name: 'frame.keys', load: () => import('./pages/webhooks/endpoint.tsx') },
  { path: 'audit', name: 'frame.audit', group: 'setUp', load: () => import('./pages/audit/audit.tsx') },
  { path: 'health', name: 'frame.health', group: 'setUp', load: () => import('./pages/health/health.tsx') },
];
