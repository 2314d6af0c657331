import {
  type Formatter,
  formatterOf,
  type PhraseOf,
  speaker,
  type TextPhrases,
  type Wording,
} from '../../values/phrase.ts';
import type { Patterns } from '../../values/stored-text.ts';
import type { DisplayFormat } from '../../values/wording.ts';
import { type OwnLifecycle, ownLifecycles } from '../../workflows/lifecycles/own.ts';
import { lifecycleTexts } from '../../workflows/lifecycles/wording.ts';
import { type CheckInPhrases, checkInTexts, checkInWording } from '../check-ins/wording.ts';
import { type CheckoutPhrases, checkoutTexts, checkoutWording } from '../checkout/wording.ts';
import { type CouponPhrases, couponTexts, couponWording } from '../coupons/wording.ts';
import { type EnrolmentPhrases, enrolmentTexts, enrolmentWording } from '../enrolments/wording.ts';
import { giftTexts } from '../gifts/wording.ts';
import { type EventPhrases, eventTexts, eventWording } from '../intake/wording.ts';
import { type LedgerPhrases, ledgerTexts, ledgerWording } from '../ledger/wording.ts';
import { messageTexts } from '../messaging/wording-reasons.ts';
import { type MessagePhrases, messageWording } from '../messaging/wording.ts';
import { type ProgrammePhrases, programmeWording } from '../programme/wording.ts';
import { type ReferralPhrases, referralTexts, referralWording } from '../referrals/wording.ts';
import { type ReviewPhrases, reviewWording } from '../reviews/wording.ts';

/** Everything that is said of a member, as the modules say it. */
export type MemberPhrases = CheckInPhrases &
  CheckoutPhrases &
  CouponPhrases &
  EnrolmentPhrases &
  EventPhrases &
  LedgerPhrases &
  MessagePhrases &
  ProgrammePhrases &
  ReferralPhrases &
  ReviewPhrases &
  TextPhrases;
export type MemberPhrase = PhraseOf<MemberPhrases>;

const textWording: Wording<TextPhrases> = {
  en: { text: ({ text }) => text },
  'zh-CN': { text: ({ text }, say) => say.text(text) },
};

/** What each module says; no two of them have a key in common. */
export const memberWordings = [
  ...[checkInWording, checkoutWording, couponWording, enrolmentWording, eventWording, ledgerWording, messageWording],
  ...[programmeWording, referralWording, reviewWording, textWording],
] as const;

const wording = {
  en: Object.assign({}, ...memberWordings.map(({ en }) => en)) as Wording<MemberPhrases>['en'],
  'zh-CN': Object.assign({}, ...memberWordings.map((each) => each['zh-CN'])) as Wording<MemberPhrases>['zh-CN'],
};

/** Reasons and notes that the product's rules have stored; every module may tell of what another one has noted. */
export const memberTexts = {
  'zh-CN': Object.assign(
    {},
    ...[
      checkInTexts,
      checkoutTexts,
      couponTexts,
      enrolmentTexts,
      eventTexts,
      giftTexts,
      ledgerTexts,
      messageTexts,
      referralTexts,
    ].map((texts) => texts['zh-CN']),
    lifecycleTexts['zh-CN'],
  ) as Patterns,
};

const joined = new Map<string, typeof memberTexts>();

/** With the reasons of lifecycles that were registered; put together once for each set of them. */
function withTexts(own: readonly OwnLifecycle[]): typeof memberTexts {
  const key = own.map(({ code, version }) => `${code} ${version}`).join();
  const known = joined.get(key);
  if (known !== undefined) return known;
  const chinese = Object.assign({}, memberTexts['zh-CN'], ...own.map((each) => each.chinese ?? {})) as Patterns;
  const texts = { 'zh-CN': chinese };
  joined.set(key, texts);
  return texts;
}

/** Numbers, dates and stored texts, as this member's view says them. */
export function memberFormatter(manner: DisplayFormat): Formatter {
  const own = ownLifecycles();
  return formatterOf(manner, own.length === 0 ? memberTexts : withTexts(own));
}

/** Says what is to be said of a member in the formatter's language. */
export function memberSpeaker(formatter: Formatter): (phrase: MemberPhrase) => string {
  const say = speaker<Record<string, object>>(wording as Wording<Record<string, object>>, formatter);
  return ({ key, params }) => say(key, params);
}
