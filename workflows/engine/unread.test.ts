import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfTime, type Member, members, play, seen, stateOf, wakesOf } from '../../test/support/played-members.ts';
import { finalReply, instants } from '../../test/support/story-programs.ts';
import type { StepRequest } from '../../test/support/virtual-cohort.ts';
import type { Line } from '../../test/support/read-program.ts';
import { advance, type AdvancePorts } from './advance.ts';
import { CarriedCohort } from './carried-cohort.ts';
import { carryReady } from './carry.ts';
import { matchesPattern } from './event-pattern.ts';
import type { EndingRecord, EventSignal, WaitRecord } from './protocol.ts';
import type { Instant } from '../../values/instant.ts';

/** An outbox and a relay, played: what calls is brought, what does not is read by whoever is awake. */
class PlayedOutbox {
  readonly steps: StepRequest[] = [];
  readonly endings: EndingRecord[] = [];
  private readonly cohort: CarriedCohort;
  private readonly written = new Map<string, EventSignal>();
  private readonly waits = new Map<string, string>();
  private now: Instant = 0;

  constructor(
    all: readonly Member[],
    private readonly bringsAll = false,
  ) {
    const enrolments = all.map((member, place) => carryReady(stateOf(member, place)));
    this.cohort = new CarriedCohort({ enrolments, signals: [], seen: [] });
  }

  /** Events that come while nobody is awake, and then others that come while stories are run: before it is noted what they wait for. */
  async at(now: Instant, before: readonly EventSignal[], meanwhile: readonly EventSignal[]): Promise<void> {
    this.now = now;
    this.write(before);
    let late = meanwhile;
    const ports: AdvancePorts = {
      now: () => Promise.resolve(now),
      isEnough: () => false,
      perform: (work) => {
        const steps = work.steps as readonly StepRequest[];
        this.write(late);
        late = [];
        this.steps.push(...steps.filter((step) => finalReply(step).kind === 'done'));
        this.endings.push(...work.endings);
        return Promise.resolve(steps.map(finalReply));
      },
      rest: (waits) =>
        Promise.resolve(this.note(waits) ? this.unread(waits.map(({ enrolmentId }) => enrolmentId)) : []),
    };
    for (let page = this.cohort.takePage(now); page !== undefined; page = this.cohort.takePage(now)) {
      const unread = this.unread(page.enrolments.map(({ enrolmentId }) => enrolmentId));
      const isWhole = page.enrolments.length === this.cohort.size;
      const { changes, read = [] } = await advance(play, { ...page, unread, isWhole }, ports);
      this.cohort.takeRead(read);
      for (const signal of read) this.written.delete(signal);
      this.cohort.apply(changes);
    }
    this.write(late);
  }

  /** Written down, and brought if it is waited for by what was noted last. */
  private write(signals: readonly EventSignal[]): void {
    for (const signal of signals) {
      if (this.calls(signal)) this.cohort.deliver([signal]);
      else this.written.set(`${signal.enrolmentId} ${signal.id}`, signal);
    }
  }

  private calls({ enrolmentId, event }: EventSignal): boolean {
    const noted = this.waits.get(enrolmentId);
    if (this.bringsAll || noted === undefined || event.at > this.now) return true;
    const patterns = [...(JSON.parse(noted) as WaitRecord['waitsFor']), ...play.exitOn];
    return patterns.some((pattern) => matchesPattern(pattern, event));
  }

  private unread(enrolmentIds: readonly string[]): EventSignal[] {
    return [...this.written.values()].filter(({ enrolmentId }) => enrolmentIds.includes(enrolmentId));
  }

  private note(waits: readonly WaitRecord[]): boolean {
    let changed = false;
    for (const { enrolmentId, waitsFor } of waits) {
      const text = JSON.stringify(waitsFor);
      changed ||= this.waits.get(enrolmentId) !== text;
      this.waits.set(enrolmentId, text);
    }
    return changed;
  }
}

/** Stories that wait without end, for one kind of event after another, with a step after each. */
const waiters = fc.array(
  fc.constantFrom('order', 'checkin').map((type): Line => {
    return { do: 'wait', types: [type], ms: null, then: [{ do: 'step', name: 'a', afterPause: 'shift' }] };
  }),
  { minLength: 2, maxLength: 6 },
);
const mixed = fc.oneof(
  members,
  fc.tuple(members, waiters).map(([all, program]) => all.map((member) => ({ ...member, program }))),
);

describe('An event that no story waits for', () => {
  it('is not brought, and is read in time all the same, whenever it comes', async () => {
    const turns = fc.array(fc.record({ at: instants, share: fc.nat(2) }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(mixed, turns, async (all, plan) => {
        const [outbox, brought] = [new PlayedOutbox(all), new PlayedOutbox(all, true)];
        let pending = all.flatMap(wakesOf);
        for (const { at, share } of [...plan.sort((a, b) => a.at - b.at), { at: endOfTime, share: 0 }]) {
          const due = pending.filter(({ event }) => event.at <= at);
          pending = pending.filter(({ event }) => event.at > at);
          // One of a member's: of two that come in one moment either may be first. Who meets an exit rule is ended by the intake.
          const late = new Set<string>();
          const isLate = ({ enrolmentId, event }: EventSignal, place: number) => {
            if (place % 3 >= share || late.has(enrolmentId)) return false;
            if (play.exitOn.some((rule) => matchesPattern(rule, event))) return false;
            late.add(enrolmentId);
            return true;
          };
          const meanwhile = due.filter(isLate);
          const before = due.filter((signal) => !meanwhile.includes(signal));
          for (const each of [outbox, brought]) await each.at(at, before, meanwhile);
        }
        for (const each of [outbox, brought]) await each.at(endOfTime, [], []);
        for (const place of all.keys()) expect(seen(outbox, place)).toEqual(seen(brought, place));
      }),
      { numRuns: 400 },
    );
  });

  it('is not carried by the enrolment while it is unread', async () => {
    const program = [
      { do: 'wait' as const, types: ['order' as const], ms: null, then: [] },
      {
        do: 'wait' as const,
        types: ['checkin' as const],
        ms: null,
        then: [{ do: 'step' as const, name: 'a' as const, afterPause: 'shift' as const }],
      },
    ];
    const checkIn: EventSignal = {
      kind: 'event',
      id: '7',
      enrolmentId: '1',
      event: { id: 'e7', type: 'checkin', at: 5, data: {} },
    };
    const order: EventSignal = {
      kind: 'event',
      id: '8',
      enrolmentId: '1',
      event: { id: 'e8', type: 'order', at: 6, data: {} },
    };
    const ports: AdvancePorts = {
      now: () => Promise.resolve(10),
      isEnough: () => false,
      perform: ({ steps }) =>
        Promise.resolve(steps.map(() => ({ kind: 'done' as const, outcome: { kind: 'applied' as const } }))),
      rest: () => Promise.resolve([]),
    };
    const member: Member = { program, startedAt: 0, events: [] };
    const enrolments = [carryReady(stateOf(member, 0))];
    const first = await advance(play, { enrolments, signals: [], unread: [checkIn], isWhole: true }, ports);
    expect(first.read).toBeUndefined();
    expect(JSON.stringify(first.changes)).not.toContain('e7');
    const carried = new CarriedCohort({ enrolments, signals: [], seen: [] });
    carried.apply(first.changes);
    const then = await advance(play, { ...carried.state(), signals: [order], unread: [checkIn], isWhole: true }, ports);
    expect(then.read ?? []).toEqual([]);
    expect(then.changes).toEqual([{ enrolmentId: '1', isOver: true }]);
  });
});
