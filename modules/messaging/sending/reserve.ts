import { createHash } from 'node:crypto';
import { type Channel, isTextChannel, type MessageClass } from '../../programme/rules-message-limits.ts';
import type { Objection } from '../reachability/rules-consent.ts';
import { normalAddress } from '../../../values/contact.ts';
import type { JsonObject } from '../../../values/json.ts';
import { type MessageCondition, conditionReason } from './rules-condition.ts';
import { keepsQuietHours, opensAt, quietHoursReason } from '../../programme/rules-quiet-hours.ts';
import type { Db } from '../../../platform/database.ts';
import type { ErrorCode } from '../../../platform/errors.ts';
import {
  insertReservations,
  type Recipient,
  readRecipients,
  readReservationRules,
  type ReservationRules,
  type ReservedRow,
  type ToldVersion,
} from './rows-reservations.ts';
import { endToldElsewhere, tellTogether, type ToldTogether } from './tell-together.ts';
import { type AnswerConditions, nobodyAnswers, untrueOf } from './conditions-port.ts';
import { readFailedConditions } from './rows-conditions.ts';
import { wayFor } from './rules-way.ts';
import { chooseLocale } from '../../../values/locale.ts';
import { type ExpiringWindow, readExpiring } from '../content/expiring-points.ts';

/** A story's message step. */
export interface MessageStep {
  readonly template: string;
  readonly channel: Channel;
  readonly class: MessageClass;
  readonly variables?: JsonObject;
  readonly live?: ExpiringWindow;
  readonly onlyIf?: MessageCondition;
  readonly deadlineAt?: number;
}

export interface MessageRequest {
  /** The step's key: a message is reserved once under it, for ever. */
  readonly key: string;
  readonly enrolmentId: string;
  readonly memberId: string;
  readonly step: MessageStep;
}

export interface ReserveContext {
  readonly programmeId: number;
  readonly campaignId: number;
  readonly campaignVersionId: number;
  readonly now: Date;
}

/** What came of a request; it is the step's outcome. */
export type ReserveOutcome =
  /** `data` is { messageId: the row's id, notBefore: Instant, locale }, and `lesser: true` when it went not as it was asked for first */
  | { readonly kind: 'applied'; readonly data: JsonObject }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Variables that a message gets as it is reserved, or why it is not to be. */
export type Completion = { readonly variables: JsonObject } | Exclude<ReserveOutcome, { readonly kind: 'applied' }>;

/** How requests come to be messages, as far as only the one who asks knows. */
export interface Telling<Request extends MessageRequest> {
  /** The ways in which its step may be told, best first; as it is when absent. */
  waysOf?(request: Request, version: ToldVersion): readonly [MessageStep, ...MessageStep[]];
  /** The variables of a message in a language; as its step brings them when absent. */
  words?(step: MessageStep, locale: string, version: ToldVersion): JsonObject;
  /** Answers what journeys' messages depend on. */
  readonly answerConditions?: AnswerConditions;
  /** Messages of which two of one moment make one mail. */
  readonly together?: ToldTogether;
  /** Told of the requests whose messages may go in the first way, in the transaction that reserves them; completes them, by key. */
  complete?(allowed: readonly Request[]): Promise<ReadonlyMap<string, Completion>>;
}

/**
 * Reserves messages in the caller's transaction and answers in the order of the requests: a message row each, or why not.
 * Consent, suppression, quiet hours, conditions and live data are checked here and again when the message leaves; of the ways in which
 * one may be told, the first that consent allows is taken. The same key gives the row it gave first. A template that the campaign
 * version does not have throws: it is a broken definition, not a refusal.
 */
export async function reserveMessages<Request extends MessageRequest>(
  tx: Db,
  context: ReserveContext,
  requests: readonly Request[],
  {
    waysOf = ({ step }) => [step],
    words = saidByStep,
    together,
    answerConditions = nobodyAnswers,
    complete = async () => new Map(),
  }: Telling<Request> = {},
): Promise<ReserveOutcome[]> {
  if (requests.length === 0) return [];
  const facts = await readFacts(tx, context, requests, answerConditions);
  const rows = new Map<string, ReservedRow>();
  const lesser = new Set<string>();
  const decisions = requests.map((request, place) => {
    const recipient = facts.recipients.get(request.memberId);
    const ways = waysOf(request, facts.rules.version);
    const { step, isLesser, objection } = chosenFor(ways, recipient, facts.rules);
    const decision = decide({ ...request, step }, { place, objection }, context, facts);
    if ('kind' in decision) return decision;
    if (isLesser) lesser.add(request.key);
    const variables = words(step, decision.locale, facts.rules.version);
    rows.set(request.key, { ...decision, variables });
    return undefined;
  });

  const completions = await complete(requests.filter(({ key }) => rows.has(key) && !lesser.has(key)));
  const leaving = [...rows.values()].flatMap((row): ReservedRow[] => {
    const completion = completions.get(row.key);
    if (completion === undefined) return [row];
    return 'variables' in completion ? [{ ...row, variables: { ...row.variables, ...completion.variables } }] : [];
  });
  const joined = await (together && tellTogether(tx, context, leaving, together));
  const reserved = await insertReservations(tx, context.programmeId, joined?.rows ?? leaving);
  if (joined) await endToldElsewhere(tx, context.programmeId, joined.toldElsewhere);
  return requests.map((request, index) => {
    const refusal = decisions[index];
    if (refusal !== undefined) return refusal;
    const completion = completions.get(request.key);
    if (completion !== undefined && !('variables' in completion)) return completion;
    const row = reserved.get(request.key);
    if (row === undefined) throw new Error(`message ${request.key} was neither reserved nor refused`);
    const { id: messageId, notBefore, locale } = row;
    const way = lesser.has(request.key) ? { lesser: true } : {};
    return { kind: 'applied', data: { messageId, notBefore, locale, ...way } };
  });
}

const saidByStep = ({ variables = {} }: MessageStep) => variables;

type Facts = Awaited<ReturnType<typeof readFacts>>;

async function readFacts(
  tx: Db,
  { programmeId, campaignVersionId, now }: ReserveContext,
  requests: readonly MessageRequest[],
  answer: AnswerConditions,
) {
  const rules = await readReservationRules(tx, programmeId, campaignVersionId);
  const memberIds = requests.map((request) => request.memberId);
  const asked = [...(rules.channels ?? []), ...requests.map(({ step }) => step.channel)];
  const recipients = await readRecipients(tx, programmeId, memberIds, asked);
  const windows = requests.flatMap(({ memberId, step }) => (step.live ? [{ memberId, window: step.live }] : []));
  const expiring = await readExpiring(tx, programmeId, now, windows);
  const conditions = requests.map(({ memberId, step }) => ({ memberId, onlyIf: step.onlyIf }));
  const failed = await readFailedConditions(tx, now, conditions);
  const untrue = await untrueOf(tx, answer, { programmeId, now }, conditions);
  conditions.forEach((condition, place) => untrue.has(condition) && failed.set(place, 'untrue'));
  return { rules, recipients, expiring, failed };
}

/** The row of a message that may go, or why it may not. */
function decide(
  request: MessageRequest,
  { place, objection }: { readonly place: number; readonly objection: Objection | undefined },
  context: ReserveContext,
  { rules, recipients, expiring, failed }: Facts,
): ReservedRow | Exclude<ReserveOutcome, { kind: 'applied' }> {
  const { step, memberId } = request;
  const recipient = recipients.get(memberId);
  const refusal = refusalOf(recipient, objection, step.live && expiring(memberId, step.live));
  if (refusal !== undefined) return refusal;
  if (recipient === undefined) throw new Error(`member ${memberId} was neither found nor refused`);
  const failure = failed.get(place);
  if (failure !== undefined) return { kind: 'skipped', reason: conditionReason(failure) };
  const notBefore = keepsQuietHours(step.class)
    ? opensAt(rules.quietHours, recipient.zone ?? rules.zone, context.now.getTime())
    : context.now.getTime();
  if (step.deadlineAt !== undefined && context.now.getTime() > step.deadlineAt) {
    return { kind: 'skipped', reason: 'its time was over' };
  }
  if (step.deadlineAt !== undefined && notBefore > step.deadlineAt) {
    return { kind: 'skipped', reason: 'too late: its deadline passes before the message may leave' };
  }
  return reservedRow(request, context, rules, recipient, notBefore);
}

/**
 * The way in which it goes, or is refused: by the channel that its step names beside e-mail, which is what a step says that names
 * none; else as its campaign or programme says.
 */
function chosenFor(
  ways: readonly [MessageStep, ...MessageStep[]],
  recipient: Recipient | undefined,
  rules: ReservationRules,
): { readonly step: MessageStep; readonly isLesser: boolean; readonly objection?: Objection } {
  const channelsOf = ({ channel }: MessageStep) =>
    channel === 'email' && rules.channels !== null ? rules.channels : ([channel] as const);
  if (recipient === undefined) return { step: ways[0], isLesser: false };
  const { step, channel, ...way } = wayFor(ways, recipient, channelsOf, (each, { template }) =>
    unable(each, template, rules),
  );
  return { ...way, step: { ...step, channel } };
}

const nobodySends = { sms: 'SMS', wechat: 'WeChat', push: 'push' } as const;

/** Why nothing of a template goes by a channel, whoever it is to. */
function unable(channel: Channel, template: string, rules: ReservationRules): Objection | undefined {
  if (!isTextChannel(channel)) return undefined;
  const name = nobodySends[channel];
  if (!rules.connected.includes(channel)) {
    return { code: 'CHANNEL_NOT_CONNECTED', reason: `no provider is connected for ${name}` };
  }
  const isWritten = localesOf(rules, template, channel).length > 0;
  return isWritten ? undefined : { code: 'SHORT_TEXT_MISSING', reason: `the message has no text for ${name}` };
}

function localesOf({ locales, shortTexts }: ReservationRules, template: string, channel: Channel): readonly string[] {
  if (!isTextChannel(channel)) return locales[template] ?? [];
  return Object.entries(shortTexts[template] ?? {}).flatMap(([locale, written]) =>
    written.includes(channel) ? [locale] : [],
  );
}

function refusalOf(
  recipient: Recipient | undefined,
  objection: Objection | undefined,
  live: { readonly total: number } | undefined,
): Exclude<ReserveOutcome, { kind: 'applied' }> | undefined {
  if (recipient === undefined) return { kind: 'refused', code: 'MEMBER_NOT_FOUND', reason: 'no such member' };
  if (objection !== undefined) return { kind: 'refused', ...objection };
  if (live?.total === 0) return { kind: 'skipped', reason: 'nothing left to expire' };
  return undefined;
}

function reservedRow(
  { key, enrolmentId, memberId, step }: MessageRequest,
  context: ReserveContext,
  rules: ReservationRules,
  recipient: Recipient,
  notBefore: number,
): ReservedRow {
  const locales = localesOf(rules, step.template, step.channel);
  const locale = chooseLocale(locales, [recipient.locale, rules.locale]);
  if (locale === undefined)
    throw new Error(`campaign version ${context.campaignVersionId} has no template "${step.template}"`);
  return {
    key,
    enrolmentId,
    memberId,
    campaignId: context.campaignId,
    campaignVersionId: context.campaignVersionId,
    channel: step.channel,
    class: step.class,
    template: step.template,
    locale,
    variables: step.variables ?? {},
    live: step.live ?? null,
    onlyIf: step.onlyIf ?? null,
    priority: rules.priority,
    messageId: isTextChannel(step.channel)
      ? textIdOf(context.programmeId, key)
      : messageIdOf(context.programmeId, key, rules.senderAddress),
    reservedAt: context.now.toISOString(),
    notBefore: new Date(notBefore).toISOString(),
    reason: notBefore > context.now.getTime() ? quietHoursReason : null,
    deadline: step.deadlineAt === undefined ? null : new Date(step.deadlineAt).toISOString(),
  };
}

/** What a text is called to its provider: made from the key, so that what is handed over twice is one message to it. */
export function textIdOf(programmeId: number, key: string): string {
  return `txt_${digestOf(programmeId, key)}`;
}

const digestOf = (programmeId: number, key: string) =>
  createHash('sha256').update(`${programmeId}:${key}`).digest('hex').slice(0, 32);

/** The Message-ID is made from the key: whatever is sent twice can be told by it, in any mailbox. */
export function messageIdOf(programmeId: number, key: string, senderAddress: string): string {
  return `<${digestOf(programmeId, key)}@${normalAddress(senderAddress).split('@').at(-1) || 'perennial.example'}>`;
}
