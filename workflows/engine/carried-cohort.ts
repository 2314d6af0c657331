import type { Instant } from '../../values/instant.ts';
import { utf8Bytes } from '../../values/utf8.ts';
import { whereOf } from './head.ts';
import type { EnrolmentSignal, Whereabouts } from './protocol.ts';
import { SignalDeduplicator } from './seen-signals.ts';

/** An enrolment as a workflow carries it: its state as text that only the code which runs its story reads. */
export interface CarriedEnrolment {
  readonly enrolmentId: string;
  /** When its story goes on by itself: 0 at once, absent when only a signal can go on. */
  readonly dueAt?: Instant;
  /** When to wake for it, a little later: whoever is awake before then takes it along. */
  readonly wakeAt?: Instant;
  /** Everything but its results. */
  readonly head: string;
  /** Its results, a text each, joined by commas. */
  readonly results: string;
}

/** What running its story has made of an enrolment. */
export type EnrolmentChange =
  | { readonly enrolmentId: string; readonly isOver: true }
  | (CarriedEnrolment & {
      /** True when `results` come after those there are; false when they are all there are. */
      readonly areMore: boolean;
    });

/** Enrolments whose stories are to be run, with what has come for them. */
export interface Page {
  readonly enrolments: readonly CarriedEnrolment[];
  readonly signals: readonly EnrolmentSignal[];
  /** Of these enrolments: `enrolment signal`, the latest taken. */
  readonly seen: readonly string[];
  /** Of the whole cohort: ids of signals that stories have read from the outbox and that are not marked there yet. */
  readonly read: readonly string[];
}

/** What a run hands to the next. */
export interface CarriedState {
  readonly enrolments: readonly CarriedEnrolment[];
  readonly signals: readonly EnrolmentSignal[];
  /** `enrolment signal`, the latest taken. */
  readonly seen: readonly string[];
  /** Ids of signals that stories have read from the outbox and that are not marked there yet. */
  readonly read?: readonly string[];
}

/** Bytes of an enrolment in a payload, as JSON in UTF-8. */
export function carriedBytes(enrolment: CarriedEnrolment): number {
  return utf8Bytes(JSON.stringify(enrolment));
}

/** Of the 2 MB that a payload may have. */
const pageBytesMax = 512 * 1024;

/**
 * A cohort's enrolments while they wait. It knows when each is due and what has come for it, and nothing of stories: so no
 * change of a story can change what a workflow does when its history is replayed.
 */
export class CarriedCohort {
  private readonly enrolments = new Map<string, CarriedEnrolment>();
  /** By enrolment, in the order in which they came. */
  private readonly signals = new Map<string, EnrolmentSignal[]>();
  private readonly seen: SignalDeduplicator;
  private read: readonly string[];

  constructor({ enrolments, signals, seen, read = [] }: CarriedState) {
    for (const enrolment of enrolments) this.enrolments.set(enrolment.enrolmentId, enrolment);
    this.seen = new SignalDeduplicator(seen);
    this.read = read;
    for (const signal of signals) this.keep(signal);
  }

  /** Enrolments that have not ended. */
  get size(): number {
    return this.enrolments.size;
  }

  /** Takes what came; what it has seen before and what is for nobody here is dropped. */
  deliver(signals: readonly EnrolmentSignal[]): void {
    for (const signal of signals) {
      const { enrolmentId, id } = signal;
      if (this.enrolments.has(enrolmentId) && this.seen.take(enrolmentId, id)) this.keep(signal);
    }
  }

  /** Takes the enrolments that are due or called, as many as a payload holds; undefined when all can wait. */
  takePage(now: Instant): Page | undefined {
    const enrolments: CarriedEnrolment[] = [];
    const signals: EnrolmentSignal[] = [];
    let bytes = 0;
    for (const enrolment of this.enrolments.values()) {
      const called = this.signals.get(enrolment.enrolmentId);
      if (called === undefined && (enrolment.dueAt === undefined || enrolment.dueAt > now)) continue;
      bytes += utf8Bytes(enrolment.head) + utf8Bytes(enrolment.results);
      if (called) bytes += utf8Bytes(JSON.stringify(called));
      if (enrolments.length > 0 && bytes > pageBytesMax) break;
      enrolments.push(enrolment);
      signals.push(...(called ?? []));
    }
    for (const { enrolmentId } of enrolments) this.signals.delete(enrolmentId);
    return enrolments.length > 0 ? this.page(enrolments, signals) : undefined;
  }

  /** The page that closes a cohort of which nobody is left. */
  emptyPage(): Page {
    return this.page([], []);
  }

  /** Takes what stories have read from the outbox, as `enrolment signal`; the call that it answers has marked what was read before. */
  takeRead(read: readonly string[]): void {
    const taken = read.map((text) => text.split(' ', 2) as [string, string]);
    for (const [enrolmentId, id] of taken) this.seen.take(enrolmentId, id);
    this.read = taken.map(([, id]) => id);
  }

  apply(changes: readonly EnrolmentChange[]): void {
    for (const change of changes) {
      const { enrolmentId } = change;
      if ('isOver' in change) {
        this.enrolments.delete(enrolmentId);
        this.signals.delete(enrolmentId);
        continue;
      }
      const before = this.enrolments.get(enrolmentId);
      if (before === undefined) continue;
      const { areMore, ...after } = change;
      const results = areMore ? joined(before.results, after.results) : after.results;
      this.enrolments.set(enrolmentId, { ...after, results });
    }
  }

  /** When to wake next if nothing comes; undefined when only a signal can go on. */
  nextWakeAt(): Instant | undefined {
    return this.first(({ wakeAt }) => wakeAt);
  }

  /** When the first is due. */
  nextDueAt(): Instant | undefined {
    return this.first(({ dueAt }) => dueAt);
  }

  /** When the first of the others is due, those of a page left out. */
  dueBeside({ enrolments }: Page): Instant | undefined {
    const taken = new Set(enrolments.map(({ enrolmentId }) => enrolmentId));
    return this.first(({ enrolmentId, dueAt }) => (taken.has(enrolmentId) ? undefined : dueAt));
  }

  /** Enrolments to give away so that what is left is `bytesMax` at most; those that are called stay. */
  surplus(bytesMax: number): string[] {
    let bytes = 0;
    const surplus: string[] = [];
    for (const enrolment of this.enrolments.values()) {
      const size = carriedBytes(enrolment);
      if (bytes > 0 && bytes + size > bytesMax && !this.signals.has(enrolment.enrolmentId)) {
        surplus.push(enrolment.enrolmentId);
      } else bytes += size;
    }
    return surplus;
  }

  /** Lets go of enrolments that another cohort carries now. */
  giveAway(enrolmentIds: readonly string[]): void {
    this.apply(enrolmentIds.map((enrolmentId) => ({ enrolmentId, isOver: true })));
  }

  state(): CarriedState {
    return {
      enrolments: [...this.enrolments.values()],
      signals: [...this.signals.values()].flat(),
      seen: this.seen.all(),
      ...(this.read.length > 0 ? { read: this.read } : {}),
    };
  }

  /** What an enrolment waits for; undefined when it is not here any more. */
  whereIs(enrolmentId: string): Whereabouts | undefined {
    const enrolment = this.enrolments.get(enrolmentId);
    if (enrolment === undefined) return undefined;
    if (this.signals.has(enrolmentId)) return { kind: 'ready' };
    return whereOf(enrolment.head);
  }

  private page(enrolments: readonly CarriedEnrolment[], signals: readonly EnrolmentSignal[]): Page {
    const seen = this.seen.of(new Set(enrolments.map(({ enrolmentId }) => enrolmentId)));
    return { enrolments, signals, seen, read: this.read };
  }

  private keep(signal: EnrolmentSignal): void {
    const kept = this.signals.get(signal.enrolmentId);
    if (kept) kept.push(signal);
    else this.signals.set(signal.enrolmentId, [signal]);
  }

  private first(instantOf: (enrolment: CarriedEnrolment) => Instant | undefined): Instant | undefined {
    let first: Instant | undefined;
    for (const enrolment of this.enrolments.values()) {
      const instant = instantOf(enrolment);
      if (instant !== undefined && (first === undefined || instant < first)) first = instant;
    }
    return first;
  }
}

/** Flat: V8 would keep a text that grew as a rope of its parts until a character is looked at. */
function joined(before: string, more: string): string {
  if (before === '' || more === '') return before + more;
  const text = `${before},${more}`;
  text.charCodeAt(0);
  return text;
}
