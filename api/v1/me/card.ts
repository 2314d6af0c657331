import { ingestEvents } from '../../../modules/intake/ingest.ts';
import { updateMember } from '../../../modules/members/save.ts';
import type { Programme } from '../../../modules/programme/rules.ts';
import { programmeWords } from '../../../modules/programme/rules-words.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { PerennialError } from '../../../platform/errors.ts';
import type { Ratio } from '../../../values/ratio.ts';
import { endpoint } from '../endpoint.ts';
import { meExample, mePatchExample, myProgrammeExample } from '../examples/me.ts';
import { localeOf } from '../locale.ts';
import { meSchema, myProgrammeSchema } from '../schemas/me.ts';
import { mePatchSchema } from '../schemas/profiles.ts';
import { meBody, requireLeave, self, selfId } from './self.ts';

const getMyProgramme = endpoint(
  {
    operationId: 'getMyProgramme',
    method: 'get',
    path: '/me/programme',
    tag: 'Me',
    summary: 'How points are earned, and what they are worth',
    description: 'Names are in the language of Accept-Language. It has no twin at the command line.',
    scope: 'member',
    idempotency: 'safe',
    useCase: 'programme.forMember',
    cli: '–',
    page: '–',
    answers: { 200: { description: 'The thing as it is.', schema: myProgrammeSchema, example: myProgrammeExample } },
    problems: [400, 401, 422, 429, 503],
  },
  async (request) => {
    const { tier } = await self(request);
    const { definition } = await loadProgramme(request.db, request.programmeId);
    const locale = request.language === undefined ? definition.locale : localeOf(request.language);
    return { status: 200, body: programmeBody(definition, tier, locale) };
  },
);

const decimal = ({ numerator, denominator }: Ratio) => Number((numerator / denominator).toFixed(4));

function programmeBody(programme: Programme, tierCode: string, locale: string): object {
  const { earning, tiers, tasks = [], redemption } = programme;
  const { name, asset, shopUrl } = programmeWords(programme, locale);
  const tier = tiers.find(({ code }) => code === tierCode);
  return {
    ...{ name, asset, currency: programme.currency, zone: programme.zone, shopUrl },
    pendingDays: programme.pendingDays,
    earning: {
      points: earning.points,
      perMinor: earning.perMinor,
      tierMultiplier: tier === undefined ? 1 : decimal(tier.multiplier),
      steps: earning.steps.map(({ aboveMinor, multiplier }) => ({ aboveMinor, multiplier: decimal(multiplier) })),
      calendar: earning.calendar.map((rule) => ({
        kind: rule.kind,
        ...(rule.kind === 'dayOfMonth' ? { day: rule.day } : {}),
        multiplier: decimal(rule.multiplier),
      })),
    },
    tasks: tasks.map(({ eventType, points, once }) => ({ event: eventType, points, once })),
    redemption: redemption === undefined ? null : { points: redemption.points, perMinor: redemption.perMinor },
    profileFields: programme.profileFields,
  };
}

const updateMe = endpoint(
  {
    operationId: 'updateMe',
    method: 'patch',
    path: '/me',
    tag: 'Me',
    summary: 'Change the own profile and consent',
    description: 'By the event member.updated, with a token that may edit. It has no twin at the command line.',
    scope: 'member',
    idempotency: 'natural',
    useCase: 'members.update',
    cli: '–',
    page: '–',
    body: { schema: mePatchSchema, example: mePatchExample },
    answers: { 200: { description: 'As it now is.', schema: meSchema, example: meExample } },
    problems: [400, 401, 409, 413, 415, 422, 429, 503],
  },
  async (request) => {
    const { body, programmeId, deps, requestId } = request;
    const { id } = await selfId(request);
    requireLeave(request, 'edit');
    await updateMember(deps, programmeId, { id, eventId: `me-updated:${requestId}`, profile: body });
    return { status: 200, body: await meBody(request) };
  },
);

const activateCard = endpoint(
  {
    operationId: 'activateCard',
    method: 'post',
    path: '/me/activation',
    tag: 'Me',
    summary: 'Activate the card',
    description:
      'The event member.activated, once for a member: a gift that waits for it is given soon after. With a token that may edit. It has no twin at the command line.',
    scope: 'member',
    idempotency: 'natural',
    useCase: 'intake.send',
    cli: '–',
    page: '–',
    answers: {
      200: { description: 'As it now is.', schema: meSchema, example: { ...meExample, activation: 'done' } },
    },
    problems: [400, 401, 409, 422, 429, 503],
  },
  async (request) => {
    const { programmeId, deps } = request;
    const { id: memberId } = await selfId(request);
    requireLeave(request, 'edit');
    // Without a time of its own, the same again is the same event.
    const [answer] = await ingestEvents(deps, programmeId, [
      { id: `me-activated:${memberId}`, type: 'member.activated', memberId },
    ]);
    if (answer?.kind === 'refused')
      throw new PerennialError(answer.code, answer.message, { field: answer.field, fix: answer.fix });
    return { status: 200, body: await meBody(request) };
  },
);

export const cardEndpoints = [getMyProgramme, updateMe, activateCard];
