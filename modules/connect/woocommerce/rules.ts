import { isEmail, isPhone } from '../../../values/contact.ts';
import { type Part, sumMinor } from '../rules-money.ts';
import { amountRefusal, couponsOf, nameOf, redemptionIdOf } from '../rules-reading.ts';
import type { Buyer, Customer, OrderFigures, RefundTold, ShopSettings, Told, ToldRefusal } from '../rules-told.ts';
import { cutText } from '../../../values/cut-text.ts';

type Maybe<T> = T | null | undefined;

interface LineFields {
  readonly product_id?: Maybe<string>;
  readonly variation_id?: Maybe<string>;
  readonly sku?: Maybe<string>;
  readonly total: string;
  readonly total_tax: string;
}

/** The fields of an order that count. */
export interface OrderFields {
  readonly id: string;
  readonly number?: Maybe<string>;
  readonly status: string;
  readonly currency: string;
  readonly prices_include_tax: boolean;
  readonly created_via?: Maybe<string>;
  readonly date_created_gmt: number;
  readonly date_modified_gmt: number;
  readonly date_paid_gmt?: Maybe<number>;
  readonly date_completed_gmt?: Maybe<number>;
  readonly total: string;
  readonly total_tax: string;
  readonly shipping_total: string;
  readonly shipping_tax: string;
  readonly customer_id: string;
  readonly billing?: Maybe<{
    readonly email?: Maybe<string>;
    readonly phone?: Maybe<string>;
    readonly first_name?: Maybe<string>;
    readonly last_name?: Maybe<string>;
  }>;
  readonly line_items: readonly LineFields[];
  readonly coupon_lines: readonly { readonly code: string }[];
  readonly refunds: readonly { readonly id: string; readonly total: string }[];
  readonly meta_data: readonly { readonly key: string; readonly value?: unknown }[];
}

export interface CustomerFields {
  readonly id: string;
  readonly date_created_gmt?: Maybe<number>;
  readonly date_modified_gmt?: Maybe<number>;
  readonly email?: Maybe<string>;
  readonly first_name?: Maybe<string>;
  readonly last_name?: Maybe<string>;
  readonly billing?: Maybe<{ readonly phone?: Maybe<string> }>;
}

/** The meta field that a checkout puts the id of a hold into. */
const redemptionMeta = '_perennial_redemption';
const guestId = '0';
const unpaidStatuses: readonly string[] = ['pending', 'on-hold', 'checkout-draft', 'auto-draft', 'draft', 'new'];
const cancelledStatuses: readonly string[] = ['cancelled', 'failed', 'trash'];
const completedStatuses: readonly string[] = ['completed', 'refunded'];

/** What an order's call says, whichever topic it came under: WooCommerce sends the whole order each time. */
export function orderTold(fields: OrderFields, settings: ShopSettings): Told {
  const buyer = buyerOf(fields);
  if (buyer.kind === 'guest' && (settings.guests === 'ignore' || buyer.email === null)) {
    return { kind: 'ignored', reason: 'a guest bought, whom no member is known by' };
  }
  const { currency, status, date_modified_gmt: asOf } = fields;
  const figures = figuresOf(fields, settings);
  if ('code' in figures) return { kind: 'refused', ...figures, orderId: fields.id };
  const refunds: RefundTold[] = [];
  for (const { id, total } of fields.refunds) {
    const minor = sumMinor([{ amount: total, times: -1 }], currency);
    if (minor === undefined)
      return { kind: 'refused', ...amountRefusal('refunds', [{ amount: total }], currency), orderId: fields.id };
    refunds.push({ id, at: null, goods: null, money: { currency, minor } });
  }
  const paidAt = paidAtOf(fields);
  return {
    kind: 'order',
    buyer,
    order: {
      ...{ orderId: fields.id, asOf, currency, figures, refunds },
      waits: whyItWaits(fields, settings, paidAt),
      cancelledAt: cancelledStatuses.includes(status) ? asOf : null,
      placedAt: paidAt ?? fields.date_created_gmt,
      coupons: couponsOf(fields.coupon_lines.map(({ code }) => code)),
      redemptionId: redemptionIdOf(fields.meta_data.find(({ key }) => key === redemptionMeta)?.value),
      attributes: {
        ...(fields.number ? { orderNumber: cutText(fields.number, 100) } : {}),
        ...(fields.created_via ? { channel: cutText(fields.created_via, 100) } : {}),
      },
    },
  };
}

/** Cash on delivery is paid when the order is completed; until then WooCommerce says no time. */
function paidAtOf({ status, date_paid_gmt, date_completed_gmt, date_created_gmt }: OrderFields): number | null {
  if (date_paid_gmt != null) return date_paid_gmt;
  return completedStatuses.includes(status) ? (date_completed_gmt ?? date_created_gmt) : null;
}

function whyItWaits({ status }: OrderFields, { placedWhen }: ShopSettings, paidAt: number | null): string | null {
  if (unpaidStatuses.includes(status) || paidAt === null) return `it is not paid: ${status}`;
  if (placedWhen === 'completed' && !completedStatuses.includes(status)) return `it is not completed: ${status}`;
  return null;
}

function figuresOf(fields: OrderFields, settings: ShopSettings): OrderFigures | ToldRefusal {
  const { currency, prices_include_tax: taxesIncluded, total, total_tax, shipping_total, shipping_tax } = fields;
  const { amountOf, taxes, excludedProducts } = settings;
  const netOfTax = taxes === 'excluded';
  const addsTax = taxesIncluded && !netOfTax;
  const isLeftOut = ({ product_id, variation_id, sku }: LineFields) =>
    [product_id, variation_id, sku].some((id) => id != null && excludedProducts.includes(id));
  const goods = fields.line_items.filter((line) => !isLeftOut(line)).flatMap((line) => priceOf(line, 1, addsTax));
  const shipping = priceOf({ total: shipping_total, total_tax: shipping_tax }, 1, addsTax);
  const all: Part[] = [
    { amount: total },
    ...(netOfTax ? [{ amount: total_tax, times: -1 }] : []),
    ...fields.line_items.filter(isLeftOut).flatMap((line) => priceOf(line, -1, !netOfTax)),
  ];
  const parts = { goods, goods_and_shipping: [...goods, ...shipping], total: all }[amountOf];
  const amountMinor = sumMinor(parts, currency);
  const totalMinor = sumMinor([{ amount: total }], currency);
  if (amountMinor === undefined) return amountRefusal('line_items', parts, currency);
  if (totalMinor === undefined) return amountRefusal('total', [{ amount: total }], currency);
  return { amountMinor, totalMinor, paid: null, taxesIncluded, netOfTax, byLines: false };
}

/** Prices come without tax, which stands beside them. */
function priceOf(
  { total, total_tax }: Pick<LineFields, 'total' | 'total_tax'>,
  times: number,
  addsTax: boolean,
): Part[] {
  return [{ amount: total, times }, ...(addsTax ? [{ amount: total_tax, times }] : [])];
}

function buyerOf({ customer_id: id, billing }: OrderFields): Buyer {
  const email = billing?.email && isEmail(billing.email) ? billing.email : null;
  if (id === guestId) return { kind: 'guest', email };
  const phone = billing?.phone && isPhone(billing.phone) ? billing.phone : null;
  const name = nameOf(billing?.first_name, billing?.last_name);
  return { kind: 'customer', customer: { id, createdAt: null, email, phone, name, locale: null, consents: null } };
}

/** A customer, with what of them can be one's profile. */
export function customerOf({ id, date_created_gmt, email, first_name, last_name, billing }: CustomerFields): Customer {
  return {
    id,
    createdAt: date_created_gmt ?? null,
    email: email && isEmail(email) ? email : null,
    phone: billing?.phone && isPhone(billing.phone) ? billing.phone : null,
    name: nameOf(first_name, last_name),
    ...{ locale: null, consents: null },
  };
}
