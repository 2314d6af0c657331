import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { codeFromSql } from '../../platform/errors.ts';
import { readOnlyRow, vouchedFor } from '../../platform/rows.ts';
import { type LedgerAnswer, ledgerRefusals, type LedgerRequest } from './requests.ts';

/** Requests a statement carries; a longer batch is posted in parts, in order. 1,000 x 45 us keeps locks under 50 ms. */
const postSizeMax = 1_000;

export type LedgerKind =
  | 'EARN'
  | 'CONFIRM'
  | 'CANCEL_PENDING'
  | 'SPEND'
  | 'HOLD'
  | 'CAPTURE'
  | 'RELEASE'
  | 'REFUND'
  | 'CLAWBACK'
  | 'REVERT'
  | 'ADJUST'
  | 'FORFEIT';

/** What a kind adds to a request, by the names of `ledger.request`. */
export interface RequestDetail {
  readonly points?: number | undefined;
  readonly availableAt?: Date | undefined;
  readonly expiresAt?: Date | null | undefined;
  readonly refKey?: string;
  readonly policy?: string;
}

/** A request as `ledger.requests(json)` reads it. */
export type RequestRow = Readonly<Record<string, string | number | null>>;

interface AnswerRow {
  readonly ok: boolean;
  readonly code: string | null;
  readonly message: string | null;
  readonly txn_id: number | null;
  readonly points: number | null;
  readonly pending: number | null;
  readonly available: number | null;
  readonly held: number | null;
  readonly debt: number | null;
  readonly replayed: boolean;
}

/** A thousand answers as one JSON value, `ledger.result` each: they are not looked into one by one. */
const postedRow = z.object({ answers: vouchedFor<readonly AnswerRow[]>() });

/** What PostgreSQL's text cannot hold: NUL, and halves of a character. */
const unreadable = /[\0\p{Surrogate}]/u;

/** The row of a request. What SQL could not even read (a fraction, a NaN date, a NUL) becomes what it refuses by name. */
export function requestRow(request: LedgerRequest, detail: RequestDetail = {}): RequestRow {
  const { points } = detail;
  return {
    programme_id: request.programmeId,
    member_id: request.memberId.toString(),
    key: unreadable.test(request.key) ? '' : request.key,
    at: instant(request.at),
    points: points === undefined ? null : Number.isSafeInteger(points) ? points : 0,
    available_at: detail.availableAt === undefined ? null : (instant(detail.availableAt) ?? 'infinity'),
    expires_at:
      detail.expiresAt === undefined || detail.expiresAt === null ? null : (instant(detail.expiresAt) ?? '-infinity'),
    ref_key: detail.refKey === undefined ? null : text(detail.refKey),
    policy: detail.policy ?? null,
    source_type: text(request.source.type),
    source_id: text(request.source.id),
    actor: text(request.actor),
    reason: request.reason === undefined ? null : text(request.reason),
  };
}

function instant(at: Date): string | null {
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9_999 ? at.toISOString() : null;
}

function text(value: string): string {
  return value.replaceAll(new RegExp(unreadable, 'gu'), '\ufffd');
}

/** The answers to a batch of one kind, in order, posted in the transaction of `db`. */
export async function post(db: Db, kind: LedgerKind, rows: readonly RequestRow[]): Promise<LedgerAnswer[]> {
  const answers: LedgerAnswer[] = [];
  for (let from = 0; from < rows.length; from += postSizeMax) {
    const part = JSON.stringify(rows.slice(from, from + postSizeMax));
    const posted = await readOnlyRow(
      postedRow,
      db.$queryRaw`SELECT json_agg(a ORDER BY a.item) AS answers FROM ledger.post_batch(${kind}, ledger.requests(${part}::json)) a`,
    );
    for (const row of posted.answers) answers.push(answerOf(row));
  }
  return answers;
}

function answerOf(row: AnswerRow): LedgerAnswer {
  if (!row.ok) return { ok: false, code: codeFromSql(row.code, ledgerRefusals), message: row.message ?? '' };
  return {
    ok: true,
    txnId: String(row.txn_id),
    points: row.points ?? 0,
    balance: { pending: row.pending ?? 0, available: row.available ?? 0, held: row.held ?? 0, debt: row.debt ?? 0 },
    replayed: row.replayed,
  };
}
