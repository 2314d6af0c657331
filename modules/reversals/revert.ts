import { z } from 'zod';
import { type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow } from '../../platform/rows.ts';
import { requireCampaign } from '../campaigns/rows.ts';
import { changedReason, type ReversalDeps, runPageIn, runReversalPage } from './run-page.ts';
import { findReversal, type LeftoverView, readLeftovers, type ReversalRow } from './rows.ts';

/** What is to be taken back. */
export interface NewReversal {
  /** The same key asks once. */
  readonly key: string;
  /** The campaign's code. */
  readonly campaign: string;
  /** What it granted from then on, */
  readonly since: Date;
  /** and before then; up to now when absent. */
  readonly until?: Date | undefined;
  /** Both when absent. */
  readonly what?: readonly ('points' | 'coupons')[] | undefined;
  readonly reason: string;
  /** Only say what would come of it. */
  readonly dryRun: boolean;
  /** The dry run whose figures were looked at: a reversal that would come to others is refused. */
  readonly confirms?: string | undefined;
  readonly actor: string;
  readonly requestId?: string;
}

/** A reversal as it stands, with what could not be taken back. */
export interface ReversalView extends ReversalRow {
  readonly leftovers: readonly LeftoverView[];
  /** In how many grants something could not be taken back. */
  readonly leftoversTotal: number;
}

/** Pages that who asks waits for, in one transaction; the worker goes on with the rest. */
const pagesAtOnceMax = 4;
/** What could not be taken back, as far as it is shown at once. */
export const leftoversShownMax = 100;

/** Takes back what a campaign granted, or says what would come of it: the first pages at once, and to the end while `goOn` says so. */
export async function revertCampaign(
  deps: ReversalDeps,
  programmeId: number,
  wanted: NewReversal,
  goOn: (sofar: ReversalRow) => boolean = () => true,
): Promise<ReversalView> {
  const { database, clock } = deps;
  const { rowId } = await inTransaction(database, (tx) => revertIn(tx, clock.now(), programmeId, wanted));
  for (;;) {
    const reversal = await requireReversal(database, programmeId, rowId);
    if (reversal.status !== 'running' || !goOn(reversal)) break;
    // Somebody else has it: the worker.
    if ((await runReversalPage(deps, rowId)) === undefined) await new Promise((wait) => setTimeout(wait, othersMs));
  }
  const view = await readReversal(database, programmeId, rowId);
  if (view.status === 'cancelled') throw hasChanged(view.campaign);
  return view;
}

const othersMs = 100;

/** The same in the transaction of `tx`, with its first pages. */
export async function revertIn(tx: Db, now: Date, programmeId: number, wanted: NewReversal): Promise<ReversalView> {
  const rowId = await enter(tx, now, programmeId, wanted);
  if (rowId === undefined) return sameAsBefore(tx, programmeId, wanted);
  for (let pages = 0; pages < pagesAtOnceMax; pages += 1) {
    const status = await runPageIn(tx, now, rowId);
    // Nothing has been taken yet, and nothing is kept of it.
    if (status === 'cancelled') throw hasChanged(wanted.campaign);
    if (status !== 'running') break;
  }
  return readReversal(tx, programmeId, rowId);
}

const hasChanged = (campaign: string) =>
  new PerennialError(
    'REVERSAL_CHANGED',
    `Of what ${campaign} granted, ${changedReason.slice('what was granted '.length)}.`,
    {
      field: 'confirms',
    },
  );

/** The row of a reversal, or undefined when its key was used before. */
async function enter(tx: Db, now: Date, programmeId: number, wanted: NewReversal): Promise<string | undefined> {
  const { key, campaign: code, since, reason, dryRun, actor, requestId = null } = wanted;
  const { id: campaignId, launchedAt } = await requireCampaign(tx, { programmeId, code });
  const what = wanted.what ?? ['points', 'coupons'];
  const [points, coupons] = [what.includes('points'), what.includes('coupons')];
  const confirmed = dryRun
    ? undefined
    : await confirmedLook(tx, programmeId, { ...wanted, campaignId, points, coupons });
  // What is granted at this very instant is granted before "now".
  const until = confirmed?.until ?? wanted.until ?? new Date(now.getTime() + 1);
  if (launchedAt === null) throw refusal('campaign', `${code} has not granted anything: it was never launched.`);
  if (since >= until) throw refusal('since', 'It is not before the end of the time.');
  if (until.getTime() > now.getTime() + 1) throw refusal('until', 'It is not over yet.');
  const entered = await readRow(
    z.object({ id: z.string() }),
    tx.$queryRaw`
      INSERT INTO reversal (programme_id, key, campaign_id, since_at, until_at, points, coupons, reason, dry_run, confirms, requested_by,
        request_id, created_at)
      VALUES (${programmeId}::smallint, ${key}, ${campaignId}::int, ${since}::timestamptz, ${until}::timestamptz, ${points}, ${coupons},
        ${reason}, ${dryRun}, ${confirmed?.rowId ?? null}::bigint, ${actor}, ${requestId}, ${now}::timestamptz)
      ON CONFLICT (programme_id, key) DO NOTHING RETURNING id::text`,
  );
  if (entered === undefined) return undefined;
  if (!dryRun) {
    const after = { reversal: entered.id, since: since.toISOString(), until: until.toISOString(), points, coupons };
    const data = {
      programmeId,
      at: now,
      actor,
      action: 'reversal.create',
      target: `campaign:${code}`,
      reason,
      requestId,
    };
    await tx.auditEvent.create({ data: { ...data, after } });
  }
  return entered.id;
}

/** The dry run that is confirmed, which must have been of the same. */
async function confirmedLook(
  db: Db,
  programmeId: number,
  {
    confirms,
    campaignId,
    since,
    until,
    points,
    coupons,
  }: NewReversal & { campaignId: number; points: boolean; coupons: boolean },
): Promise<ReversalRow> {
  const look = confirms === undefined ? undefined : await findReversal(db, { programmeId, rowId: confirms });
  const isSame =
    look?.dryRun === true &&
    look.status === 'done' &&
    look.campaignId === campaignId &&
    look.since.getTime() === since.getTime() &&
    (until === undefined || until.getTime() === look.until.getTime()) &&
    look.points === points &&
    look.coupons === coupons;
  if (look !== undefined && isSame) return look;
  const found =
    confirms === undefined
      ? 'No dry run is confirmed.'
      : 'What is confirmed was no dry run of the same, or is not over.';
  throw new PerennialError('REVERSAL_UNCONFIRMED', found, { field: 'confirms' });
}

const refusal = (field: string, message: string) =>
  new PerennialError('REQUEST_INVALID', message, { field, fix: 'Correct it.' });

async function sameAsBefore(tx: Db, programmeId: number, wanted: NewReversal): Promise<ReversalView> {
  const before = await findReversal(tx, { programmeId, key: wanted.key });
  const isSame =
    before?.campaign === wanted.campaign &&
    before.since.getTime() === wanted.since.getTime() &&
    before.dryRun === wanted.dryRun &&
    before.reason === wanted.reason &&
    before.confirms === (wanted.confirms ?? null);
  if (before !== undefined && isSame) return readReversal(tx, programmeId, before.rowId);
  throw new PerennialError('IDEMPOTENCY_KEY_REUSED', `"${wanted.key}" was used for another reversal.`, {
    field: 'key',
  });
}

async function requireReversal(db: Db, programmeId: number, rowId: string): Promise<ReversalRow> {
  const found = /^\d{1,18}$/.test(rowId) ? await findReversal(db, { programmeId, rowId }) : undefined;
  if (found !== undefined) return found;
  throw new PerennialError('REVERSAL_NOT_FOUND', `There is no reversal ${rowId}.`, { field: 'reversalId' });
}

/** One reversal with what it could not take back, or an error. */
export async function readReversal(
  db: Db,
  programmeId: number,
  rowId: string,
  limit = leftoversShownMax,
): Promise<ReversalView> {
  const reversal = await requireReversal(db, programmeId, rowId);
  const { leftovers, total: leftoversTotal } = await readLeftovers(db, rowId, limit);
  return { ...reversal, leftovers, leftoversTotal };
}
