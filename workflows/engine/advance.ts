import type { Instant } from '../../values/instant.ts';
import { utf8Bytes } from '../../values/utf8.ts';
import { enrolmentBytesMax, tooLargeToCarry } from './carried-bytes.ts';
import { carriedBytes, type CarriedEnrolment, type EnrolmentChange } from './carried-cohort.ts';
import { changeOf, readCarried } from './carry.ts';
import { Cohort, type Work } from './cohort.ts';
import type { EnrolmentSignal, EnrolmentState, EventSignal, StepReply, WaitRecord } from './protocol.ts';
import type { StoryProgram } from './run-stories.ts';
import { Unread } from './unread.ts';

/** Enrolments whose stories are to be run. */
export interface PageToRun {
  readonly enrolments: readonly CarriedEnrolment[];
  /** What was brought for them. */
  readonly signals: readonly EnrolmentSignal[];
  /** What has come for them and was not brought. */
  readonly unread: readonly EventSignal[];
  /** True when nobody else is in the cohort. */
  readonly isWhole: boolean;
}

/** What the one who runs stories asks of the world. */
export interface AdvancePorts {
  /** The programme clock, asked again in each round. */
  now(): Promise<Instant>;
  /** Performs the steps, and records what has ended or is blocked; `last` when nobody is left in the cohort. */
  perform(work: Work, last: boolean): Promise<readonly StepReply[]>;
  /**
   * Writes down what those wait for whose stories wait. Answers events that came meanwhile, and that were not worth a call by
   * what was written down before.
   */
  rest(waits: readonly WaitRecord[]): Promise<readonly EventSignal[]>;
  /** True when enough has been done at one go: what is left goes on in the next. */
  isEnough(): boolean;
}

export interface Advance {
  /** The instant it has come to. */
  readonly now: Instant;
  readonly changes: readonly EnrolmentChange[];
  /** Others of the cohort that are over: an event took them out, or a person. */
  readonly gone?: readonly string[];
  /** Of what was unread, as `enrolment signal`, what a story has taken or given up. */
  readonly read?: readonly string[];
  /** When the first of these is due; absent when only signals can go on. */
  readonly dueAt?: Instant;
}

/** Of the 2 MB that an activity's result may have. */
const recordedBytesMax = 512 * 1024;

/**
 * Runs the stories of a page as far as they go now, performs what they ask for, and answers with what has become of them. Safe
 * to repeat: steps that were performed before answer as they did then.
 */
export async function advance(program: StoryProgram, page: PageToRun, ports: AdvancePorts): Promise<Advance> {
  const states = page.enrolments.map(readCarried);
  const cohort = new Cohort(program, states, { isBrief: true });
  const unread = new Unread();
  let now = await ports.now();
  cohort.deliver(page.signals, now);
  cohort.deliver(unread.add(page.unread), now);
  let bytes = 0;
  const run = async () => {
    for (;;) {
      const work = await cohort.advance(now);
      const last = page.isWhole && cohort.size === 0;
      if (work.steps.length + work.endings.length + work.blocks.length === 0 && !last) return;
      const replies = await ports.perform(work, last);
      if (last) return;
      cohort.answer(replies);
      bytes += utf8Bytes(JSON.stringify(replies));
      now = await ports.now();
      // Who has ended by a reply is recorded first: the next call would know nothing of it.
      if (cohort.canBeMoved && (bytes > recordedBytesMax || ports.isEnough())) return;
    }
  };
  await run();
  for (;;) {
    const came = unread.add(await ports.rest(cohort.waits()));
    if (came.length === 0) break;
    cohort.deliver(came, now);
    // Who is not told of it now is due at once, and reads it again.
    if (ports.isEnough()) break;
    await run();
  }
  let { changes, read } = changesOf(page.enrolments, states, cohort, unread);
  // Nobody they travel with is to suffer from a record that has outgrown what can be handed on.
  const tooLarge = page.enrolments.flatMap((before, place) => outgrown(before, changes[place]));
  if (tooLarge.length > 0) {
    for (const { enrolmentId, reason } of tooLarge) cohort.fail(enrolmentId, reason, now);
    await run();
    ({ changes, read } = changesOf(page.enrolments, states, cohort, unread));
  }
  const dueAt = firstOf(changes.map((change) => ('isOver' in change ? Infinity : (change.dueAt ?? Infinity))));
  return { now, changes, ...(dueAt === Infinity ? {} : { dueAt }), ...(read.length > 0 ? { read } : {}) };
}

/** What has become of each, in the order of the page; all are over when the cohort is. */
function changesOf(
  enrolments: readonly CarriedEnrolment[],
  states: readonly EnrolmentState[],
  cohort: Cohort,
  unread: Unread,
): { readonly changes: readonly EnrolmentChange[]; readonly read: readonly string[] } {
  const waiting = new Map(cohort.size === 0 ? [] : cohort.waiting().map((each) => [each.state.enrolmentId, each]));
  const read: string[] = [];
  const changes = enrolments.map(({ enrolmentId }, place): EnrolmentChange => {
    const before = states[place];
    const after = waiting.get(enrolmentId);
    if (before === undefined || after === undefined) return { enrolmentId, isOver: true };
    const settled = unread.settle(after.state);
    read.push(...settled.read);
    return changeOf(before, { ...after, state: settled.state });
  });
  return { changes, read };
}

/** Counted only where it may be: a character is three bytes at most, and six where JSON writes it as an escape. */
function outgrown(before: CarriedEnrolment, change: EnrolmentChange | undefined) {
  if (change === undefined || 'isOver' in change) return [];
  const { areMore, ...after } = change;
  const results = areMore ? [before.results, after.results] : [after.results];
  const length = results.reduce((sum, text) => sum + text.length, after.head.length);
  if (6 * length <= enrolmentBytesMax) return [];
  const reason = tooLargeToCarry(carriedBytes({ ...after, results: results.filter(Boolean).join(',') }));
  return reason === undefined ? [] : [{ enrolmentId: change.enrolmentId, reason }];
}

function firstOf(instants: readonly Instant[]): Instant {
  return instants.reduce((first, instant) => Math.min(first, instant), Infinity);
}
