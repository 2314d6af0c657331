import { campaign } from './en/campaign.ts';
import { campaigns } from './en/campaigns.ts';
import { coupons } from './en/coupons.ts';
import { frame } from './en/frame.ts';
import { imports } from './en/imports.ts';
import { keys } from './en/keys.ts';
import { member } from './en/member.ts';
import { members } from './en/members.ts';
import { operation } from './en/operation.ts';
import { overview } from './en/overview.ts';
import { messages } from './en/messages.ts';
import { parts } from './en/parts.ts';
import { programme } from './en/programme.ts';
import { reviews } from './en/reviews.ts';
import { audience } from './en/audience.ts';
import { segments } from './en/segments.ts';
import { gallery } from './en/gallery.ts';
import { launch } from './en/launch.ts';
import { signIn } from './en/sign-in.ts';
import { webhooks } from './en/webhooks.ts';

/** Every sentence of the console in English: a file for each page, a line for each file. */
export const en = {
  ...campaign,
  ...campaigns,
  ...coupons,
  ...frame,
  ...imports,
  ...keys,
  ...member,
  ...members,
  ...operation,
  ...overview,
  ...messages,
  ...parts,
  ...programme,
  ...reviews,
  ...audience,
  ...segments,
  ...gallery,
  ...launch,
  ...signIn,
  ...webhooks,
} as const;
