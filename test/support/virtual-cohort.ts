import type { Instant } from '../../values/instant.ts';
import { Cohort } from '../../workflows/engine/cohort.ts';
import type {
  BlockRecord,
  EndingRecord,
  EnrolmentSignal,
  EnrolmentState,
  StepReply,
  StepRequest as AnyStepRequest,
} from '../../workflows/engine/protocol.ts';
import type { StoryProgram } from '../../workflows/engine/run-stories.ts';
import type { AfterPause, Ending, MemberEvent, Outcome, Story } from '../../workflows/engine/story.ts';
import type { Step } from '../../workflows/steps.ts';

/** A request for a step that the product has. */
export type StepRequest = AnyStepRequest<Step>;
export type Performer = (request: StepRequest, now: Instant) => StepReply;

export const applied: Outcome = { kind: 'applied' };
export const performsAll: Performer = () => ({ kind: 'done', outcome: applied });

/** Turns at one instant; more would be a story that never suspends. */
const turnsMax = 2_000;

/** A cohort on a clock that the test sets: nothing happens but at the instants it is told. */
export class VirtualCohort {
  /** What was performed, in order; a key that comes twice fails the test that is running. */
  readonly steps: StepRequest[] = [];
  readonly endings: EndingRecord[] = [];
  readonly blocks: BlockRecord[] = [];
  private cohort: Cohort;

  constructor(
    private readonly program: StoryProgram,
    states: readonly EnrolmentState[],
    private readonly performer: Performer = performsAll,
  ) {
    this.cohort = new Cohort(program, states);
  }

  get size(): number {
    return this.cohort.size;
  }

  nextWakeAt(): Instant | undefined {
    return this.cohort.nextWakeAt();
  }

  /** Delivers what has come and lets the stories go on as far as they go by `now`. */
  async at(now: Instant, signals: readonly EnrolmentSignal[] = []): Promise<this> {
    this.cohort.deliver(signals, now);
    for (let turn = 0; turn < turnsMax; turn++) {
      const { steps: asked, endings, blocks } = await this.cohort.advance(now);
      const steps = asked as readonly StepRequest[];
      this.endings.push(...endings);
      this.blocks.push(...blocks);
      if (steps.length + endings.length + blocks.length === 0) return this;
      this.cohort.answer(steps.map((request) => this.perform(request, now)));
    }
    throw new Error(`the cohort did not come to rest at ${now}`);
  }

  /** Wakes by itself, always on time, until nothing is left to wait for by `until`. */
  async onTimeUntil(until: Instant): Promise<this> {
    for (let next = this.nextWakeAt(); next !== undefined && next <= until; next = this.nextWakeAt())
      await this.at(next);
    return this;
  }

  /** Another worker takes over: nothing is left of this one but what continue-as-new carries. */
  moveOn(): this {
    this.cohort = new Cohort(this.program, JSON.parse(JSON.stringify(this.cohort.states())) as EnrolmentState[]);
    return this;
  }

  states(): EnrolmentState[] {
    return this.cohort.states();
  }

  /** The steps of one enrolment as `name` and time. */
  told(enrolmentId = '1'): [string, Instant][] {
    return this.steps.filter((step) => step.enrolmentId === enrolmentId).map(({ step, at }) => [step.name, at]);
  }

  private perform(request: StepRequest, now: Instant): StepReply {
    const reply = this.performer(request, now);
    if (reply.kind === 'done') {
      if (this.steps.some(({ key }) => key === request.key)) throw new Error(`${request.key} was performed twice`);
      this.steps.push(request);
    }
    return reply;
  }
}

export function enrolmentOf(enrolmentId: string, start: Partial<EnrolmentState> = {}): EnrolmentState {
  return {
    ...{ enrolmentId, memberId: `m${enrolmentId}`, startedAt: 0, input: {}, chapter: 1 },
    ...{ results: [], pendingEvents: [], seen: [] },
    ...start,
  };
}

let signals = 0;
/** A signal that no other has the id of. */
export function signalOf(event: Omit<MemberEvent, 'id'> & { id?: string }, enrolmentId = '1'): EnrolmentSignal {
  const id = String(++signals);
  return { kind: 'event', id, enrolmentId, event: { ...event, id: event.id ?? `e${id}` } };
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const order = { type: 'order.placed' };
const unsubscribed = { type: 'member.unsubscribed', reason: 'unsubscribed' };

export const mail = (name: string, afterPause?: AfterPause): Step => ({
  kind: 'message',
  ...{ name, template: name, channel: 'email', class: 'service' },
  ...(afterPause === undefined ? {} : { afterPause }),
});
export const done = (reason = 'over'): Ending => ({ kind: 'end', status: 'done', reason });

/** A mail now, one after three days, one after ten; an order ends it. */
export const threeMails: Story<unknown> = async (context) => {
  await context.step(mail('first'));
  for (const [name, days] of [
    ['second', 3],
    ['third', 10],
  ] as const) {
    if (await context.waitFor([order], days * day)) return done('ordered');
    await context.step(mail(name));
  }
  return done('no order');
};

/** A cohort of members who all live the same story; whoever unsubscribes leaves it. */
export function carry(story: Story<unknown>, { performer = performsAll, members = ['1'] } = {}): VirtualCohort {
  return new VirtualCohort(
    { story, settings: {}, exitOn: [unsubscribed] },
    members.map((id) => enrolmentOf(id)),
    performer,
  );
}
