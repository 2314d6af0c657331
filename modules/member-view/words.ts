import { isList, type JsonObject } from '../../values/json.ts';
import { date, type DisplayFormat, money, points, timeOfDay } from '../../values/wording.ts';
import { quietHoursReason } from '../programme/rules-quiet-hours.ts';
import type { EventRow, MessageRow, TxnRow } from './rows.ts';

const fieldNames: Readonly<Record<string, string>> = {
  email: 'e-mail',
  birthday: 'birthday',
  name: 'name',
  phone: 'phone',
};

/** What happened, in the words of the shop. */
export function eventTitle({ type, data }: Pick<EventRow, 'type' | 'data'>, manner: DisplayFormat): string {
  const amount = amountOf(data, manner);
  const order = typeof data.orderId === 'string' ? ` ${data.orderId}` : '';
  switch (type) {
    case 'member.joined':
      return 'Joined';
    case 'member.updated':
      return data.profileComplete === true ? 'Completed the profile' : 'Profile updated';
    case 'order.placed':
      return `${data.first === true ? 'First order' : 'Order'}${order}${amount && `, ${amount}`}`;
    case 'order.returned':
      return `${order ? `Return on order${order}` : 'Return'}${amount && `, ${amount}`}`;
    case 'member.unsubscribed':
      return data.scope === 'service' ? 'Stopped service notices by e-mail' : 'Unsubscribed from marketing by e-mail';
    case 'member.activated':
      return 'Activated the gift in the member centre';
    case 'review.decided':
      return data.approved === true ? 'Approved on review' : 'Rejected on review';
    case 'message.bounced':
      return 'The e-mail address bounced';
    case 'message.complained':
      return 'Complained about an e-mail';
    case 'checkin.done':
      return typeof data.businessDay === 'string' ? `Checked in for ${data.businessDay}` : 'Checked in';
    case 'checkin.repaired':
      return 'Used a repair card';
    case 'share.opened':
      return 'A shared link was opened';
    default:
      return type;
  }
}

/** What else there is to say about an event. */
export function eventDetails(
  { type, data, result }: Pick<EventRow, 'type' | 'data' | 'result'>,
  manner: DisplayFormat,
  explanation?: string,
): string[] {
  const details = explanation === undefined ? [] : [explanation];
  if (type === 'member.updated') {
    const fields = Object.keys(data).filter((field) => field !== 'profileComplete' && field !== 'consent');
    if (fields.length > 0) details.push(fields.map((field) => fieldNames[field] ?? field).join(', '));
  } else if (!wellKnown.has(type) && Object.keys(data).length > 0) details.push(compact(data));
  details.push(...consents(data.consent), ...returnedOrders(result.orders, manner));
  if (typeof result.tier === 'string') details.push(`the tier is now ${manner.tiers?.[result.tier] ?? result.tier}`);
  if (/^message\.(bounced|complained)$/.test(type) && typeof data.reason === 'string') details.push(data.reason);
  if (type === 'review.decided' && typeof data.note === 'string' && data.note !== '') details.push(data.note);
  if (typeof result.couponName === 'string') details.push(`with the coupon “${result.couponName}”`);
  if (typeof result.note === 'string') details.push(result.note);
  return details;
}

/** Events whose title says what their data do. */
const wellKnown = new Set([
  'member.joined',
  'member.unsubscribed',
  'message.bounced',
  'member.activated',
  'review.decided',
  'message.complained',
  'order.placed',
  'order.returned',
  'checkin.done',
  'checkin.repaired',
  'share.opened',
]);

/** `{ email: true }` is consent to marketing by e-mail; `email.service` is about service notices. */
function consents(consent: JsonObject[string]): string[] {
  if (typeof consent !== 'object' || consent === null || Array.isArray(consent)) return [];
  return Object.entries(consent).map(([channel, granted]) => {
    const [name = channel, kind] = channel.split('.');
    const what = kind === undefined ? 'marketing' : `${kind} notices`;
    return `${what} by ${fieldNames[name] ?? name}: ${granted === true ? 'agreed' : 'refused'}`;
  });
}

/** A return that named no order was put down to the latest ones. */
function returnedOrders(orders: JsonObject[string], { currency }: DisplayFormat): string[] {
  if (!isList(orders) || orders.length === 0) return [];
  const parts = orders.flatMap((order) => {
    if (typeof order !== 'object' || order === null || isList(order)) return [];
    const { orderId, amountMinor } = order;
    return typeof orderId === 'string' && typeof amountMinor === 'number'
      ? [`${money(amountMinor, currency)} of order ${orderId}`]
      : [];
  });
  return [`put down to ${parts.join(', ')}`];
}

function amountOf(data: JsonObject, { currency }: DisplayFormat): string {
  if (typeof data.amountMinor !== 'number') return '';
  return money(data.amountMinor, typeof data.currency === 'string' ? data.currency : currency);
}

function compact(data: JsonObject): string {
  const text = JSON.stringify(data);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

const txnTitles: Readonly<Record<string, string>> = {
  EARN: 'earned',
  CONFIRM: 'became available',
  CANCEL_PENDING: 'cancelled before they became available',
  SPEND: 'spent',
  HOLD: 'put on hold',
  CAPTURE: 'spent from hold',
  RELEASE: 'released from hold',
  REFUND: 'given back',
  CLAWBACK: 'taken back',
  EXPIRE: 'expired',
  FORFEIT: 'forfeited',
  WRITE_OFF: 'of debt written off',
};

/** `120 points expired` */
export function txnTitle(txn: Pick<TxnRow, 'kind' | 'amount'>, manner: DisplayFormat): string {
  if (txn.kind === 'ADJUST')
    return `${points(Math.abs(txn.amount), manner)} ${txn.amount < 0 ? 'deducted' : 'added'} by hand`;
  return `${points(Math.abs(txn.amount), manner)} ${txnTitles[txn.kind] ?? txn.kind.toLowerCase()}`;
}

/** What a posting means beyond its amount: what is pending, what is owed, when it expires. */
export function txnDetails(txn: TxnRow, manner: DisplayFormat): string[] {
  const details: string[] = [];
  if (txn.kind === 'EARN' && txn.pending > 0 && txn.lot) {
    details.push(`${points(txn.pending, manner)} pending until ${date(txn.lot.availableAt, manner.zone)}`);
  }
  if (txn.kind === 'CLAWBACK' && txn.pending < 0) {
    details.push(`${points(-txn.pending, manner)} taken back before they became available`);
  }
  if (txn.debt < 0) details.push(`${points(-txn.debt, manner)} had been spent already and are now owed`);
  if (txn.debt > 0) details.push(`${points(txn.debt, manner)} paid off what was owed`);
  if (txn.lot?.expiresAt && txn.available + txn.pending > 0) {
    details.push(`the points expire on ${date(txn.lot.expiresAt, manner.programmeZone)}`);
  }
  if (txn.kind === 'ADJUST' && txn.actor !== '') details.push(`by ${txn.actor}`);
  return details;
}

const channelNames: Readonly<Record<string, string>> = { email: 'E-mail' };

/** What became of a message. */
export function messageTitle(message: MessageRow): string {
  const channel = channelNames[message.channel] ?? message.channel;
  const name = message.subject === null ? message.template : `“${message.subject}”`;
  switch (message.status) {
    case 'sent':
      return `${channel} sent: ${name}`;
    case 'reserved':
      return `${channel} waiting to be sent: ${name}`;
    case 'sending':
      return `${channel} being sent: ${name}`;
    case 'bounced':
      return `${channel} bounced: ${name}`;
    case 'unknown':
      return `${channel} perhaps sent: ${name}`;
    default:
      return `${channel} not sent: ${name}`;
  }
}

/** Why a message went when it did, or did not go. */
export function messageDetails(message: MessageRow, { zone }: DisplayFormat): string[] {
  const { reason, status, reservedAt, notBefore } = message;
  const quiet = reason === null || reason === quietHoursReason;
  const details = quiet ? [] : [reason];
  if (notBefore.getTime() > reservedAt.getTime() && (status === 'sent' || status === 'reserved')) {
    const [asked, leaves] = [reservedAt, notBefore].map((at) => `${date(at, zone)} ${timeOfDay(at, zone)}`);
    // Any other reason is there after an attempt that failed: then the mail server made it wait.
    details.push(`asked for ${asked}, ${quiet ? 'held for quiet hours until' : 'tried again from'} ${leaves}`);
  }
  return details;
}

const endings: Readonly<Record<string, string>> = {
  done: 'Finished',
  exited: 'Left',
  cancelled: 'Cancelled',
  failed: 'Failed',
  suppressed: 'Suppressed',
  skipped: 'Skipped',
};

/** `Finished campaign “Welcome gift”` */
export function endingTitle(status: string, campaignName: string): string {
  return `${endings[status] ?? status} campaign “${campaignName}”`;
}
