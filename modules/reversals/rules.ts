/** What a reversal found, and what it took; all in counts and whole points. */
export type Figures = {
  /** Members who have been in the campaign, and were gone through. */
  readonly members: number;
  /** Grants found, points and coupons. */
  readonly grants: number;
  /** Points of those grants. */
  readonly granted: number;
  /** Points taken back, or that would be. */
  readonly takenBack: number;
  /** Points that were spent: they stay spent. */
  readonly spent: number;
  /** Points on hold: what is released later is taken back then. */
  readonly held: number;
  /** Points that were gone before: expired, or taken back by something else. */
  readonly gone: number;
  /** Coupons withdrawn, or that would be. */
  readonly coupons: number;
  readonly couponsUsed: number;
  /** Coupons that were over before: expired or withdrawn. */
  readonly couponsOver: number;
  /** Messages that were sent: they can't be taken back. */
  readonly messages: number;
};

export const noFigures: Figures = {
  ...{ members: 0, grants: 0, granted: 0, takenBack: 0, spent: 0, held: 0, gone: 0 },
  ...{ coupons: 0, couponsUsed: 0, couponsOver: 0, messages: 0 },
};

export function addFigures(a: Figures, b: Figures): Figures {
  const names = Object.keys(noFigures) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as Figures;
}

/** Points that a campaign granted, as they stand. */
export interface PointsGrant {
  readonly kind: 'points';
  /** The earn's transaction. */
  readonly thingId: string;
  readonly memberId: string;
  readonly key: string;
  readonly granted: number;
  /** What a reversal would take now. */
  readonly takeable: number;
  readonly held: number;
  /** Expired, past its end, or taken back before. */
  readonly gone: number;
}

/** A coupon that a campaign issued, as it stands. */
export interface CouponGrant {
  readonly kind: 'coupon';
  readonly thingId: string;
  readonly memberId: string;
  readonly code: string;
  readonly status: 'issued' | 'redeemed' | 'expired' | 'cancelled';
  readonly orderId: string | null;
}

export type Grant = PointsGrant | CouponGrant;

/** What was spent of points that were granted: all that is nowhere else. */
export const spentOf = ({ granted, takeable, held, gone }: PointsGrant): number =>
  Math.max(0, granted - takeable - held - gone);

/** What a look at one grant adds to the figures. */
export function figuresOf(grant: Grant): Figures {
  if (grant.kind === 'coupon') {
    const is = (...statuses: CouponGrant['status'][]) => (statuses.includes(grant.status) ? 1 : 0);
    const [coupons, couponsUsed, couponsOver] = [is('issued'), is('redeemed'), is('expired', 'cancelled')];
    return { ...noFigures, grants: 1, coupons, couponsUsed, couponsOver };
  }
  const { granted, takeable, held } = grant;
  const spent = spentOf(grant);
  return {
    ...{ ...noFigures, grants: 1, granted, takenBack: takeable, spent, held },
    gone: granted - takeable - held - spent,
  };
}

/** Of a grant that can't be taken back whole, what is in the way; undefined of others. */
export function leftoverOf(
  grant: Grant,
):
  | { readonly granted: number; readonly spent: number; readonly held: number; readonly orderId: string | null }
  | undefined {
  if (grant.kind === 'coupon') {
    return grant.status === 'redeemed' ? { granted: 1, spent: 1, held: 0, orderId: grant.orderId } : undefined;
  }
  const spent = spentOf(grant);
  const { granted, held } = grant;
  return spent + held > 0 ? { granted, spent, held, orderId: null } : undefined;
}

/** How a grant stood, in a word: a second look that finds every grant the same has the same figures for the same members. */
export const standingOf = (grant: Grant): string =>
  grant.kind === 'coupon'
    ? `coupon ${grant.thingId} ${grant.status}`
    : `points ${grant.thingId} ${grant.takeable} ${spentOf(grant)} ${grant.held}`;
