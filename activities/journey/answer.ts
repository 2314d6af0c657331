import { firstLook } from '../../modules/journeys/rules-watches.ts';
import { dropWatches, keepWatches, type NewWatch } from '../../modules/journeys/watches.ts';
import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { Question } from '../../workflows/lifecycles/journey/asks.ts';
import { follows } from '../../workflows/lifecycles/journey/life.ts';
import type { StepContext } from '../step-context.ts';
import { answerConditions } from '../../modules/journeys/conditions.ts';
import { answerEnds } from '../../modules/journeys/ends.ts';
import type { JourneyRequest } from './performers.ts';

type Watch = Extract<Question, { kind: 'watch' }>;

interface Asked<Kind extends Question['kind']> {
  readonly request: JourneyRequest<'ask'>;
  readonly question: Extract<Question, { kind: Kind }>;
}

/** Answers what journeys know without asking: whether conditions hold, when waits end, and which of their states hold already. */
export async function answerJourney(
  tx: Db,
  context: StepContext,
  requests: readonly JourneyRequest<'ask'>[],
): Promise<Outcome[]> {
  const asked = requests.map((request) => ({ request, question: request.step.question }));
  const conditions = asked.filter((one): one is Asked<'holds'> => one.question.kind === 'holds');
  const watches = asked.filter((one): one is Asked<'watch'> => one.question.kind === 'watch');
  const answers = new Map<JourneyRequest<'ask'>, JsonObject>([
    ...(await answerHolds(tx, context, conditions)),
    ...(await answerWatches(tx, context, watches)),
  ]);
  return requests.map((request) => ({ kind: 'applied', data: answers.get(request) ?? {} }));
}

const zoneWord = ({ journey }: StepContext) => journey?.zone ?? 'member';

async function answerHolds(
  tx: Db,
  context: StepContext,
  asked: readonly Asked<'holds'>[],
): Promise<[JourneyRequest<'ask'>, JsonObject][]> {
  const answers = await answerConditions(
    tx,
    context,
    asked.map(({ request: { memberId }, question: { conditions, known } }) => ({
      ...{ memberId, conditions, known, zone: zoneWord(context) },
    })),
  );
  return asked.map(({ request }, place) => [request, { holds: answers[place] ?? [] }]);
}

async function answerWatches(
  tx: Db,
  context: StepContext,
  asked: readonly Asked<'watch'>[],
): Promise<[JourneyRequest<'ask'>, JsonObject][]> {
  const ends = await answerEnds(
    tx,
    { ...context, zoneWord: context.journey?.zone },
    asked.map(({ request: { memberId }, question: { end } }) => ({ memberId, end })),
  );
  const holding = await answerConditions(
    tx,
    context,
    asked.map(({ request: { memberId }, question: { states, known } }) => ({
      ...{ memberId, known, zone: zoneWord(context) },
      conditions: states.flatMap((state) => (state !== null && 'when' in state ? [state.when] : [])),
    })),
  );
  const answered = asked.map((one, place) => {
    const { met, heldSince } = metOf(one.question, holding[place] ?? [], context.now.getTime());
    return { ...one, until: ends[place] ?? null, met, heldSince };
  });
  await writeDown(tx, context, answered);
  return answered.map(({ request, until, met }) => [request, { until, met }]);
}

/** States that hold and need not last are met; of those that have to last it begins now. Coming and going is told as it happens. */
function metOf({ states }: Watch, holding: readonly boolean[], now: number) {
  const met: number[] = [];
  const heldSince: Record<string, number> = {};
  let next = 0;
  states.forEach((state, place) => {
    if (state === null || !('when' in state) || holding[next++] !== true) return;
    if (state.for === undefined) met.push(place);
    else heldSince[place] = now;
  });
  return { met, heldSince };
}

type Answered = Asked<'watch'> & Pick<NewWatch, 'until' | 'heldSince'> & { readonly met: readonly number[] };

/** What may change is looked after; a mere length, and what comes as an event, is not. */
async function writeDown(tx: Db, { programmeId, now }: StepContext, answered: readonly Answered[]): Promise<void> {
  const isKept = ({ question: { states, end } }: Answered) => states.some((state) => state !== null) || follows(end);
  await keepWatches(
    tx,
    programmeId,
    now,
    answered.filter(isKept).map(({ request: { enrolmentId }, question: { watch, end, states, known }, ...found }) => ({
      ...{
        enrolmentId,
        watch,
        ends: end,
        states,
        known,
        until: found.until,
        told: found.met,
        heldSince: found.heldSince,
        lookAt: firstLook(states, found.met, now.getTime()),
      },
    })),
  );
  await dropWatches(
    tx,
    answered.filter((one) => !isKept(one)).map(({ request }) => request.enrolmentId),
  );
}
