import type { MemberCoupon, MemberEarning, MemberLot } from '../conditions/facts.ts';
import type { Instant } from '../values/instant.ts';

interface Lot {
  readonly key: string;
  readonly at: Instant;
  readonly expiresAt: Instant | undefined;
  remaining: number;
}

/** Points set aside, lot by lot: what is given back goes where it came from, with its old end. */
interface Hold {
  readonly parts: readonly { readonly lot: Lot; readonly points: number }[];
}

interface Coupon {
  readonly code: string;
  readonly kind: string;
  readonly expiresAt: Instant;
  status: MemberCoupon['status'];
}

const byEnd = (a: Lot, b: Lot) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity) || a.at - b.at;

/** One member's points and coupons in memory: lots that end by themselves, holds that pin lots, one entry for each key. */
export class MemberLedger {
  private lots: Lot[] = [];
  private readonly holds = new Map<string, Hold>();
  readonly coupons: Coupon[] = [];
  readonly earnings: MemberEarning[] = [];
  readonly redeemed: { readonly points: number; readonly at: Instant }[] = [];

  available(now: Instant): number {
    return this.open(now).reduce((sum, { remaining }) => sum + remaining, 0);
  }

  get held(): number {
    return [...this.holds.values()].flatMap(({ parts }) => parts).reduce((sum, { points }) => sum + points, 0);
  }

  /** Gives points under a key: the same key gives once. */
  earn(key: string, points: number, at: Instant, { expiresAt, source }: { expiresAt?: Instant; source: string }): void {
    if (points <= 0 || this.lots.some((lot) => lot.key === key)) return;
    this.lots.push({ key, at, expiresAt, remaining: points });
    this.earnings.push({ points, at, source });
  }

  /** Takes points, those that end first; false, and nothing is taken, when there are too few. */
  spend(points: number, now: Instant): boolean {
    if (this.take(points, now) === undefined) return false;
    this.redeemed.push({ points, at: now });
    return true;
  }

  hold(key: string, points: number, now: Instant): boolean {
    const parts = this.take(points, now);
    if (parts === undefined) return false;
    this.holds.set(key, { parts });
    return true;
  }

  /** Takes for good what was set aside; undefined when nothing is. */
  capture(key: string, now: Instant): number | undefined {
    const points = this.letGo(key)?.reduce((sum, part) => sum + part.points, 0);
    if (points !== undefined) this.redeemed.push({ points, at: now });
    return points;
  }

  /** Gives back what was set aside; undefined when nothing is. */
  release(key: string): number | undefined {
    const parts = this.letGo(key);
    for (const { lot, points } of parts ?? []) lot.remaining += points;
    return parts?.reduce((sum, part) => sum + part.points, 0);
  }

  /** Takes a gift back as far as it is unused. */
  takeBack(key: string): number {
    const lot = this.lots.find((one) => one.key === key);
    const points = lot?.remaining ?? 0;
    if (lot !== undefined) lot.remaining = 0;
    return points;
  }

  give(coupon: Omit<Coupon, 'status'>): void {
    if (!this.coupons.some(({ code }) => code === coupon.code)) this.coupons.push({ ...coupon, status: 'issued' });
  }

  use(code: string): void {
    const coupon = this.coupons.find((one) => one.code === code);
    if (coupon?.status === 'issued') coupon.status = 'redeemed';
  }

  takeBackCoupon(code: string): boolean {
    const coupon = this.coupons.find((one) => one.code === code);
    if (coupon?.status !== 'issued') return false;
    coupon.status = 'cancelled';
    return true;
  }

  /** All of another account comes over. */
  takeOver(other: MemberLedger): void {
    this.lots.push(...other.lots);
    for (const [key, hold] of other.holds) this.holds.set(key, hold);
    other.lots = [];
    other.holds.clear();
    this.coupons.push(...other.coupons);
    this.earnings.push(...other.earnings);
    this.redeemed.push(...other.redeemed);
    for (const list of [this.earnings, this.redeemed]) list.sort((a, b) => a.at - b.at);
  }

  /** Lots as conditions see them. */
  lotsAt(now: Instant): MemberLot[] {
    return this.lots.map(({ remaining, expiresAt }) => ({
      remaining,
      isOpen: remaining > 0 && (expiresAt === undefined || expiresAt > now),
      expiresAt,
    }));
  }

  /** When points that are left end next. */
  nextEndAt(now: Instant): Instant | undefined {
    const ends = this.open(now).flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt]));
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  private open(now: Instant): Lot[] {
    return this.lots
      .filter(({ remaining, expiresAt }) => remaining > 0 && (expiresAt === undefined || expiresAt > now))
      .sort(byEnd);
  }

  private take(points: number, now: Instant): Hold['parts'] | undefined {
    if (this.available(now) < points) return undefined;
    let left = points;
    const parts: { lot: Lot; points: number }[] = [];
    for (const lot of this.open(now)) {
      const taken = Math.min(left, lot.remaining);
      if (taken === 0) continue;
      lot.remaining -= taken;
      left -= taken;
      parts.push({ lot, points: taken });
    }
    return parts;
  }

  private letGo(key: string): Hold['parts'] | undefined {
    const parts = this.holds.get(key)?.parts;
    this.holds.delete(key);
    return parts;
  }
}
