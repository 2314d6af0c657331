import type { Instant } from '../../../values/instant.ts';
import type { JsonObject, JsonValue } from '../../../values/json.ts';
import type { EventPattern } from '../../engine/event-pattern.ts';
import type { AfterPause, MemberEvent, Outcome, StoryContext } from '../../engine/story.ts';
import { readDuration, readMoment } from '../../../conditions/words.ts';
import type { EffectAsk, JourneyAsk, Known, Question, Reckon, Tree } from './asks.ts';
import type { Came, End, Life, Wanted } from './kind.ts';
import { splitPlace } from './lot.ts';
import { isExact } from './moments.ts';
import type { Occasion } from './occasions.ts';
import { isWatched, patternOf, watchedOf, watchEvents } from './patterns.ts';
import type { Placed, Plan } from './plan.ts';
import { type Position, withOutcome } from './position.ts';
import type { Ref } from './refs.ts';

export type JourneyContext = StoryContext<JourneyAsk>;

const minuteMs = 60_000;
const afterPauses: Readonly<Record<string, AfterPause>> = { catchUp: 'catch-up', shift: 'shift', skip: 'skip' };

/** A step's life at a position: what it asks goes to the story port, under the step's name. */
export class StepLife implements Life {
  readonly memberId: string;
  /** Where it stands, with what the step has left behind so far. */
  position: Position;
  answer: JsonObject | undefined;

  constructor(
    private readonly context: JourneyContext,
    private readonly plan: Plan,
    private readonly here: Placed,
    position: Position,
  ) {
    this.memberId = context.memberId;
    this.position = position;
  }

  get begun(): JsonObject | undefined {
    return this.position.begun;
  }

  now(): Instant {
    return this.context.now();
  }

  async ask(wanted: Wanted): Promise<Outcome> {
    const { step, name } = this.here;
    const afterPause = typeof step.afterPause === 'string' ? afterPauses[step.afterPause] : undefined;
    const onlyIf = 'onlyIf' in wanted ? wanted.onlyIf : undefined;
    const asked = {
      ...wanted,
      name,
      round: this.times(),
      ...(afterPause === undefined ? {} : { afterPause }),
      ...(onlyIf === undefined ? {} : { known: this.known([onlyIf]) }),
    } as EffectAsk;
    const outcome: Outcome = await this.context.step(asked);
    this.position = withOutcome(this.position, this.plan, outcome.kind);
    if (outcome.kind === 'applied' && outcome.data !== undefined) this.answer = outcome.data;
    return outcome;
  }

  async holds(conditions: readonly Tree[]): Promise<readonly boolean[]> {
    const outcome = await this.question({ kind: 'holds', conditions, known: this.known(conditions) });
    return conditions.map((_, place) => (outcome.holds as readonly JsonValue[] | undefined)?.[place] === true);
  }

  async wait(end: End): Promise<Came> {
    const { since } = this.position;
    if (end.length !== undefined && isExact(end.length, calendarOf(end))) {
      await this.context.sleepUntil(exactEnd(end.length, since), this.here.name);
      return { kind: 'over' };
    }
    const { until } = await this.watch(end, [], since);
    if (until === undefined) return { kind: 'unknown' };
    if (until < since) return { kind: 'past' };
    const moved = await this.context.waitFor(this.movedBy(end), until, this.here.name);
    return { kind: moved === undefined ? 'over' : 'moved' };
  }

  async waitFor(occasions: readonly Occasion[], end: End, since: string): Promise<Came> {
    const { position, here } = this;
    const from = sinceAt(since, position);
    const watched = occasions.some(isWatched);
    const exact = end.length !== undefined && isExact(end.length, calendarOf(end));
    const { until, met } =
      watched || !exact
        ? await this.watch(end, occasions, from)
        : { until: exactEnd(end.length ?? '', position.since), met: [] };
    if (until === undefined) return { kind: 'unknown' };
    const patterns = this.patternsOf(occasions, from);
    // A state that holds is come to now; what happened before now was there first.
    const holding = until >= this.now() ? met[0] : undefined;
    if (holding !== undefined) {
      const event = await this.context.waitFor(patterns, this.now(), here.name);
      return event === undefined ? { kind: 'came', place: holding, data: {} } : this.came(patterns, event);
    }
    const event = await this.context.waitFor([...patterns, ...this.movedBy(end)], until, here.name);
    if (event === undefined) return { kind: until < position.since ? 'past' : 'over' };
    return event.type === watchEvents.moved ? { kind: 'moved' } : this.came(patterns, event);
  }

  value(reference: string): unknown {
    return valueAt(reference, this.position);
  }

  lot(): number {
    const { file } = this.plan;
    const lot = this.position.lotOf ?? this.memberId;
    return splitPlace({ campaign: file.campaign, step: this.here.name, lot });
  }

  times(): number {
    return this.position.times.get(this.here.name) ?? 0;
  }

  rounds(): number {
    return this.position.rounds.get(this.here.name) ?? 0;
  }

  private get watchName(): string {
    return `${this.here.name}@${this.position.since}`;
  }

  private came(patterns: readonly EventPattern[], event: MemberEvent): Came {
    const place = patterns.findIndex((pattern) => this.context.matches(pattern, event));
    return { kind: 'came', place: Math.max(0, place), data: event.type === watchEvents.met ? {} : event.data };
  }

  private patternsOf(occasions: readonly Occasion[], from: Instant): EventPattern[] {
    const { file } = this.plan;
    const { entry = {}, enteredAt } = this.position;
    return occasions.map((occasion, place) =>
      patternOf(occasion, { file, entry, enteredAt, from, watch: this.watchName, place }),
    );
  }

  private movedBy(end: End): EventPattern[] {
    return follows(end) ? [{ type: watchEvents.moved, where: { watch: this.watchName } }] : [];
  }

  /** The end of a wait as the world reckons it, and which of its states hold already. */
  private async watch(
    end: End,
    occasions: readonly Occasion[],
    from: Instant,
  ): Promise<{ readonly until: Instant | undefined; readonly met: readonly number[] }> {
    const { position } = this;
    const states = occasions.map((occasion) => watchedOf(occasion, from) ?? null);
    const conditions = occasions.flatMap(({ when }) => (when === undefined ? [] : [when as JsonObject]));
    const reckon: Reckon = { ...end, from: position.since, ...journeyDate(end, position) };
    const known = this.known(conditions);
    const answer = await this.question({ kind: 'watch', watch: this.watchName, end: reckon, states, known });
    return {
      until: typeof answer.until === 'number' ? answer.until : undefined,
      met: (answer.met ?? []) as readonly number[],
    };
  }

  private async question(question: Question): Promise<JsonObject> {
    const outcome = await this.context.step({ kind: 'ask', name: `ask:${this.here.name}`, question });
    return outcome.kind === 'applied' ? ((outcome.data ?? {}) as JsonObject) : {};
  }

  /** What these conditions ask of the journey itself. */
  private known(conditions: readonly Tree[]): Known {
    const refs = conditions.flatMap((tree) => [...this.plan.language.refsOf(tree)]);
    return knownOf(refs, this.position);
  }
}

/** What is known of a journey at a position, as far as these names ask for it. */
export function knownOf(refs: readonly Ref[], position: Position): Known {
  const values: Record<string, JsonValue> = {};
  const outcomes: Record<string, string> = {};
  const since: Record<string, Instant> = {};
  for (const { kind, name } of refs) {
    if (kind === 'reference') values[name] = (valueAt(name, position) ?? null) as JsonValue;
    if (kind === 'step') outcomes[name] = position.outcomes.get(name) ?? 'never';
    if (kind === 'since') since[name] = sinceAt(name, position);
  }
  return { values, outcomes, since };
}

/**
 * From when something counts: entering, coming to this step, or after another was done. What ended a step is over with it: the
 * workout that completed a stage is no part of the next.
 */
function sinceAt(name: string, position: Position): Instant {
  if (name === 'here') return position.since;
  const doneAt = name === 'entry' ? undefined : position.doneAt.get(name);
  return doneAt === undefined ? position.enteredAt : doneAt + 1;
}

function valueAt(reference: string, { entry = {}, doneAt, answers }: Position): unknown {
  const [of = '', field = ''] = reference.split('.');
  if (of === 'entry') return entry[field];
  // What the member has by then is read when it is used.
  if (of === 'member') return { from: reference };
  return field === 'at' ? doneAt.get(of) : answers.get(of)?.[field];
}

/** A date that is no date of the member: the world does not know it. */
function journeyDate({ moment }: End, position: Position): { readonly date?: JsonValue } {
  const read = moment === undefined ? undefined : readMoment(moment);
  if (read?.kind !== 'date' || !read.date.includes('.') || read.date.startsWith('member.')) return {};
  return { date: (valueAt(read.date, position) ?? null) as JsonValue };
}

/** True of an end that another zone or another date of the member would move; a mere length stays. */
export const follows = ({ moment, at, days, notOn }: End): boolean => (moment ?? at ?? days ?? notOn) !== undefined;

const calendarOf = ({ at, days, notOn }: End) => ({ at, days, notOn: notOn === undefined ? [] : [notOn] });

function exactEnd(length: string, from: Instant): Instant {
  const { count, unit } = readDuration(length);
  return from + count * (unit === 'hour' ? 60 : 1) * minuteMs;
}
