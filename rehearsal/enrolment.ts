import { Cohort } from '../workflows/engine/cohort.ts';
import type {
  EndingRecord,
  EnrolmentSignal,
  EnrolmentState,
  StepReply,
  StepRequest,
} from '../workflows/engine/protocol.ts';
import type { MemberEvent } from '../workflows/engine/story.ts';
import type { Instant } from '../values/instant.ts';
import type { JsonObject } from '../values/json.ts';
import type { Known, Reckon, Watched } from '../workflows/lifecycles/journey/asks.ts';
import { answerTypes } from '../workflows/lifecycles/journey/heard.ts';
import { planOf, type Plan } from '../workflows/lifecycles/journey/plan.ts';
import { readEntered } from '../workflows/lifecycles/journey/position.ts';
import { exitsKnown, exitStates, exitsWatch, journeyProgram } from '../workflows/lifecycles/journey/story.ts';
import { utf8Bytes } from '../values/utf8.ts';
import type { Person, Stay } from './person.ts';
import type { Stage } from './stage.ts';
import type { Cost } from '../workflows/lifecycles/journey/kind.ts';
import type { JourneyFile } from '../workflows/lifecycles/journey/file.ts';

/** A step that was done, by name and round: what a restart leaves out. */
export interface DoneStep {
  readonly name: string;
  readonly round: number;
  readonly outcome: StepReply;
}

/** States, and the end of a wait, that are looked after for a story. */
export interface Watch {
  readonly name: string;
  readonly states: readonly (Watched | null)[];
  readonly known: Known;
  readonly end?: Reckon;
  until?: Instant | undefined;
  /** By the places of the states. */
  readonly holdsSince: Map<number, Instant>;
  readonly told: Set<number>;
}

export interface Entrance {
  readonly id: string;
  readonly file: JourneyFile;
  readonly person: Person;
  readonly input: JsonObject & { readonly enteredAt: Instant };
  /** The id of the event that brought the member in: it is used up by that. */
  readonly by?: string;
  readonly isHeldOut: boolean;
  readonly reserved: Cost;
}

/** Turns at one instant; more would be a story that never comes to rest. */
const turnsMax = 5_000;

/** One enrolment, carried by an engine's cohort of its own. */
export class Enrolment {
  readonly id: string;
  readonly input: Entrance['input'];
  readonly isHeldOut: boolean;
  readonly done: DoneStep[] = [];
  readonly doneBefore: DoneStep[] = [];
  /** Points set aside and neither taken nor given back. */
  readonly stakes = new Set<string>();
  readonly stay: Stay;
  person: Person;
  plan: Plan;
  isOver = false;
  /** Ended before it counted: that is no other time. */
  isUncounted = false;
  reserved: Cost;
  watch: Watch | undefined;
  exits: Watch;
  private cohort: Cohort;
  private readonly heard = new Set<string>();
  private signals: EnrolmentSignal[] = [];
  /** The most that was ever carried of where it is, in bytes. */
  carriedMax = 0;

  constructor(
    private readonly stage: Stage,
    entrance: Entrance,
  ) {
    const { id, file, person, input, by } = entrance;
    this.id = id;
    this.input = input;
    this.person = person;
    this.isHeldOut = entrance.isHeldOut;
    this.reserved = entrance.reserved;
    this.plan = planOf(file, stage.setting.language);
    this.exits = exitsOf(file, input);
    if (by !== undefined) this.heard.add(by);
    const state: EnrolmentState = {
      ...{ enrolmentId: id, memberId: person.id, startedAt: stage.now, input, chapter: 1 },
      ...{ results: [], pendingEvents: [], seen: [] },
    };
    this.cohort = this.cohortOf(file, state);
    this.stay = { campaign: file.campaign, at: stage.now, endedAt: undefined, status: 'active' };
    person.stays.push(this.stay);
    for (const event of person.events) this.hear(event as MemberEvent);
  }

  get campaign(): string {
    return this.plan.file.campaign;
  }

  get key(): string | undefined {
    return typeof this.input.key === 'string' ? this.input.key : undefined;
  }

  get zone(): string {
    return this.stage.zoneOf(this.person, this.plan.file.zone);
  }

  say(text: string): void {
    this.stage.say(this.person.id, this.campaign, text);
  }

  /** An event that counts: it is of after the entering, and new. */
  hear(event: MemberEvent): void {
    if (this.isOver || this.heard.has(event.id) || event.at < this.input.enteredAt) return;
    this.heard.add(event.id);
    this.signals.push({ kind: 'event', id: event.id, enrolmentId: this.id, event });
  }

  resumed(): void {
    this.signals.push({ kind: 'resumed', id: `resumed-${this.stage.nextId()}`, enrolmentId: this.id });
  }

  get wantsToRun(): boolean {
    return !this.isOver && (this.signals.length > 0 || (this.cohort.nextDueAt() ?? Infinity) <= this.stage.now);
  }

  /** When it goes on by itself. */
  nextAt(): Instant | undefined {
    return this.isOver ? undefined : this.cohort.nextDueAt();
  }

  /** What has come and its story has not read yet. */
  get unread(): readonly MemberEvent[] {
    const came = this.signals.flatMap((signal) => (signal.kind === 'event' ? [signal.event] : []));
    return [...came, ...this.state().pendingEvents];
  }

  /** Runs the story as far as it goes now. */
  async run(perform: (request: StepRequest) => StepReply, end: (ending: EndingRecord) => void): Promise<void> {
    this.cohort.deliver(this.signals.splice(0), this.stage.now);
    for (let turn = 0; turn < turnsMax; turn += 1) {
      const { steps, endings, blocks } = await this.cohort.advance(this.stage.now);
      const [blocked] = blocks;
      if (blocked?.blocked !== undefined) throw new Error(`${this.id}: ${blocked.blocked.reason}`);
      if (endings[0] !== undefined) return end(endings[0]);
      this.cohort.answer(steps.map(perform));
      this.measure();
      if (steps.length > 0) continue;
      this.forget();
      return this.stage.setting.isRestless === true ? this.moveOn() : undefined;
    }
    throw new Error(`${this.id} does not come to rest`);
  }

  state(): EnrolmentState {
    const [state] = this.cohort.states();
    if (state === undefined) throw new Error(`${this.id} is over`);
    return state;
  }

  /** Goes on in another version, or as another member, from where it stands. */
  goOn(file: JourneyFile, change: Partial<EnrolmentState>): void {
    const state = { ...this.state(), ...change };
    this.cohort = this.cohortOf(file, state);
    if (file === this.plan.file) return;
    this.plan = planOf(file, this.stage.setting.language);
    this.watch = undefined;
    this.exits = exitsOf(file, this.input);
  }

  /** What was done until now is not done again; what was answered then is known still. */
  beginAnew(): void {
    this.doneBefore.push(...this.done.splice(0));
    for (const event of this.person.events as readonly MemberEvent[]) {
      if (!answerTypes.includes(event.type) || !this.heard.delete(event.id)) continue;
      this.hear(event);
    }
  }

  private cohortOf(file: JourneyFile, state: EnrolmentState): Cohort {
    const { language, catalogue } = this.stage.setting;
    return new Cohort(journeyProgram(file, language, catalogue), [state]);
  }

  private measure(): void {
    const { input } = this.state();
    this.carriedMax = Math.max(this.carriedMax, utf8Bytes(JSON.stringify(input)));
  }

  /** Nothing is left of it but what a cohort hands on: taken up again, its story comes to the same place and asks for nothing. */
  private async moveOn(): Promise<void> {
    this.goOn(this.plan.file, JSON.parse(JSON.stringify(this.state())) as EnrolmentState);
    const { steps, endings } = await this.cohort.advance(this.stage.now);
    if (steps.length + endings.length > 0) throw new Error(`${this.id} asks for something that it was given`);
    this.cohort.answer([]);
  }

  /** A watch is of one step at one time: nobody waits any more for one of before. */
  private forget(): void {
    const { input, startedAt } = this.state();
    const at = typeof input.at === 'string' ? input.at : (this.plan.steps[0]?.name ?? '');
    const since = typeof input.since === 'number' ? input.since : startedAt;
    if (this.watch !== undefined && this.watch.name !== `${at}@${since}`) this.watch = undefined;
  }
}

const exitsOf = (file: JourneyFile, input: Entrance['input']): Watch => ({
  name: exitsWatch,
  states: exitStates(file, input.enteredAt),
  known: exitsKnown(readEntered(input)),
  holdsSince: new Map<number, Instant>(),
  told: new Set<number>(),
});
