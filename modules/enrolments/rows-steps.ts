import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import { storableText } from '../../platform/storable-text.ts';
import type { BlockRecord, EndingRecord, StepRequest } from '../../workflows/engine/protocol.ts';
import type { EnrolmentStatus, Outcome } from '../../workflows/engine/story.ts';

/** What stands in the way of a step: an outcome it already has, or an enrolment that is over or not of this cohort. */
export interface StepBlocker {
  /** Index of the step in the call. */
  readonly place: number;
  readonly outcome: Outcome | null;
  /** The story's time when the step was first performed. */
  readonly storyAt: Date | null;
  /** Null when there is no such enrolment. */
  readonly status: EnrolmentStatus | null;
  readonly reason: string | null;
  readonly inCohort: boolean;
  readonly memberStatus: string | null;
  /** An exit rule that an event has met; the cohort may not have heard of it yet. */
  readonly exitReason: string | null;
  /** Whose the enrolment is now, when it is of another account than the story knows; and who the one the step is for is now. */
  readonly heirId: string | null;
  readonly otherHeirId: string | null;
  /** The member is held out, or the one the step is for: nothing is given and nothing is sent. */
  readonly heldOut: boolean;
  /** Of a step that the enrolment has done before an edit, under that name and in that round: what came of it then. */
  readonly before: Outcome | null;
}

const campaignRow = z.object({ status: z.string().nullable() });

/** The campaign's status, which stands until the transaction ends: a pause or cancel under way is waited for. */
export async function enterCampaign(tx: Db, campaignId: number): Promise<string | null> {
  const row = await readOnlyRow(
    campaignRow,
    tx.$queryRaw`
      SELECT enter_campaign(${campaignId}::int) AS status`,
  );
  return row.status;
}

/** Why the campaign was ended; undefined when nobody said. */
export async function readEndReason(tx: Db, campaignId: number): Promise<string | undefined> {
  const row = await tx.campaign.findUnique({ where: { id: campaignId }, select: { endedReason: true } });
  return row?.endedReason ?? undefined;
}

const stepBlockerRow = z.object({
  place: z.int(),
  outcome: vouchedFor<Outcome>().nullable(),
  storyAt: z.date().nullable(),
  status: vouchedFor<EnrolmentStatus>().nullable(),
  reason: z.string().nullable(),
  inCohort: z.boolean(),
  memberStatus: z.string().nullable(),
  exitReason: z.string().nullable(),
  heirId: z.string().nullable(),
  otherHeirId: z.string().nullable(),
  heldOut: z.boolean(),
  before: vouchedFor<Outcome>().nullable(),
});

/** The steps that can't simply be performed; a step that is not answered has nothing in its way. */
export async function readStepBlockers(
  tx: Db,
  { programmeId, cohortId, steps }: { programmeId: number; cohortId: string; steps: readonly StepRequest[] },
): Promise<StepBlocker[]> {
  const others = steps.map(({ step }) => step.forMemberId ?? null);
  const names = steps.map(({ step }) => step.name);
  return readRows(
    stepBlockerRow,
    tx.$queryRaw`
      SELECT (r.place - 1)::int AS place, s.outcome, s.story_at AS "storyAt", en.status, en.reason, (en.cohort_id = ${cohortId}::bigint) IS TRUE AS "inCohort",
        m.status AS "memberStatus", x.exit_reason AS "exitReason", h.held_out AS "heldOut", b.outcome AS before,
        (CASE WHEN en.member_id <> r.member_id THEN en.member_id END)::text AS "heirId",
        (CASE WHEN o.merged_into IS NOT NULL THEN heir_of(o.id) END)::text AS "otherHeirId"
      FROM unnest(${steps.map((step) => step.key)}::text[], ${steps.map((step) => step.enrolmentId)}::bigint[],
        ${steps.map((step) => step.memberId)}::text[]::bigint[], ${others}::text[]::bigint[],
        ${names}::text[], ${steps.map(roundOf)}::smallint[])
        WITH ORDINALITY r (key, enrolment_id, member_id, other_id, name, round, place)
      LEFT JOIN member o ON o.id = r.other_id
      LEFT JOIN enrolment en ON en.id = r.enrolment_id AND en.programme_id = ${programmeId}::smallint
      LEFT JOIN member m ON m.id = en.member_id
      LEFT JOIN step s ON s.programme_id = ${programmeId}::smallint AND s.key = r.key
      LEFT JOIN LATERAL (
        SELECT w.exit_reason FROM signal_outbox w
        WHERE w.enrolment_id = r.enrolment_id AND w.exit_reason IS NOT NULL ORDER BY w.id LIMIT 1) x ON true
      LEFT JOIN LATERAL (
        SELECT d.outcome FROM step d
        WHERE en.goes_on_from IS NOT NULL AND d.enrolment_id = r.enrolment_id AND d.name = r.name AND d.round = r.round
          AND d.outcome ->> 'kind' = 'applied'
        ORDER BY d.id LIMIT 1) b ON s.id IS NULL
      CROSS JOIN LATERAL (
        SELECT (en.shadow OR CASE WHEN r.other_id <> en.member_id
          THEN is_held_out(en.campaign_version_id, r.other_id) END) IS TRUE AS held_out) h
      WHERE s.id IS NOT NULL OR b.outcome IS NOT NULL OR h.held_out OR x.exit_reason IS NOT NULL OR en.status IS DISTINCT FROM 'active'
        OR en.cohort_id IS DISTINCT FROM ${cohortId}::bigint OR m.status IS DISTINCT FROM 'ACTIVE'
        OR en.member_id <> r.member_id OR o.merged_into IS NOT NULL`,
  );
}

/** How often the story of a journey has come to a step; null of the other lifecycles. */
export const roundOf = ({ step }: StepRequest): number | null =>
  'round' in step && typeof step.round === 'number' ? Math.min(step.round, roundMax) : null;

/** A smallint; jumps and loops come to far less. */
const roundMax = 32_767;

/** A step that was performed, and what came of it. */
export interface DoneStep {
  readonly request: StepRequest;
  readonly outcome: Outcome;
  readonly round: number | null;
}

/**
 * Writes what came of the steps. Their key is unique in the programme for ever: a second row under one key fails the
 * transaction, and with it every effect of the second performance.
 */
export async function recordSteps(tx: Db, programmeId: number, done: readonly DoneStep[], now: Date): Promise<void> {
  if (done.length === 0) return;
  const rows = done.map(({ request, outcome, round }) => ({
    key: request.key,
    enrolment: request.enrolmentId,
    member: request.memberId,
    name: request.step.name,
    kind: request.step.kind,
    round,
    outcome,
    at: new Date(request.at).toISOString(),
  }));
  await tx.$executeRaw`
    INSERT INTO step (programme_id, key, enrolment_id, member_id, name, kind, round, outcome, story_at, performed_at)
    SELECT ${programmeId}::smallint, r.key, r.enrolment, r.member, r.name, r.kind, r.round, r.outcome, r.at, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      r (key text, enrolment bigint, member bigint, name text, kind text, round smallint, outcome jsonb, at timestamptz)`;
}

/** Ends enrolments of the cohort; one that has ended already keeps its first reason. */
export async function recordEndings(tx: Db, cohortId: string, endings: readonly EndingRecord[]): Promise<void> {
  if (endings.length === 0) return;
  const rows = endings.map(({ reason, at, ...ending }) => ({
    ...ending,
    reason: storableText(reason),
    at: new Date(at).toISOString(),
  }));
  await tx.$executeRaw`
    UPDATE enrolment en SET status = r.status, reason = r.reason, ended_at = r.at, blocked_reason = NULL, blocked_at = NULL
    FROM (
      SELECT l.id, r.status, r.reason, r.at
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r ("enrolmentId" bigint, status text, reason text, at timestamptz)
      JOIN enrolment l ON l.id = r."enrolmentId"
      -- In the order in which the intake takes such locks when it ends enrolments.
      ORDER BY l.id FOR NO KEY UPDATE OF l) r
    WHERE en.id = r.id AND en.cohort_id = ${cohortId}::bigint AND en.status = 'active'`;
}

/** Parks enrolments of the cohort whose stories do not fit their records, with the reason, and takes back those that go on again. */
export async function recordBlocks(tx: Db, cohortId: string, blocks: readonly BlockRecord[]): Promise<void> {
  if (blocks.length === 0) return;
  const rows = blocks.map(({ enrolmentId, blocked }) => ({
    enrolmentId,
    reason: blocked ? storableText(blocked.reason) : null,
    at: blocked ? new Date(blocked.at).toISOString() : null,
  }));
  await tx.$executeRaw`
    UPDATE enrolment en SET blocked_reason = r.reason, blocked_at = r.at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r ("enrolmentId" bigint, reason text, at timestamptz)
    WHERE en.id = r."enrolmentId" AND en.cohort_id = ${cohortId}::bigint AND en.status = 'active'`;
}
