import type { Sentences } from './languages.ts';
import type { en } from './en.ts';
import { campaign } from './zh-CN/campaign.ts';
import { campaigns } from './zh-CN/campaigns.ts';
import { coupons } from './zh-CN/coupons.ts';
import { frame } from './zh-CN/frame.ts';
import { imports } from './zh-CN/imports.ts';
import { keys } from './zh-CN/keys.ts';
import { member } from './zh-CN/member.ts';
import { members } from './zh-CN/members.ts';
import { operation } from './zh-CN/operation.ts';
import { overview } from './zh-CN/overview.ts';
import { messages } from './zh-CN/messages.ts';
import { parts } from './zh-CN/parts.ts';
import { programme } from './zh-CN/programme.ts';
import { reviews } from './zh-CN/reviews.ts';
import { audience } from './zh-CN/audience.ts';
import { segments } from './zh-CN/segments.ts';
import { gallery } from './zh-CN/gallery.ts';
import { launch } from './zh-CN/launch.ts';
import { signIn } from './zh-CN/sign-in.ts';
import { webhooks } from './zh-CN/webhooks.ts';

/** The same in Chinese; the type holds its keys to the English ones. */
export const zhCN: Sentences<keyof typeof en> = {
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
};
