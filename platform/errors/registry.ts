import { campaigns } from './campaigns.ts';
import { installation } from './installation.ts';
import { segments } from './segments.ts';
import { webhooks } from './webhooks.ts';
import {
  changed,
  conflict,
  type ErrorKind,
  forbidden,
  inProgress,
  invalid,
  malformed,
  notAllowed,
  notFound,
  otherForm,
  tooLarge,
  tooMany,
  unsigned,
} from './kinds.ts';

const requests = {
  BODY_MALFORMED: malformed("The body can't be read as JSON.", 'Send one JSON value in UTF-8.'),
  CURSOR_INVALID: malformed('The cursor is not of this list.', 'Begin again without it, or keep the filters.'),
  IDEMPOTENCY_KEY_MISSING: malformed(
    'This request needs an Idempotency-Key.',
    'Send one; repeat it when you repeat the request.',
  ),
  UNAUTHENTICATED: unsigned(
    'The key is missing, revoked or expired.',
    'Send `Authorization: Bearer` with a key of `perennial key create`.',
  ),
  SCOPE_MISSING: forbidden('The key lacks a scope.', 'Use a key that has it.'),
  ORIGIN_FOREIGN: forbidden(
    'A request with the cookie of the console came from elsewhere.',
    'Open /console, or send a key in the header Authorization.',
  ),
  ROUTE_NOT_FOUND: notFound('There is no such route.', 'See /openapi.json for those there are.'),
  METHOD_NOT_ALLOWED: notAllowed('The route does not take this method.', 'Use one of the header Allow.'),
  REQUEST_IN_PROGRESS: inProgress(
    'The first request with this key is still under way.',
    'Send the same request again with the same key.',
  ),
  VERSION_CONFLICT: changed(
    'It was changed since you read it.',
    'Read it again, apply your change, send the new ETag.',
  ),
  BODY_TOO_LARGE: tooLarge('The body is too large.', 'Send fewer events at a time, or an import.'),
  MEDIA_TYPE_UNSUPPORTED: otherForm('The content type is not taken here.', 'Send application/json.'),
  RATE_LIMITED: tooMany('Too many requests for now.', 'Wait for Retry-After; send events in batches.'),
  REQUEST_INVALID: invalid(
    'A field of the request is missing, unknown or of the wrong form.',
    'Correct the field that the error names.',
  ),
  IDEMPOTENCY_KEY_REUSED: invalid(
    'This key was used before, for a request with another content.',
    'Send the same content to get the first answer again, or take a new key for a new request.',
  ),
  KEY_INVALID: invalid('The key of the request is empty or too long.', 'Give a key of 1 to 200 characters.'),
  TIME_INVALID: invalid('The time of the request is not a date.', 'Send the time it happened.'),
  REASON_REQUIRED: invalid('Points are corrected only with a reason, and there is none.', 'Say why, in words.'),
};

const programmes = {
  PROGRAMME_NOT_FOUND: notFound(
    'There is no such programme.',
    'Correct its code, or create it with `perennial programme apply`.',
  ),
  PROGRAMME_INVALID: invalid(
    'The programme as written breaks a rule, such as keeping the currency of its orders.',
    'Correct what the error names and apply the programme file again.',
  ),
};

const members = {
  MEMBER_STATUS: conflict(
    'The membership is not in a state for this.',
    'See how it stands with `perennial member show`.',
  ),
  ERASURE_NOT_FOUND: notFound('There is no such erasure.', 'Correct the id.'),
  ERASURE_STATUS: conflict(
    "The erasure has begun or is done, and can't be withdrawn any more.",
    'See how it stands with `perennial member erasures`.',
  ),
  MERGE_NOT_FOUND: notFound('There is no such merge.', 'Correct the id.'),
  MERGE_STATUS: conflict(
    "The accounts can't become one, or the merge can't be undone any more.",
    'See how it stands with `perennial member merge-show`.',
  ),
  MEMBER_EXISTS: conflict('There is a member with this id.', 'Change it with PATCH, or take another id.'),
  MEMBER_NOT_FOUND: notFound(
    'The programme has no such member.',
    'Send member.joined for this member first, or correct the id.',
  ),
  MEMBER_NOT_ACTIVE: conflict(
    'The membership is suspended, closed, merged or erased.',
    'Reopen it, or drop the request.',
  ),
  ALREADY_CLAIMED: conflict(
    'The person behind this account has had the benefit before, with this or another account.',
    'Nothing is to be done; a campaign can put such cases before a person with `duplicates: review`.',
  ),
};

const events = {
  EVENT_INVALID: invalid(
    'A field of the event is missing, unknown or of the wrong form.',
    'Correct the field that the answer names and send the event again.',
  ),
  EVENT_CONFLICT: conflict(
    'The id was used before by an event with other content.',
    'Give every event an id of its own.',
  ),
  DATE_IN_FUTURE: invalid(
    'The event is dated more than five minutes ahead of the programme clock.',
    'Send the time it happened, with its zone, and set the clock of the sender.',
  ),
  LEDGER_REFUSED: invalid(
    'The event would break a promise of the ledger, so that nothing of it was stored.',
    'Correct what the message names, then send the event again.',
  ),
  IMPORT_INVALID: invalid(
    "The file to import can't be read, lacks a column, or could be read in two ways.",
    'Correct what the error names; docs/guides/importing.md has the columns and options.',
  ),
  IMPORT_STATUS: conflict(
    'The import does not allow that now, or another process has it in hand.',
    'Let it finish, or stop it, then try again.',
  ),
  IMPORT_NOT_FOUND: notFound('There is no such import.', 'Ask for the list of imports.'),
  EXPORT_NOT_FOUND: notFound('There is no such export, or its time has ended.', 'Ask for it anew.'),
  EXPORT_STATUS: conflict('The file is not made yet, or could not be.', 'Wait for export.finished, then ask again.'),
};

const orders = {
  ORDER_NOT_FOUND: notFound('The member has no such order.', 'Send order.placed for it first, then this event again.'),
  ORDER_CONFLICT: conflict(
    'The order is booked already, with another member, amount or time, or is over.',
    'Send each order once, under its own number; what becomes of it is order.amended, order.returned or order.cancelled.',
  ),
  RETURN_TOO_LARGE: conflict('More comes back than is left of the order.', 'Return at most what is left of it.'),
  AMOUNT_INVALID: invalid(
    'The amount is missing, or is no whole number of minor units.',
    'Send 13912 for 139.12, without a sign.',
  ),
  CURRENCY_MISMATCH: invalid(
    "The amount is not in the programme's currency.",
    "Send amounts in the programme's currency, or use a programme of the other one.",
  ),
};

const checkIns = {
  CHECKIN_OFF: conflict('No campaign takes this check-in or gives repair cards.', 'Launch a check-in campaign first.'),
  CHECKIN_TOO_LATE: conflict(
    'The check-in is older than the campaign takes.',
    'Send check-ins within the `lateDays` of the campaign.',
  ),
  STREAK_NOT_LOST: conflict('There is no lost streak to repair.', 'Use a repair card only after a missed day.'),
  REPAIR_TOO_LATE: conflict(
    'The time to repair this streak is over.',
    'Nothing is to be done: the member begins a new streak.',
  ),
  NO_REPAIR_CARD: conflict('The member has no repair card left this month.', 'Wait for the next month.'),
};

const points = {
  POINTS_INSUFFICIENT: conflict('The member has fewer points.', 'Ask for at most what is available.'),
  POINTS_INVALID: invalid(
    'The points are no whole number that this request can take.',
    'Send a whole number from 1 to 1,000,000,000,000, or below zero where points are corrected.',
  ),
  EXPIRY_INVALID: invalid(
    'The points would expire before they can be used.',
    'Send an expiry later than the time they are available.',
  ),
  TRANSACTION_NOT_FOUND: notFound(
    'The request refers to an earn, a hold or a spending that this member does not have.',
    'Send the key that the first transaction was posted with.',
  ),
  REFERENCE_EXHAUSTED: conflict(
    'Of the transaction that the request refers to, less is left than it asks for.',
    'Ask for at most what is left; when nothing is, it has all been done before.',
  ),
  NOT_PENDING: conflict(
    'The points are no longer pending: they were confirmed or cancelled before.',
    'Nothing is to be done, or take them back as points that are available.',
  ),
  VERIFICATION_NOT_FOUND: notFound('The ledger was not proved yet.', 'Run `perennial ledger verify --seal`.'),
  PERIOD_TOO_LONG: invalid('More was posted in the period than is added up at once.', 'Ask for a shorter one.'),
  ADJUSTMENT_NOT_FOUND: notFound('There is no such adjustment.', 'Correct its id.'),
  REVERSAL_NOT_FOUND: notFound('There is no such reversal.', 'Correct its id.'),
  REVERSAL_UNCONFIRMED: invalid(
    'Grants are taken back only when the figures of a dry run are confirmed.',
    'Ask with `dryRun` first, and name that reversal in `confirms`.',
  ),
  REVERSAL_CHANGED: conflict(
    'What was granted stands otherwise than the confirmed dry run said: something was spent, returned or expired.',
    'Ask for another dry run, and confirm that one.',
  ),
  HOLD_EXPIRED: conflict('The hold had expired by then.', 'Hold the points again.'),
};

const redemptions = {
  REDEMPTION_NOT_FOUND: notFound(
    'There is no such redemption, or not of this member.',
    'Correct its id; `perennial redemption list` shows all.',
  ),
  REDEMPTION_OFF: conflict(
    "The programme's points can't be used at the checkout.",
    'Say what they are worth: `redemption` in the programme file.',
  ),
  REDEMPTION_LIMIT: conflict(
    "The programme's rules do not let so many points be used on this order, or so few.",
    'Ask for at most what the quote says, in the steps of the programme.',
  ),
  REDEMPTION_EXISTS: conflict(
    'The order has points on hold already.',
    'Use that redemption, or release it first; `conflictsWith` names it.',
  ),
  REDEMPTION_STATUS: conflict(
    'The redemption is not in a state for this.',
    'See how it stands with `perennial redemption show`.',
  ),
  REFUND_TOO_LARGE: conflict('More is to be given back than was used.', 'Give back at most what is left of it.'),
};

const coupons = {
  COUPON_NOT_FOUND: notFound('There is no such coupon.', 'Correct the code, or send the order without it.'),
  COUPON_NOT_YOURS: conflict("The coupon is another member's.", 'Send the order without it.'),
  COUPON_USED: conflict('The coupon was used on an order before.', 'Send the order without it.'),
  COUPON_EXPIRED: conflict('The order was placed after the last day of the coupon.', 'Send the order without it.'),
  COUPON_CANCELLED: conflict('The coupon was withdrawn.', 'Send the order without it.'),
  COUPON_BELOW_MINIMUM: conflict(
    'The order is below the amount that the coupon asks for.',
    'Send the order without it.',
  ),
  COUPON_NOT_USED: conflict("The coupon can't be given back, as it was not used.", 'Cancel it instead.'),
};

const referrals = {
  NOT_REFERRED: conflict('Nobody invited this member.', 'Nothing is to be done: there is nobody to reward.'),
  OTHER_CAMPAIGN: conflict(
    'Another campaign rewards this invitation.',
    'Nothing is to be done: one campaign rewards it.',
  ),
  ORDER_RETURNED: conflict(
    'Too little of the order is left to reward the invitation for it.',
    'Nothing is to be done: the next order that counts is rewarded.',
  ),
};

const messages = {
  MESSAGE_NOT_FOUND: notFound(
    'There is no such message.',
    'Correct its id or name; `perennial message list` shows all.',
  ),
  SUPPRESSION_NOT_FOUND: notFound(
    'The address is not suppressed.',
    'See `perennial message suppressed` for those that are.',
  ),
  ADDRESS_MISSING: conflict('The member has no address on the channel.', 'Send member.updated with one.'),
  ADDRESS_INVALID: conflict(
    "The member's address on the channel can't be one.",
    'Send member.updated with a valid one.',
  ),
  CHANNEL_NOT_CONNECTED: conflict(
    'Nobody is connected who sends by this channel.',
    'Connect the provider: `perennial connection create channel`.',
  ),
  SHORT_TEXT_MISSING: conflict(
    'The message has no text for this channel.',
    'Write one beside its mail, such as welcome.en.sms.liquid, and apply the campaign again.',
  ),

  ADDRESS_SUPPRESSED: conflict(
    'Nothing is sent to this address: it bounced, complained or was suppressed by hand.',
    'Send member.updated with another address, or end it with `perennial message unsuppress`.',
  ),
  CONSENT_MISSING: conflict(
    'The member has not agreed to marketing on this channel.',
    'Send member.updated with the consent, once the member has given it.',
  ),
  OPTED_OUT: conflict(
    'The member has refused this class of messages on this channel.',
    "Nothing is to be done: the member's word counts.",
  ),
  SIGNATURE_INVALID: unsigned(
    'The signature does not fit the body.',
    'Sign the raw body with the shared secret, in the form that docs/guides/messages.md shows.',
  ),
  REPORT_INVALID: malformed(
    "A mail provider's report is not of the form that is taken.",
    'Correct the field that the error names; docs/guides/messages.md has the form.',
  ),
};

const keys = {
  KEY_NOT_FOUND: notFound('There is no such key.', 'Correct its id; `perennial key list` shows all.'),
  KEY_STATUS: conflict('The key was revoked or has ended.', 'Make a new one with `perennial key create`.'),
};

const connections = {
  CONNECTION_NOT_FOUND: notFound(
    'There is no such connection.',
    'Correct its id; `perennial connection list` shows all.',
  ),
  CONNECTION_EXISTS: conflict(
    'The programme is connected with a shop of this kind, or with another provider of this channel.',
    'Change the connection there is, or connect the other shop with a programme of its own.',
  ),
};

/** The codes by what they are about, as docs/reference/errors.md shows them. */
export const errorGroups = {
  'Events and imports': events,
  Orders: orders,
  Members: members,
  Points: points,
  Redemptions: redemptions,
  Coupons: coupons,
  'Check-ins': checkIns,
  Referrals: referrals,
  Webhooks: webhooks,
  Segments: segments,
  'Campaigns and reviews': campaigns,
  Messages: messages,
  Programmes: programmes,
  Keys: keys,
  Connections: connections,
  Requests: requests,
  'Installation and command line': installation,
};

/** Every code that anything in the product answers with. One code, one status; a code never changes its meaning. */
export const errorRegistry = {
  ...events,
  ...orders,
  ...members,
  ...points,
  ...redemptions,
  ...coupons,
  ...checkIns,
  ...referrals,
  ...webhooks,
  ...segments,
  ...campaigns,
  ...messages,
  ...programmes,
  ...keys,
  ...connections,
  ...requests,
  ...installation,
} satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorRegistry;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorRegistry, text);
}
