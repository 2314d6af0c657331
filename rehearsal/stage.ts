import { DateTime } from 'luxon';
import type { Catalogue } from '../conditions/catalogue.ts';
import type { Block } from '../conditions/choice.ts';
import type { Facts } from '../conditions/facts.ts';
import { holds } from '../conditions/tree.ts';
import type { MessageCap } from '../modules/programme/rules-message-limits.ts';
import type { QuietHours } from '../modules/programme/rules.ts';
import type { Instant } from '../values/instant.ts';
import type { Known, Reckon, Tree } from '../workflows/lifecycles/journey/asks.ts';
import { endOf, type MemberDates, reckoningOf } from '../workflows/lifecycles/journey/ends.ts';
import type { Language } from '../workflows/lifecycles/journey/language.ts';
import type { Reckoning } from '../workflows/lifecycles/journey/moments.ts';
import { VirtualClock } from './clock.ts';
import { type Person } from './person.ts';

/** What a rehearsal is of: a programme, its segments, and the language its journeys are written in. */
export interface Setting {
  readonly catalogue: Catalogue;
  readonly segments: ReadonlyMap<string, Block>;
  readonly language: Language;
  readonly quietHours: QuietHours | null;
  readonly messageCaps: readonly MessageCap[];
  /** Every story that rests is put down as text and taken up again: nothing else of it is left. */
  readonly isRestless?: boolean;
}

/** One line of what happened. */
export interface Line {
  readonly at: Instant;
  readonly memberId: string;
  readonly campaign: string;
  readonly text: string;
}

interface Membership {
  readonly isIn: boolean;
  readonly since: Instant;
}

const nobodyAsks: Known = { values: {}, outcomes: {}, since: {} };

/** What everybody in a rehearsal shares: the clock, the people, the segments they are in, and what is written down. */
export class Stage {
  readonly clock: VirtualClock;
  readonly people = new Map<string, Person>();
  readonly lines: Line[] = [];
  private readonly memberships = new Map<string, Membership>();
  private readonly tracked = new Set<string>();
  private ids = 0;

  constructor(
    readonly setting: Setting,
    start: string,
  ) {
    this.clock = new VirtualClock(DateTime.fromISO(start, { zone: setting.catalogue.zone }).toMillis());
  }

  get now(): Instant {
    return this.clock.now;
  }

  nextId(): string {
    return String((this.ids += 1));
  }

  /** A local time of the programme, such as `2026-10-01T09:00`. */
  instant(text: string): Instant {
    return DateTime.fromISO(text, { zone: this.setting.catalogue.zone }).toMillis();
  }

  say(memberId: string, campaign: string, text: string): void {
    this.lines.push({ at: this.now, memberId, campaign, text });
  }

  show(at: Instant, person?: Person): string {
    const zone = person === undefined ? this.setting.catalogue.zone : this.zoneOf(person);
    return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd HH:mm ccc');
  }

  /** The zone that a word means for a member. */
  zoneOf(person: Person, word = 'member'): string {
    const { zone } = this.setting.catalogue;
    if (word === 'member') return person.zone ?? zone;
    return word === 'programme' ? zone : word;
  }

  /** Segments are asked on the programme's calendar; inside a journey the member's counts. */
  facts(person: Person, zone = this.setting.catalogue.zone, known: Known = nobodyAsks): Facts {
    const { catalogue } = this.setting;
    return {
      ...{ member: person.factsAt(this.now), now: this.now, zone, catalogue },
      inSegment: (code) => this.isIn(person, code),
      value: (reference) => known.values[reference] ?? undefined,
      outcome: (step) => known.outcomes[step],
      since: (name) => known.since[name],
    };
  }

  holds(person: Person, tree: Tree | Block, zone?: string, known?: Known): boolean {
    return holds(tree, this.facts(person, zone, known), this.setting.language.subjects);
  }

  isIn(person: Person, code: string): boolean {
    const who = this.setting.segments.get(code);
    return who !== undefined && this.holds(person, who);
  }

  /** Looks after a segment from now on: who comes into it is told, and who falls out of it. */
  track(code: string): void {
    if (this.tracked.has(code) || !this.setting.segments.has(code)) return;
    this.tracked.add(code);
    for (const person of this.people.values()) this.lookInto(code, person);
  }

  /** How a member stands to a segment that is looked after, and since when. */
  membership(person: Person, code: string): Membership {
    return this.memberships.get(`${code}/${person.id}`) ?? this.lookInto(code, person);
  }

  /** Says that a member was in no segment before. */
  beginOutside(person: Person): void {
    for (const code of this.tracked) this.memberships.set(`${code}/${person.id}`, { isIn: false, since: this.now });
  }

  /** Segments that a member has come into, or fallen out of, since they were last looked at. */
  changesOf(person: Person): readonly { readonly code: string; readonly isIn: boolean }[] {
    return [...this.tracked].flatMap((code) => {
      const before = this.membership(person, code);
      const { isIn } = this.lookInto(code, person);
      return before.isIn === isIn ? [] : [{ code, isIn }];
    });
  }

  private lookInto(code: string, person: Person): Membership {
    const key = `${code}/${person.id}`;
    const known = this.memberships.get(key);
    const isIn = this.isIn(person, code);
    if (known?.isIn === isIn) return known;
    const now = { isIn, since: this.now };
    this.memberships.set(key, now);
    return now;
  }

  /** The end of a wait as it stands now; undefined when its date is not known. */
  endOf(person: Person, reckon: Reckon, zoneWord: string | undefined): Instant | undefined {
    const { leapDay, holidays } = this.setting.catalogue;
    return endOf(reckon, datesOf(person), { zone: this.zoneOf(person, reckon.zone ?? zoneWord), leapDay, holidays });
  }

  reckoning(person: Person, zone: string, from: Instant): Reckoning {
    return reckoningOf({ from }, datesOf(person), { zone, leapDay: this.setting.catalogue.leapDay });
  }
}

const datesOf = ({ birthday, joinedAt, attributes, ledger }: Person): MemberDates => ({
  ...{ birthday, joinedAt, attributes, pointsEndAfter: (from) => ledger.nextEndAt(from) },
});
