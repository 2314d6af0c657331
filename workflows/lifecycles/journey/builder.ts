import type { Block } from '../../../conditions/choice.ts';
import type { ClockTime, Duration, MemberDate, Moment } from '../../../conditions/words.ts';

/*
 * The same blocks as in a file, with types: what is built is the plan itself. A kind from outside is written as the block it is.
 */

/** A step of any kind. */
export type Step = Block;
type AnyStep = { readonly id?: string; readonly note?: string };
type AnyEffect = AnyStep & {
  readonly afterPause?: 'catchUp' | 'shift' | 'skip';
  readonly ifRefused?: readonly Step[];
};
type Days = 'weekdays' | 'weekend' | Weekday | readonly Weekday[];
type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
type OnCalendar = {
  readonly at?: ClockTime;
  readonly days?: Days;
  readonly notOn?: string;
  readonly zone?: string;
};
/** A condition, as it is written in a file. */
export type Condition = Readonly<Record<string, unknown>>;
type Points = number | { readonly from: string; readonly atMost: number };
type PointsGift = { readonly grant: Points; readonly expiresInDays?: number; readonly oncePerPerson?: string };
type Gift = { readonly coupon: string } | PointsGift;
type Value = string | number | boolean | { readonly from: string };

export type Occasion =
  | { readonly event: string; readonly where?: Condition; readonly same?: string | readonly string[] }
  | { readonly enters: string; readonly for?: Duration }
  | { readonly leaves: string; readonly for?: Duration }
  | { readonly when: Condition; readonly for?: Duration }
  | { readonly goal: 'reached' };
type Way = Occasion & { readonly path: string; readonly do?: readonly Step[] };

export type DoorBlock =
  | {
      readonly event: string;
      readonly where?: Condition;
      readonly key?: string;
      readonly notOlderThan?: Duration;
    }
  | { readonly enters: string; readonly for?: Duration }
  | { readonly leaves: string; readonly for?: Duration }
  | { readonly launch: 'audience' }
  | {
      readonly schedule: string;
      readonly at?: ClockTime;
      readonly days?: Days;
      readonly dayOfMonth?: number | 'last';
      readonly month?: number;
      readonly overDays?: number;
      readonly zone?: string;
    }
  | {
      readonly date: MemberDate | `${Duration} ${'before' | 'after'} ${MemberDate}`;
      readonly at: ClockTime;
      readonly zone?: string;
    }
  | { readonly by: 'api' | 'journey'; readonly fields?: Readonly<Record<string, string>>; readonly key?: string };

export const message = (
  template: string,
  more: AnyEffect & {
    readonly class?: 'marketing' | 'service' | 'transactional';
    readonly channel?: string;
    readonly gives?: readonly Gift[];
    readonly onlyIf?: Condition;
    readonly within?: Duration;
  } = {},
): Step => ({ message: template, ...more });
export const grant = (points: Points, more: AnyEffect & Omit<PointsGift, 'grant'> = {}): Step => ({
  grant: points,
  ...more,
});
export const coupon = (code: string, more: AnyEffect = {}): Step => ({ coupon: code, ...more });
export const hold = (points: number, more: AnyEffect = {}): Step => ({ hold: points, ...more });
export const spend = (what: number | { readonly held: string }, more: AnyEffect = {}): Step => ({
  spend: what,
  ...more,
});
export const release = (step: string, more: AnyEffect = {}): Step => ({ release: step, ...more });
export const tag = (name: string, more: AnyEffect = {}): Step => ({ tag: name, ...more });
export const untag = (name: string, more: AnyEffect = {}): Step => ({ untag: name, ...more });
export const set = (values: Readonly<Record<string, Value | null>>, more: AnyEffect = {}): Step => ({
  set: values,
  ...more,
});
export const webhook = (
  endpoint: string,
  more: AnyStep & {
    readonly send?: Readonly<Record<string, Value>>;
    readonly keep?: Readonly<Record<string, 'text' | 'number' | 'flag' | 'date'>>;
    readonly timeout?: Duration;
    readonly ifFailed?: readonly Step[];
  } = {},
): Step => ({ webhook: endpoint, ...more });
export const review = (
  question: string,
  more: AnyStep & {
    readonly by: string;
    readonly atMost: Duration;
    readonly approved?: readonly Step[];
    readonly rejected?: readonly Step[];
    readonly undecided?: readonly Step[];
  },
): Step => ({ review: question, ...more });
export const wait = (length: Duration, more: AnyStep & OnCalendar = {}): Step => ({ wait: length, ...more });
type WhenOver = { readonly ifPast?: readonly Step[]; readonly ifUnknown?: readonly Step[] };
export const waitUntil = (moment: Moment, more: AnyStep & OnCalendar & WhenOver = {}): Step => ({
  waitUntil: moment,
  ...more,
});
export const waitFor = (
  ways: readonly Way[],
  more: AnyStep &
    OnCalendar &
    WhenOver & { readonly since?: string; readonly otherwise?: readonly Step[] } & (
      { readonly atMost: Duration } | { readonly until: Moment }
    ),
): Step => ({ waitFor: ways, ...more });
export const branch = (
  ways: readonly { readonly path: string; readonly if: Condition; readonly do?: readonly Step[] }[],
  more: AnyStep & { readonly otherwise?: readonly Step[] } = {},
): Step => ({ branch: ways, ...more });
export const split = (
  ways: readonly { readonly path: string; readonly share: number; readonly do?: readonly Step[] }[],
  more: AnyStep & {
    readonly winner?: { readonly by: 'goal'; readonly afterMembers: number; readonly then: 'all' | 'tell' };
  } = {},
): Step => ({ split: ways, ...more });
export const repeat = (
  times: number,
  steps: readonly Step[],
  more: AnyStep & { readonly stopWhen?: Condition } = {},
): Step => ({ repeat: times, do: steps, ...more });
export const goTo = (step: string, atMost: number, more: AnyStep = {}): Step => ({ goTo: step, atMost, ...more });
export const enter = (
  journey: string,
  more: AnyEffect & { readonly with?: Readonly<Record<string, string>> } = {},
): Step => ({
  enter: journey,
  ...more,
});
export const end = (
  reason: string,
  more: AnyStep & { readonly status?: 'done' | 'exited' | 'skipped' } = {},
): Step => ({
  end: reason,
  ...more,
});

/** What a journey is built of beside its steps. */
export interface JourneyParts {
  readonly name: string;
  readonly entry: readonly DoorBlock[];
  readonly steps: readonly Step[];
  readonly about?: string;
  readonly audience?: Condition;
  readonly reentry?: 'never' | { readonly afterDays: number };
  readonly whileInside?: 'refuse' | 'restart' | 'alongside';
  readonly insideMax?: number;
  readonly runs?: { readonly from?: string; readonly until?: string; readonly then?: 'finish' | 'leave' };
  readonly pace?: { readonly perHour: number };
  readonly zone?: string;
  readonly goal?: { readonly event: string; readonly where?: Condition; readonly same?: string | readonly string[] };
  readonly conversionDays?: number;
  readonly exitOn?: readonly (Occasion & { readonly reason: string })[];
  readonly holdOut?: number;
  readonly budget?: Readonly<
    Partial<Record<'points' | 'coupons' | 'worth' | 'messages' | 'members' | 'alertAt', number>>
  > & {
    readonly reserve?: 'onEntry' | 'onStep';
  };
  readonly coupons?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly priority?: number;
  readonly messages?: string;
}

/** A journey as its file would have it; it is checked like one that was read. */
export const journey = (
  campaign: string,
  parts: JourneyParts,
): JourneyParts & { readonly campaign: string; readonly lifecycle: 'journey' } => ({
  campaign,
  lifecycle: 'journey',
  ...parts,
});
