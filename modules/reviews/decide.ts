import { z } from 'zod';
import { adjustmentSubject, settleAdjustment } from '../adjustments/settle.ts';
import { decidedEventType, journeySubject } from '../intake/rules/reviews.ts';
import type { JsonObject } from '../../values/json.ts';
import { PerennialError } from '../../platform/errors.ts';
import { type Db, inTransaction } from '../../platform/database.ts';
import { ingestIn, type IntakeDeps, isLockConflict } from '../intake/ingest.ts';
import { parkedKeyPrefix, parkedSubject, settleParkedCase } from '../intake/parked-case.ts';
import { readOnlyRow, readRow } from '../../platform/rows.ts';
import { grantPrivacyRequest, privacySubject } from './privacy.ts';

/** A case to be put before a person. */
export interface NewCase {
  /** The step's key: the same key is the same case. */
  readonly key: string;
  readonly subject: string;
  /** Null of somebody the programme does not know: `member` in the facts names them. */
  readonly memberId: string | null;
  /** Null of a case that no story waits for. */
  readonly enrolmentId: string | null;
  /** What speaks against it, in words. */
  readonly reasons: readonly string[];
  readonly facts: JsonObject;
  readonly at: Date;
}

/** Opens cases, each once by its key; their ids, in order. */
export async function openReviewCases(tx: Db, programmeId: number, cases: readonly NewCase[]): Promise<string[]> {
  if (cases.length === 0) return [];
  await tx.$executeRaw`
    INSERT INTO review_case (programme_id, key, subject, member_id, enrolment_id, reasons, facts, opened_at)
    SELECT ${programmeId}::smallint, c.key, c.subject, c."memberId", c."enrolmentId",
      array(SELECT jsonb_array_elements_text(c.reasons)), c.facts, c.at
    FROM jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) c (key text, subject text, "memberId" bigint,
      "enrolmentId" bigint, reasons jsonb, facts jsonb, at timestamptz)
    ON CONFLICT (programme_id, key) DO NOTHING`;
  const rows = await tx.reviewCase.findMany({
    where: { programmeId, key: { in: cases.map(({ key }) => key) } },
    select: { id: true, key: true },
  });
  const idOf = new Map(rows.map(({ id, key }) => [key, String(id)]));
  return cases.map(({ key }) => {
    const id = idOf.get(key);
    if (id === undefined) throw new Error(`case ${key} was not opened`);
    return id;
  });
}

export interface Decision {
  readonly caseId: string;
  readonly approved: boolean;
  /** What the member's file shall say about it. */
  readonly note?: string;
  /** Who decided. */
  readonly actor: string;
  /** When given, a case of another subject is not found. */
  readonly subject?: string;
  readonly requestId?: string;
}

export interface DecidedCase {
  readonly caseId: string;
  readonly subject: string;
  /** The shop's id of the member. */
  readonly member: string;
  readonly status: 'approved' | 'rejected';
}

/** Tries of a decision that a batch of events got in the way of. */
const attemptsMax = 6;

/**
 * Decides a case, once and for good: the decision, its line in the audit and the event `review.decided` that the waiting
 * story goes on by are written together.
 */
export async function decideReview(deps: IntakeDeps, programmeId: number, decision: Decision): Promise<DecidedCase> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(deps.database, (tx) => decideIn(tx, deps, programmeId, decision));
    } catch (error) {
      if (!isLockConflict(error) || attempt === attemptsMax) throw error;
    }
  }
}

async function decideIn(
  tx: Db,
  deps: IntakeDeps,
  programmeId: number,
  { caseId, approved, note = '', actor, subject, requestId }: Decision,
): Promise<DecidedCase> {
  const now = deps.clock.now();
  const status = approved ? 'approved' : 'rejected';
  const open = await lockCase(tx, programmeId, caseId, subject);
  const id = open.id;
  if (open.subject === parkedSubject) await decideParkedIn(tx, deps, programmeId, { caseId, key: open.key, approved });
  if (open.subject === adjustmentSubject) {
    await settleAdjustment(tx, deps, programmeId, { key: open.key, approved, actor });
  }
  if (open.subject === privacySubject && approved && (await isMember(tx, programmeId, open.member))) {
    await grantPrivacyRequest(tx, now, programmeId, { request: open.request, member: open.member, actor });
  }
  await tx.reviewCase.update({ where: { id }, data: { status, decidedAt: now, decidedBy: actor, note } });
  await tx.auditEvent.create({
    data: {
      ...{ programmeId, at: now, actor, action: `review.${status}`, target: `review:${id}` },
      before: { status: 'open' },
      after: { status, note },
      requestId: requestId ?? null,
    },
  });
  // No story waits for a correction, and an order that nobody wants to keep leaves no member behind to tell.
  if (open.subject === adjustmentSubject || !(await isMember(tx, programmeId, open.member))) {
    return { caseId, subject: open.subject, member: open.member, status };
  }
  const [answer] = await ingestIn(tx, deps, programmeId, [
    {
      id: `review:${id}`,
      type: decidedEventType,
      memberId: open.member,
      occurredAt: now,
      data: {
        ...{ caseId, subject: open.subject, approved, note },
        // A step of a journey may name who decided; the other lifecycles ask no such thing.
        ...(open.subject === journeySubject ? { decidedBy: actor } : {}),
      },
    },
  ]);
  if (answer?.kind !== 'accepted') {
    const why = answer?.kind === 'refused' ? answer.message : 'the event was taken before';
    throw new PerennialError('REVIEW_STATUS', `Case ${caseId} can't be decided: ${why}.`, { field: 'case' });
  }
  return { caseId, subject: open.subject, member: open.member, status };
}

/** Takes the order the case is about, or drops it; one that can't be taken even now leaves the case open. */
async function decideParkedIn(
  tx: Db,
  deps: IntakeDeps,
  programmeId: number,
  { caseId, key, approved }: { caseId: string; key: string; approved: boolean },
): Promise<void> {
  const refused = await settleParkedCase(tx, deps, programmeId, {
    eventId: key.slice(parkedKeyPrefix.length),
    approved,
  });
  if (refused === undefined) return;
  throw new PerennialError('REVIEW_STATUS', `Case ${caseId} can't be approved: ${refused.field} ${refused.message}.`, {
    field: 'case',
    fix: `${refused.fix}, or reject the case`,
  });
}

const foundRow = z.object({ found: z.boolean() });

async function isMember(tx: Db, programmeId: number, externalId: string): Promise<boolean> {
  const { found } = await readOnlyRow(
    foundRow,
    tx.$queryRaw`
      SELECT EXISTS (SELECT FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${externalId}) AS found`,
  );
  return found;
}

const lockedCase = z.object({
  ...{ id: z.bigint(), key: z.string(), subject: z.string(), status: z.string(), member: z.string() },
  request: z.string().nullable(),
});

async function lockCase(
  tx: Db,
  programmeId: number,
  caseId: string,
  subject?: string,
): Promise<z.infer<typeof lockedCase>> {
  const row = /^\d{1,18}$/.test(caseId)
    ? await readRow(
        lockedCase,
        tx.$queryRaw`
          SELECT r.id, r.key, r.subject, r.status, coalesce(m.external_id, r.facts ->> 'member') AS member,
            r.facts ->> 'request' AS request
          FROM review_case r LEFT JOIN member m ON m.id = r.member_id
          WHERE r.programme_id = ${programmeId}::smallint AND r.id = ${caseId}::bigint FOR UPDATE OF r`,
      )
    : undefined;
  if (row === undefined || (subject !== undefined && row.subject !== subject)) {
    throw new PerennialError(
      'REVIEW_NOT_FOUND',
      `There is no case ${caseId}${subject === undefined ? '' : ` of ${subject}`}.`,
      {
        field: 'case',
        fix: 'See `perennial review list`.',
      },
    );
  }
  if (row.status !== 'open') {
    throw new PerennialError('REVIEW_STATUS', `Case ${caseId} was ${row.status} before; a decision stands.`, {
      field: 'case',
      fix: `See \`perennial review show ${caseId}\`.`,
    });
  }
  return row;
}
