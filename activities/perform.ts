import type { Logger } from 'pino';
import { closeCohort, markHeld } from '../modules/enrolments/rows-cohorts.ts';
import {
  enterCampaign,
  readEndReason,
  type DoneStep,
  readStepBlockers,
  recordBlocks,
  recordEndings,
  recordSteps,
  roundOf,
  type StepBlocker,
} from '../modules/enrolments/rows-steps.ts';
import { isLockConflict } from '../modules/intake/ingest.ts';
import type { Clock } from '../platform/clock.ts';
import { faultMessage, isCollision, isDataFault } from '../platform/database-faults.ts';
import { type Database, type Db, inTransaction } from '../platform/database.ts';
import { storableText } from '../platform/storable-text.ts';
import type { PerformInput, PerformResult } from '../workflows/contract.ts';
import type { StepReply, StepRequest as AnyStepRequest } from '../workflows/engine/protocol.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { Step } from '../workflows/steps.ts';
import { admissionReply } from './admission.ts';
import { journeyOf } from './journey/journey.ts';
import { translateAll } from './journey/translating.ts';
import { outcomesOf } from './outcomes.ts';

type StepRequest = AnyStepRequest<Step>;

export interface PerformDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the timeline says of everything that a member who is held out does not get. */
const heldOutReason = 'held out, to measure what the campaign adds';
/** So many steps that fail, and none that does not, are not bad steps: something they share is broken. */
const faultsAloneMax = 20;
/** Two collisions in a row are bad luck; more are for Temporal's backoff. */
const collisionRetriesMax = 2;

/**
 * Performs steps and records endings, in one transaction as a rule. The step's key makes it idempotent: a call repeated
 * after its reply was lost finds the outcomes of the first. A batch that the database refuses for its data is halved until
 * what is at fault is alone; that step fails, and the others are performed. When all of many fail, nobody's story ends by
 * it: the call fails as a whole, and Temporal tries it again until what they share is mended.
 */
export async function perform(deps: PerformDeps, input: PerformInput): Promise<PerformResult> {
  try {
    return { replies: await performTogether(deps, input) };
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const replies = await performApart(deps, { ...input, endings: [], blocks: [], last: false }, error, {
      failed: 0,
      performed: 0,
    });
    const ended = { ...input, steps: [], blocks: [], last: false };
    await performTogether(deps, ended).catch((fault: unknown) => endApart(deps, ended, asDataError(fault)));
    if (input.last || input.blocks?.length) await performTogether(deps, { ...input, steps: [], endings: [] });
    return { replies };
  }
}

/** The replies to a batch that failed with `fault`, each half tried for itself. */
async function performApart(
  deps: PerformDeps,
  input: PerformInput,
  fault: unknown,
  tally: Tally,
): Promise<StepReply[]> {
  const [only] = input.steps;
  if (only !== undefined && input.steps.length === 1) {
    tally.failed += 1;
    if (tally.failed > faultsAloneMax && tally.performed === 0) throw fault;
    deps.logger.warn({ err: fault, step: only.key }, 'a step failed');
    const reason = `the step "${only.step.name}" could not be performed: ${faultMessage(fault)}`;
    return [{ kind: 'failed', reason: storableText(reason) }];
  }
  const replies: StepReply[] = [];
  for (const steps of halves(input.steps)) {
    const half = { ...input, steps };
    try {
      replies.push(...(await performTogether(deps, half)));
      tally.performed += steps.length;
    } catch (error) {
      replies.push(...(await performApart(deps, half, asDataError(error), tally)));
    }
  }
  return replies;
}

/** Steps of a batch so far. */
interface Tally {
  failed: number;
  performed: number;
}

/** Records endings of a batch that failed with `fault`; one that can't be recorded as it is becomes a failure. */
async function endApart(deps: PerformDeps, input: PerformInput, fault: unknown): Promise<void> {
  const [only] = input.endings;
  if (only !== undefined && input.endings.length === 1) {
    deps.logger.warn({ err: fault, enrolment: only.enrolmentId }, 'an ending could not be recorded');
    const reason = storableText(`its ending could not be recorded: ${faultMessage(fault)}`);
    const ending = { ...only, status: 'failed', reason, at: deps.clock.now().getTime() } as const;
    await performTogether(deps, { ...input, endings: [ending] });
    return;
  }
  for (const endings of halves(input.endings)) {
    const half = { ...input, endings };
    await performTogether(deps, half).catch((error: unknown) => endApart(deps, half, asDataError(error)));
  }
}

function halves<Item>(items: readonly Item[]): Item[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].filter((half) => half.length > 0);
}

/** The error itself when halving can help; otherwise it goes on its way to Temporal's retry. */
function asDataError(error: unknown): unknown {
  if (!isDataFault(error)) throw error;
  return error;
}

async function performTogether(deps: PerformDeps, input: PerformInput): Promise<StepReply[]> {
  for (let retriesLeft = collisionRetriesMax; ; retriesLeft--) {
    try {
      return await inTransaction(deps.database, (tx) => performIn(tx, deps, input));
    } catch (error) {
      if (retriesLeft === 0 || !(isCollision(error) || isLockConflict(error))) throw error;
    }
  }
}

/** The step of a member who is held out: questions are answered, so that the story goes its way, and nothing else is done. */
function withoutEffect(request: StepRequest): StepRequest {
  return request.step.kind === 'ask' ? request : { ...request, skipReason: heldOutReason };
}

/** The step as of who its members are now, when accounts were merged while the story ran. Nobody gets anything for inviting oneself. */
function ofHeirs(request: StepRequest, { heirId, otherHeirId }: StepBlocker): StepRequest {
  const memberId = heirId ?? request.memberId;
  const { forMemberId } = request.step;
  if (forMemberId === undefined) return { ...request, memberId };
  const other = otherHeirId ?? forMemberId;
  if (other === memberId) return { ...request, memberId, skipReason: 'nobody is rewarded for inviting oneself' };
  return { ...request, memberId, step: { ...request.step, forMemberId: other } };
}

/** Performs steps that nothing stands in the way of; a journey's as the product's own, where it has such. */
async function performClear(
  tx: Db,
  input: PerformInput & { readonly now: Date },
  clear: readonly { readonly place: number; readonly request: StepRequest }[],
): Promise<(DoneStep & { readonly place: number })[]> {
  const { programmeId, campaignId, campaignVersionId, now } = input;
  const journey = journeyOf(input);
  const asked = clear.map(({ request }) => request);
  const requests = journey === undefined ? asked : await translateAll(tx, programmeId, journey, asked);
  const context = { programmeId, campaignId, campaignVersionId, now, ...(journey === undefined ? {} : { journey }) };
  const outcomes = await outcomesOf(tx, context, requests);
  return clear.map(({ place }, index) => {
    const [request, outcome] = [requests[index], outcomes[index]];
    if (request === undefined || outcome === undefined) throw new Error(`a step came to no outcome`);
    return { place, request, outcome, round: roundOf(clear[index]?.request ?? request) };
  });
}

/** What an enrolment has done before an edit is not done again: it knows of it what it knew then. */
function doneBefore(place: number, request: StepRequest, before: Outcome): DoneStep & { readonly place: number } {
  const data = before.kind === 'applied' ? before.data : {};
  return {
    place,
    request,
    round: roundOf(request),
    outcome: { kind: 'applied', data: { ...data, wasDoneBefore: true } },
  };
}

async function performIn(tx: Db, { clock }: PerformDeps, input: PerformInput): Promise<StepReply[]> {
  const now = clock.now();
  const campaignStatus = await enterCampaign(tx, input.campaignId);
  const replies = new Array<StepReply | undefined>(input.steps.length).fill(undefined);

  if (input.steps.length > 0) {
    const blockers = await readStepBlockers(tx, input);
    // Its enrolments end page by page: one whose page has not come yet hears the reason here.
    const endReason = campaignStatus === 'ended' ? await readEndReason(tx, input.campaignId) : undefined;
    const blockerAt = new Map(blockers.map((blocker) => [blocker.place, blocker]));
    // On real time a story's clock and this process's may differ by a little; only a clock that stands is asked.
    const horizonAt = clock.kind() === 'real' ? Infinity : now.getTime();
    input.steps.forEach((request, place) => {
      replies[place] = admissionReply(request, blockerAt.get(place), campaignStatus, horizonAt, endReason);
    });
    const clear: { place: number; request: StepRequest }[] = [];
    const again: (DoneStep & { readonly place: number })[] = [];
    input.steps.forEach((request, place) => {
      if (replies[place] !== undefined) return;
      const blocker = blockerAt.get(place);
      const own = blocker === undefined ? request : ofHeirs(request, blocker);
      if (blocker?.before) return void again.push(doneBefore(place, own, blocker.before));
      clear.push({ place, request: blocker?.heldOut === true ? withoutEffect(own) : own });
    });
    const done = [...again, ...(await performClear(tx, { ...input, now }, clear))];
    for (const { place, outcome } of done) replies[place] = { kind: 'done', outcome };
    await recordSteps(tx, input.programmeId, done, now);
    if (replies.some((reply) => reply?.kind === 'held')) await markHeld(tx, input.cohortId, now);
  }

  await recordEndings(tx, input.cohortId, input.endings);
  await recordBlocks(tx, input.cohortId, input.blocks ?? []);
  if (input.last) await closeCohort(tx, input.cohortId, now);
  return replies.filter((reply) => reply !== undefined);
}
