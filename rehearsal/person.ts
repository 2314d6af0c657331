import type { MemberEvent, MemberFacts, MemberMessage, MemberOrder, MemberStay } from '../conditions/facts.ts';
import type { Instant } from '../values/instant.ts';
import { MemberLedger } from './ledger.ts';

/** What a member of a rehearsal begins with. */
export interface PersonStart {
  readonly id: string;
  readonly zone?: string;
  readonly joinedAt?: Instant;
  readonly birthday?: string;
  readonly tier?: string;
  /** Null of one who has no address. */
  readonly email?: string | null;
  readonly consents?: readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly tags?: readonly string[];
  readonly lots?: readonly { readonly points: number; readonly at: Instant; readonly expiresAt?: Instant }[];
  readonly orders?: readonly { readonly at: Instant; readonly amountMinor: number; readonly data?: object }[];
}

interface Order {
  readonly id: string;
  readonly at: Instant;
  keptMinor: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Stay {
  readonly campaign: string;
  readonly at: Instant;
  endedAt: Instant | undefined;
  status: string;
}

export interface LeftMessage {
  readonly campaign: string;
  readonly template: string;
  readonly class: string;
  readonly sentAt: Instant;
}

/** A member in memory: what has happened, what is had, where the member is. */
export class Person {
  readonly id: string;
  zone: string | undefined;
  birthday: string | undefined;
  tier: string;
  readonly email: string | undefined;
  readonly joinedAt: Instant;
  readonly consents: Set<string>;
  readonly tags: Set<string>;
  readonly attributes: Record<string, unknown>;
  readonly ledger = new MemberLedger();
  readonly events: MemberEvent[] = [];
  readonly orders: Order[] = [];
  readonly stays: Stay[] = [];
  readonly messages: LeftMessage[] = [];
  readonly referrals: Instant[] = [];

  constructor(start: PersonStart, now: Instant) {
    const { id, email, consents = ['email'] } = start;
    this.id = id;
    this.zone = start.zone;
    this.birthday = start.birthday;
    this.tier = start.tier ?? 'base';
    this.email = email === null ? undefined : (email ?? `${id}@example.com`);
    this.joinedAt = start.joinedAt ?? now;
    this.consents = new Set(consents);
    this.tags = new Set(start.tags);
    this.attributes = { ...start.attributes };
    (start.lots ?? []).forEach(({ points, at, expiresAt }, place) => {
      const end = expiresAt === undefined ? {} : { expiresAt };
      this.ledger.earn(`${id}-lot-${place}`, points, at, { source: 'order', ...end });
    });
    (start.orders ?? []).forEach(({ at, amountMinor, data = {} }, place) => {
      this.orders.push({ id: `${id}-order-${place}`, at, keptMinor: amountMinor, data: { ...data, amountMinor } });
    });
  }

  /** What an event makes of the member; the facts of it count by their own time. */
  take(event: MemberEvent): void {
    this.events.push(event);
    this.events.sort(byTime);
    const { type, at, data } = event;
    if (type === 'order.placed') this.order(event);
    if (type === 'order.returned') {
      const order = this.orders.find(({ id }) => id === data.orderId);
      if (order !== undefined) order.keptMinor = 0;
    }
    if (type === 'redemption.captured') this.ledger.spend(Number(data.points ?? 0), at);
    if (type === 'referral.approved') this.referrals.push(at);
    if (type === 'member.updated') this.update(data);
  }

  private order({ id, at, data }: MemberEvent): void {
    const keptMinor = Number(data.amountMinor ?? 0);
    this.orders.push({ id: typeof data.orderId === 'string' ? data.orderId : id, at, keptMinor, data });
    this.orders.sort((a, b) => a.at - b.at);
    if (typeof data.coupon === 'string') this.ledger.use(data.coupon);
  }

  private update({ zone, birthday, tier, ...attributes }: Readonly<Record<string, unknown>>): void {
    if (typeof zone === 'string') this.zone = zone;
    if (typeof birthday === 'string') this.birthday = birthday;
    if (birthday === null) this.birthday = undefined;
    if (typeof tier === 'string') this.tier = tier;
    Object.assign(this.attributes, attributes);
  }

  /** Two accounts become one: what the other had is this one's. */
  takeOver(other: Person): void {
    this.events.push(...other.events);
    this.events.sort(byTime);
    this.orders.push(...other.orders);
    this.orders.sort((a, b) => a.at - b.at);
    this.messages.push(...other.messages);
    this.referrals.push(...other.referrals);
    this.stays.push(...other.stays);
    for (const tag of other.tags) this.tags.add(tag);
    this.ledger.takeOver(other.ledger);
  }

  /** As conditions see the member at an instant. */
  factsAt(now: Instant): MemberFacts {
    const { id, zone, email, birthday, tier, joinedAt, ledger } = this;
    const attributes = Object.fromEntries(Object.entries(this.attributes).filter(([, value]) => value !== null));
    return {
      ...{ id, status: 'ACTIVE', zone, locale: undefined, name: undefined, email, phone: undefined },
      ...{ joinedAt, birthday, tier, tags: this.tags, attributes, consents: this.consents },
      reachable: new Set(email === undefined ? [] : [...this.consents]),
      events: this.events,
      orders: this.orders satisfies readonly MemberOrder[],
      points: ledger.available(now),
      lots: ledger.lotsAt(now),
      earnings: ledger.earnings,
      redeemed: ledger.redeemed,
      coupons: ledger.coupons,
      stays: this.stays satisfies readonly MemberStay[],
      messages: this.messages.map(({ campaign, template, sentAt }): MemberMessage => ({
        ...{ campaign, template, sentAt, bouncedAt: undefined },
      })),
      streak: Number(this.attributes.streak ?? 0),
      referrals: this.referrals,
    };
  }
}

const byTime = (a: MemberEvent, b: MemberEvent) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
