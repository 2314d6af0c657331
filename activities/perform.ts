import type { Database, Db } from '../store/database.ts';
import { inTransaction } from '../store/database.ts';
import { closeCohort, markHeld } from '../store/cohorts.ts';
import { faultMessage, isCollision, isDataFault } from '../store/faults.ts';
import { enterCampaign, readObstacles, recordEndings, recordSteps } from '../store/steps.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from 'pino';
import type { PerformInput, PerformResult, StepReply, StepRequest } from '../workflows/contract.ts';
import { outcomesOf } from './outcomes.ts';
import { standingReply } from './standing.ts';

export interface PerformDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Two collisions in a row are bad luck; more are for Temporal's backoff. */
const collisionRetriesMax = 2;

/**
 * Performs steps and records endings: in one transaction as a rule. The step's key makes it idempotent: a call repeated
 * after its reply was lost finds the outcomes of the first. A batch that the database refuses for its data is halved until
 * the step at fault is alone; that one fails, the others are performed.
 */
export async function perform(deps: PerformDeps, input: PerformInput): Promise<PerformResult> {
  try {
    return { replies: await performTogether(deps, input) };
  } catch (error) {
    if (!isDataFault(error) || input.steps.length === 0) throw error;
    const replies = await performApart(deps, { ...input, endings: [], last: false }, error);
    if (input.endings.length > 0 || input.last) await performTogether(deps, { ...input, steps: [] });
    return { replies };
  }
}

/** What a batch that failed with `fault` comes to when each half is tried for itself. */
async function performApart(deps: PerformDeps, input: PerformInput, fault: unknown): Promise<StepReply[]> {
  const [only] = input.steps;
  if (input.steps.length === 1 && only !== undefined) {
    deps.logger.warn({ err: fault, step: only.key }, 'a step failed');
    return [{ kind: 'failed', reason: `The step "${only.step.name}" could not be performed: ${faultMessage(fault)}` }];
  }
  const middle = Math.ceil(input.steps.length / 2);
  const replies: StepReply[] = [];
  for (const steps of [input.steps.slice(0, middle), input.steps.slice(middle)]) {
    const half = { ...input, steps };
    replies.push(
      ...(await performTogether(deps, half).catch((error: unknown) => {
        if (!isDataFault(error)) throw error;
        return performApart(deps, half, error);
      })),
    );
  }
  return replies;
}

async function performTogether(deps: PerformDeps, input: PerformInput): Promise<StepReply[]> {
  for (let retriesLeft = collisionRetriesMax; ; retriesLeft--) {
    try {
      return await inTransaction(deps.database, (tx) => performIn(tx, deps, input));
    } catch (error) {
      if (retriesLeft === 0 || !isCollision(error)) throw error;
    }
  }
}

async function performIn(tx: Db, { clock }: PerformDeps, input: PerformInput): Promise<StepReply[]> {
  const now = clock.now();
  const campaignStatus = await enterCampaign(tx, input.campaignId, input.cohortId);
  const replies = new Array<StepReply | undefined>(input.steps.length).fill(undefined);

  if (input.steps.length > 0) {
    const obstacles = await readObstacles(tx, input);
    const obstacleAt = new Map(obstacles.map((obstacle) => [obstacle.place, obstacle]));
    // On real time a story's clock and this process's may differ by a little; only a clock that can stand still is asked.
    const horizonAt = clock.mapping().scale === 1 ? Infinity : now.getTime();
    input.steps.forEach((request, place) => {
      replies[place] = standingReply(request, obstacleAt.get(place), campaignStatus, horizonAt);
    });
    const clear: { place: number; request: StepRequest }[] = [];
    input.steps.forEach((request, place) => {
      if (replies[place] === undefined) clear.push({ place, request });
    });
    const outcomes = await outcomesOf(
      tx,
      { ...input, now },
      clear.map(({ request }) => request),
    );
    const done = clear.map(({ place, request }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) throw new Error(`step ${request.key} came to no outcome`);
      replies[place] = { kind: 'done', outcome };
      return { request, outcome };
    });
    await recordSteps(tx, input.programmeId, done, now);
    if (replies.some((reply) => reply?.kind === 'held')) await markHeld(tx, input.cohortId, now);
  }

  await recordEndings(tx, input.cohortId, input.endings);
  if (input.last) await closeCohort(tx, input.cohortId, now);
  return replies.filter((reply) => reply !== undefined);
}
