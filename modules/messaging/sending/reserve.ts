import { createHash } from 'node:crypto';
import type { Channel, MessageClass } from '../../programme/rules-message-limits.ts';
import { consentObjection } from '../reachability/rules-consent.ts';
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
} from './rows-reservations.ts';
import { readFailedConditions } from './rows-conditions.ts';
import { chooseLocale } from '../content/rules-locale.ts';
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
  /** `data` is { messageId: the row's id, notBefore: Instant, locale } */
  | { readonly kind: 'applied'; readonly data: JsonObject }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Variables that a message gets as it is reserved, or why it is not to be. */
export type Completion = { readonly variables: JsonObject } | Exclude<ReserveOutcome, { readonly kind: 'applied' }>;

/** Told of the requests whose messages may go, in the transaction that reserves them; completes them, by key. */
export type CompleteMessages<Request> = (allowed: readonly Request[]) => Promise<ReadonlyMap<string, Completion>>;

/**
 * Reserves messages in the caller's transaction and answers in the order of the requests: a message row each, or why not.
 * Consent, suppression, quiet hours, conditions and live data are checked here and again when the message leaves. The same key gives
 * the row it gave first. A template that the campaign version does not have throws: it is a broken definition, not a refusal.
 */
export async function reserveMessages<Request extends MessageRequest>(
  tx: Db,
  context: ReserveContext,
  requests: readonly Request[],
  complete: CompleteMessages<Request> = async () => new Map(),
): Promise<ReserveOutcome[]> {
  if (requests.length === 0) return [];
  const rules = await readReservationRules(tx, context.programmeId, context.campaignVersionId);
  const recipients = await readRecipients(
    tx,
    context.programmeId,
    requests.map((request) => request.memberId),
  );
  const expiring = await readExpiring(
    tx,
    context.programmeId,
    context.now,
    requests.flatMap(({ memberId, step }) => (step.live ? [{ memberId, window: step.live }] : [])),
  );
  const failed = await readFailedConditions(
    tx,
    context.now,
    requests.map(({ memberId, step }) => ({ memberId, onlyIf: step.onlyIf })),
  );

  const rows = new Map<string, ReservedRow>();
  const decisions = requests.map((request, place) => {
    const recipient = recipients.get(request.memberId);
    const live = request.step.live && expiring(request.memberId, request.step.live);
    const refusal = refusalOf(request.step, recipient, live);
    if (refusal !== undefined || recipient === undefined) return refusal;
    const failure = failed.get(place);
    if (failure !== undefined) return { kind: 'skipped', reason: conditionReason(failure) } as const;
    const notBefore = keepsQuietHours(request.step.class)
      ? opensAt(rules.quietHours, recipient.zone ?? rules.zone, context.now.getTime())
      : context.now.getTime();
    if (request.step.deadlineAt !== undefined && notBefore > request.step.deadlineAt) {
      return { kind: 'skipped', reason: 'too late: its deadline passes before the message may leave' } as const;
    }
    rows.set(request.key, reservedRow(request, context, rules, recipient, notBefore));
    return undefined;
  });

  const completions = await complete(requests.filter(({ key }) => rows.has(key)));
  const leaving = [...rows.values()].flatMap((row): ReservedRow[] => {
    const completion = completions.get(row.key);
    if (completion === undefined) return [row];
    return 'variables' in completion ? [{ ...row, variables: { ...row.variables, ...completion.variables } }] : [];
  });
  const reserved = await insertReservations(tx, context.programmeId, leaving);
  return requests.map((request, index) => {
    const refusal = decisions[index];
    if (refusal !== undefined) return refusal;
    const completion = completions.get(request.key);
    if (completion !== undefined && !('variables' in completion)) return completion;
    const row = reserved.get(request.key);
    if (row === undefined) throw new Error(`message ${request.key} was neither reserved nor refused`);
    return { kind: 'applied', data: { messageId: row.id, notBefore: row.notBefore, locale: row.locale } };
  });
}

function refusalOf(
  step: MessageStep,
  recipient: Recipient | undefined,
  live: { readonly total: number } | undefined,
): Exclude<ReserveOutcome, { kind: 'applied' }> | undefined {
  if (recipient === undefined) return { kind: 'refused', code: 'MEMBER_NOT_FOUND', reason: 'no such member' };
  const objection = consentObjection(step.class, recipient);
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
  const locales = rules.locales[step.template] ?? [];
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
    messageId: messageIdOf(context.programmeId, key, rules.senderAddress),
    reservedAt: context.now.toISOString(),
    notBefore: new Date(notBefore).toISOString(),
    reason: notBefore > context.now.getTime() ? quietHoursReason : null,
    deadline: step.deadlineAt === undefined ? null : new Date(step.deadlineAt).toISOString(),
  };
}

/** The Message-ID is made from the key: whatever is sent twice can be told by it, in any mailbox. */
export function messageIdOf(programmeId: number, key: string, senderAddress: string): string {
  const digest = createHash('sha256').update(`${programmeId}:${key}`).digest('hex').slice(0, 32);
  return `<${digest}@${normalAddress(senderAddress).split('@').at(-1) || 'perennial.example'}>`;
}
