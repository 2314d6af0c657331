import { DateTime } from 'luxon';
import { type PersonStart } from '../../rehearsal/person.ts';
import type { Setting } from '../../rehearsal/stage.ts';
import { World } from '../../rehearsal/world.ts';
import { setting } from './journeys.ts';

type Past = Omit<PersonStart, 'id' | 'lots' | 'orders' | 'joinedAt'> & {
  readonly joined?: string;
  /** Points, when they were earned, when they end. */
  readonly lots?: readonly (readonly [number, string, string?])[];
  /** When, for how much, with what. */
  readonly bought?: readonly (readonly [string, number, object?])[];
};

/** A world of the shop of the plays in which members are added with a past. */
export class Shop extends World {
  constructor(start: string, own: Partial<Setting> = {}) {
    super({ ...setting, ...own }, start);
  }

  member(id: string, { lots = [], bought = [], joined, ...rest }: Past = {}): this {
    this.add({
      id,
      ...rest,
      ...(joined === undefined ? {} : { joinedAt: this.stage.instant(joined) }),
      lots: lots.map(([points, at, expires]) => ({
        points,
        at: this.stage.instant(at),
        ...(expires === undefined ? {} : { expiresAt: this.stage.instant(expires) }),
      })),
      orders: bought.map(([at, amount, data = {}]) => ({
        at: this.stage.instant(at),
        amountMinor: amount * 100,
        data,
      })),
    });
    return this;
  }

  /** An order of so many pounds. */
  orders(id: string, at: string, amount: number, data: object = {}, arrives?: string): void {
    const more = arrives === undefined ? {} : { arrives };
    this.happens(id, at, 'order.placed', { orderId: `${id}-${at}`, amountMinor: amount * 100, ...data }, more);
  }

  /** What is written of a member in a campaign: `10-04 09:00 mail hello: sent`, on the member's own clock. */
  story(id: string, campaign?: string): string[] {
    return this.stage.lines
      .filter((line) => line.memberId === id && line.campaign !== '' && (campaign ?? line.campaign) === line.campaign)
      .map(({ at, text }) => {
        const person = this.stage.people.get(id);
        const zone = person === undefined ? setting.catalogue.zone : this.stage.zoneOf(person);
        return `${DateTime.fromMillis(at, { zone }).toFormat('MM-dd HH:mm')} ${text}`;
      });
  }

  /** All that happened, member by member, each on the member's own clock. */
  transcript(): string {
    const ids = [...new Set(this.stage.lines.map(({ memberId }) => memberId))].sort();
    const told = ids.flatMap((id) => [
      id,
      ...this.stage.lines
        .filter(({ memberId }) => memberId === id)
        .map(({ at, campaign, text }) => {
          const when = this.stage.show(at, this.stage.people.get(id));
          return `  ${when}  ${campaign === '' ? '' : `${campaign}: `}${text}`;
        }),
    ]);
    return `${told.join('\n')}\n`;
  }

  /** The most that any enrolment carried of where it is, in bytes. */
  get carriedMax(): number {
    return Math.max(0, ...this.enrolments.map(({ carriedMax }) => carriedMax));
  }
}
