import { later } from '../conditions/days.ts';
import { readDuration } from '../conditions/words.ts';
import type { StepReply, StepRequest } from '../workflows/engine/protocol.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { Instant } from '../values/instant.ts';
import type { JsonObject, JsonValue } from '../values/json.ts';
import type { EffectAsk, JourneyAsk, MessageAsk, Question } from '../workflows/lifecycles/journey/asks.ts';
import { noCost, plus, type RunningCampaign } from './campaign.ts';
import type { Enrolment, Watch } from './enrolment.ts';
import { book, type Claims, costOfGifts, give, giftObjection } from './gifts.ts';
import { objectionTo, type Outbox } from './outbox.ts';
import type { Stage } from './stage.ts';
import { metBy } from './watching.ts';

/** What performing steps takes beside the member. */
export interface Workshop {
  readonly stage: Stage;
  readonly outbox: Outbox;
  readonly claims: Claims;
  campaignOf(enrolment: Enrolment): RunningCampaign;
  lookAt(enrolment: Enrolment, at: Instant): void;
  enter(campaign: string, enrolment: Enrolment, fields: JsonObject): void;
  /** Sends off a question; the answer comes as an event. */
  call(enrolment: Enrolment, call: string, endpoint: string, send: JsonObject): void;
  changed(enrolment: Enrolment): void;
}

const applied = (data?: JsonObject): Outcome => ({ kind: 'applied', ...(data === undefined ? {} : { data }) });
const refused = (reason: string): Outcome => ({ kind: 'refused', code: 'REFUSED', reason });
const skipped = (reason: string): Outcome => ({ kind: 'skipped', reason });

/** Performs one step of a story, or says why not, or not now. */
export function perform(shop: Workshop, enrolment: Enrolment, request: StepRequest): StepReply {
  const ask = request.step as JourneyAsk;
  if (ask.kind === 'ask') return { kind: 'done', outcome: applied(answer(shop, enrolment, ask.question)) };
  const campaign = shop.campaignOf(enrolment);
  if (campaign.status === 'paused') {
    enrolment.say(`${ask.name}: held by the pause`);
    return { kind: 'held' };
  }
  const before = enrolment.doneBefore.find((one) => one.name === ask.name && one.round === ask.round);
  const reply = before === undefined ? done(effect(shop, enrolment, request, ask)) : again(before.outcome);
  const { outcome } = reply as Extract<StepReply, { kind: 'done' }>;
  if (outcome.kind === 'applied') enrolment.done.push({ name: ask.name, round: ask.round, outcome: reply });
  enrolment.say(`${ask.name}: ${outcome.kind}${textOf(outcome)}`);
  shop.changed(enrolment);
  return reply;
}

const done = (outcome: Outcome): StepReply => ({ kind: 'done', outcome });

/** What was done before the restart is not done again; later steps know of it what they would have known. */
function again(reply: StepReply): StepReply {
  const outcome = reply.kind === 'done' ? reply.outcome : applied();
  const data = outcome.kind === 'applied' ? { ...outcome.data, wasDoneBefore: true } : {};
  return done({ kind: 'applied', data });
}

function textOf(outcome: Outcome): string {
  if (outcome.kind !== 'applied') return ` (${outcome.reason})`;
  if (outcome.data?.wasDoneBefore === true) return ' (before the restart)';
  return typeof outcome.data?.text === 'string' && outcome.data.text !== '' ? ` (${outcome.data.text})` : '';
}

function effect(shop: Workshop, enrolment: Enrolment, request: StepRequest, ask: EffectAsk): Outcome {
  if (request.skipReason !== undefined) return skipped(request.skipReason);
  if (enrolment.isHeldOut) return skipped('held out');
  const { stage } = shop;
  const { person } = enrolment;
  switch (ask.kind) {
    case 'gift':
      return giveAll(shop, enrolment, request, [ask.gift], noCost);
    case 'message':
      return message(shop, enrolment, request, ask);
    case 'hold':
      if (!person.ledger.hold(stakeOf(enrolment, ask.name), ask.points, stage.now))
        return refused('has too few points');
      enrolment.stakes.add(stakeOf(enrolment, ask.name));
      return applied({ points: ask.points });
    case 'spend':
      if ('held' in ask) return stake(enrolment, ask.held, (key) => person.ledger.capture(key, stage.now));
      return person.ledger.spend(ask.points, stage.now)
        ? applied({ points: ask.points })
        : refused('has too few points');
    case 'release':
      return stake(enrolment, ask.held, (key) => person.ledger.release(key));
    case 'tag':
      person.tags.add(ask.tag);
      return applied();
    case 'untag':
      person.tags.delete(ask.tag);
      return applied();
    case 'set':
      Object.assign(person.attributes, resolved(ask.values, person.attributes));
      return applied();
    case 'webhook': {
      shop.call(enrolment, request.key, ask.endpoint, resolved(ask.send, person.attributes));
      return applied({ call: request.key });
    }
    case 'review':
      return applied({ caseId: `${person.id}/${ask.name}#${ask.round}` });
    case 'enter':
      shop.enter(ask.campaign, enrolment, resolved(ask.fields, person.attributes));
      return applied();
    default:
      return ask satisfies never;
  }
}

const stakeOf = ({ id }: Enrolment, step: string) => `${id}/${step}`;

function stake(enrolment: Enrolment, step: string, end: (key: string) => number | undefined): Outcome {
  const key = stakeOf(enrolment, step);
  enrolment.stakes.delete(key);
  const points = end(key);
  return points === undefined ? refused('nothing is set aside') : applied({ points });
}

/** Fields of the member that are read when they are used. */
const resolved = (values: JsonObject, attributes: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const from =
        typeof value === 'object' && value !== null && 'from' in value && typeof value.from === 'string'
          ? value.from
          : undefined;
      return [name, from === undefined ? value : ((attributes[from.replace('member.', '')] ?? null) as JsonValue)];
    }),
  );

function message(shop: Workshop, enrolment: Enrolment, request: StepRequest, ask: MessageAsk): Outcome {
  const { stage } = shop;
  const objection = objectionTo(ask, enrolment.person);
  if (objection !== undefined) return refused(objection);
  if (ask.onlyIf !== undefined && !stage.holds(enrolment.person, ask.onlyIf, enrolment.zone, ask.known))
    return skipped('is not true any more');
  const deadlineAt = ask.within === undefined ? null : later(request.at, readDuration(ask.within), enrolment.zone);
  // What a pause has held for too long promises nothing.
  if (deadlineAt !== null && deadlineAt < stage.now) return skipped('its time was over');
  return giveAll(shop, enrolment, request, ask.gives, { ...noCost, messages: 1 }, (gives) =>
    shop.outbox.reserve({
      ...{ ask, enrolment, campaign: shop.campaignOf(enrolment), deadlineAt, gives },
      reservedAt: stage.now,
    }),
  );
}

/** All gifts of a step, and what goes with them, or none. */
function giveAll(
  shop: Workshop,
  enrolment: Enrolment,
  { key }: StepRequest,
  gifts: readonly Parameters<typeof give>[2][],
  beside: typeof noCost,
  then?: (given: readonly ReturnType<typeof give>['given'][]) => void,
): Outcome {
  const { stage, claims } = shop;
  const campaign = shop.campaignOf(enrolment);
  const cost = plus(beside, costOfGifts(gifts, campaign));
  const objection = giftObjection(gifts, cost, { campaign, enrolment, claims });
  if (objection !== undefined) return refused(objection);
  const all = gifts.map((gift, place) => {
    claims.claim(gift, enrolment);
    return give(stage, enrolment, gift, place === 0 ? key : `${key}/${place}`);
  });
  book(campaign, enrolment, cost);
  then?.(all.map(({ given }) => given));
  const data: JsonObject = Object.assign({}, ...all.map((one) => one.data)) as JsonObject;
  return applied({ ...data, text: all.map(({ text }) => text).join('; ') });
}

function answer(shop: Workshop, enrolment: Enrolment, question: Question): JsonObject {
  const { stage } = shop;
  const { person, zone } = enrolment;
  if (question.kind === 'holds') {
    return { holds: question.conditions.map((tree) => stage.holds(person, tree, zone, question.known)) };
  }
  const { watch: name, end, states, known } = question;
  const before = enrolment.watch?.name === name ? enrolment.watch : undefined;
  const until = stage.endOf(person, end, enrolment.plan.file.zone);
  const watch: Watch = {
    ...{ name, states, known, end, until },
    holdsSince: before?.holdsSince ?? new Map<number, Instant>(),
    told: before?.told ?? new Set<number>(),
  };
  enrolment.watch = watch;
  const met = metBy(stage, enrolment, watch, (at) => shop.lookAt(enrolment, at));
  for (const place of met) watch.told.add(place);
  if (before === undefined)
    enrolment.say(
      `${name.split('@')[0] ?? ''}: until ${until === undefined ? 'nobody knows' : stage.show(until, person)}`,
    );
  return { until: until ?? null, met };
}
