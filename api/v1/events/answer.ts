import type { z } from 'zod';
import { showRedemptions } from '../../../modules/checkout/show.ts';
import type { RedemptionView } from '../../../modules/checkout/view.ts';
import { answerDetails } from '../../../modules/intake/answer-details.ts';
import type { EventAnswer } from '../../../modules/intake/answers.ts';
import { type EventInput, ingestFor } from '../../../modules/intake/ingest.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { type FieldFault, PerennialError } from '../../../platform/errors.ts';
import { isList, type JsonObject, type JsonValue } from '../../../values/json.ts';
import { shownRedemption } from '../checkout/shown.ts';
import type { V1Deps } from '../endpoint.ts';
import { invalidRequest, problemOf } from '../problem.ts';
import {
  memberJoinedEventSchema,
  memberUpdatedEventSchema,
  orderAmendedEventSchema,
  orderCancelledEventSchema,
  orderPlacedEventSchema,
  orderReturnedEventSchema,
  otherEventSchema,
} from '../schemas/events.ts';
import { cutText } from '../../../values/cut-text.ts';

const forms: Readonly<Record<string, z.ZodType>> = {
  'member.joined': memberJoinedEventSchema,
  'member.updated': memberUpdatedEventSchema,
  'order.placed': orderPlacedEventSchema,
  'order.amended': orderAmendedEventSchema,
  'order.returned': orderReturnedEventSchema,
  'order.cancelled': orderCancelledEventSchema,
};

/** What became of an event: an answer, or the refusal of it. */
export type Outcome =
  { readonly ok: true; readonly body: JsonObject } | { readonly ok: false; readonly error: PerennialError };

/** Takes events in their order; each is answered for itself. */
export async function takeEvents(deps: V1Deps, programmeId: number, sent: readonly unknown[]): Promise<Outcome[]> {
  const reads = sent.map(readForm);
  const inputs = reads.filter((read): read is EventInput => !(read instanceof PerennialError));
  const programme = await loadProgramme(deps.database, programmeId);
  const answers = await ingestFor(deps, programme, inputs);
  const details = await answerDetails(deps.database, programme, deps.clock.now(), inputs, answers);
  const ids = answers.flatMap(redemptionIdsOf);
  const redemptions = await showRedemptions(deps.database, programme, { ids, now: deps.clock.now() });
  let taken = 0;
  return reads.map((read) => {
    if (read instanceof PerennialError) {
      deps.metrics.events.inc({ outcome: 'refused' });
      return { ok: false, error: read };
    }
    const [answer, detail] = [answers[taken], details[taken]];
    taken += 1;
    if (answer === undefined) throw new Error(`The event ${read.id} was not answered.`);
    deps.metrics.events.inc({ outcome: answer.kind });
    const [redemption] = redemptionIdsOf(answer).map((id) => redemptions.get(id));
    return outcomeOf(answer, detail, redemption);
  });
}

/** The redemption that an event moved. */
function redemptionIdsOf(answer: EventAnswer): string[] {
  const redemption = 'result' in answer ? (answer.result.redemption as { id?: unknown } | undefined) : undefined;
  return typeof redemption?.id === 'string' ? [redemption.id] : [];
}

/** An event whose fields are as the document says; own fields of a profile stand beside the others inside. */
function readForm(sent: unknown): EventInput | PerennialError {
  const type = typeof sent === 'object' && sent !== null && 'type' in sent ? String(sent.type) : '';
  const schema = forms[type] ?? otherEventSchema;
  const read = schema.safeParse(sent);
  if (!read.success) return invalidRequest(read.error.issues, schema, sent);
  const { data = {}, ...event } = read.data as EventInput & { data?: JsonObject };
  if (!type.startsWith('member.')) return { ...event, data };
  const { attributes, ...profile } = data;
  return { ...event, data: { ...(attributes as JsonObject | undefined), ...profile } };
}

type Detail = Awaited<ReturnType<typeof answerDetails>>[number];

function outcomeOf(answer: EventAnswer, detail: Detail | undefined, redemption: RedemptionView | undefined): Outcome {
  if (answer.kind === 'refused') {
    const { code, field, message, fix } = answer;
    return { ok: false, error: new PerennialError(code, `${field} ${message}`, { field, fix }) };
  }
  if (answer.kind === 'parked') {
    const until = answer.untilAt.toISOString();
    const warning = {
      code: 'MEMBER_NOT_FOUND',
      field: 'memberId',
      detail: `${answer.memberId} is not known yet: it is kept until ${until}, and taken when the member joins`,
    };
    return { ok: true, body: { id: answer.id, status: 'parked', memberId: answer.memberId, warnings: [warning] } };
  }
  const { points, result } = answer;
  const { order, ...known } = detail ?? {};
  // A repeat under another id is no event of its own, and has no times.
  const rest = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
  const warnings = [...notesOf(result.note), ...notesOf(result.notes), ...warningsOf(result.warnings)];
  return {
    ok: true,
    body: jsonOf({
      id: answer.id,
      status: answer.kind,
      ...rest,
      ...(points === undefined ? {} : { points }),
      ...(order === undefined ? {} : { order, explanation: order.explanation }),
      ...(typeof result.tier === 'string' ? { tier: result.tier } : {}),
      ...(redemption === undefined ? {} : { redemption: shownRedemption(redemption) }),
      ...(typeof result.quote === 'object' ? { quote: result.quote } : {}),
      ...(warnings.length === 0 ? {} : { warnings }),
    }),
  };
}

function notesOf(note: JsonValue | undefined): FieldFault[] {
  const notes = Array.isArray(note) ? (note as JsonValue[]) : note === undefined ? [] : [note];
  return notes.flatMap((detail) => (typeof detail === 'string' ? [{ code: 'EVENT_INVALID', detail }] : []));
}

const warningsOf = (warnings: JsonValue | undefined): FieldFault[] =>
  isList(warnings ?? null) ? (warnings as unknown as FieldFault[]) : [];

const jsonOf = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

/** One of a batch, as it is answered. */
export function entryOf(outcome: Outcome, sent: unknown, requestId: string): JsonObject {
  if (outcome.ok) return outcome.body;
  const id = typeof sent === 'object' && sent !== null && 'id' in sent && typeof sent.id === 'string' ? sent.id : '';
  return jsonOf({
    id: id === '' ? '-' : cutText(id, 120),
    status: 'refused',
    problem: problemOf(outcome.error, requestId),
  });
}
