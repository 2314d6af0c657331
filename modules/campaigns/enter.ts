import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import { decideEntries } from '../journeys/decide.ts';
import { findJourney, isLive, type Journey } from '../journeys/journey.ts';
import { addEntries, lockEntry } from '../journeys/rows-entries.ts';
import { fieldProblem, readTyped } from '../journeys/rules-call-fields.ts';
import { requireMemberId } from '../members/find.ts';
import { type EnrolmentView, requireEnrolment } from './list-enrolments.ts';
import { requireCampaign } from './rows.ts';

export interface CampaignEntering {
  readonly campaign: string;
  /** The shop's id. */
  readonly memberId: string;
  /** What the door takes along, by name; money in major units. */
  readonly fields?: JsonObject | undefined;
  /** The same as somebody has typed it. */
  readonly typed?: Readonly<Record<string, string>>;
  /** The same call again is the same entry. */
  readonly key: string;
}

/** What became of a member at the door of a campaign. */
export interface EnteringView {
  readonly campaign: string;
  /** The shop's id. */
  readonly memberId: string;
  /** `waiting` while the campaign is paused: it is decided when that is over. */
  readonly outcome: 'entered' | 'refused' | 'waiting';
  /** Why the member did not come in. */
  readonly reason: string | null;
  /** Also the one that the member is in already. */
  readonly enrolment: EnrolmentView | null;
}

/** Brings a member to the door of a journey that takes calls, and decides at once; a call that comes again changes nothing. */
export function enterCampaign(
  { database, clock }: { readonly database: Database; readonly clock: { now(): Date } },
  programmeId: number,
  entering: CampaignEntering,
): Promise<EnteringView> {
  return inTransaction(database, (tx) => enterCampaignIn(tx, clock.now(), programmeId, entering));
}

/** The same in the transaction of `tx`. */
export async function enterCampaignIn(
  tx: Db,
  now: Date,
  programmeId: number,
  { campaign: code, memberId: name, key, ...given }: CampaignEntering,
): Promise<EnteringView> {
  const campaign = await requireCampaign(tx, { programmeId, code });
  const isOpen = await isLive(tx, campaign.id);
  const { journey, fields } = await openJourney(tx, campaign.id, code, given);
  const memberId = await requireMemberId(tx, programmeId, name);
  const source = `call:api:${key}`;
  const entry = { memberId, source, fields, at: now, dueAt: now, createdAt: now };
  await addEntries(tx, { programmeId, campaignId: campaign.id }, [entry]);
  const waiting = isOpen ? await lockEntry(tx, { campaignId: campaign.id, memberId, source }) : undefined;
  if (waiting !== undefined) await decideEntries(tx, journey, [waiting], now);
  const became = await readOutcome(tx, { campaignId: campaign.id, memberId, source });
  const enrolment = became.enrolmentId === null ? null : await requireEnrolment(tx, programmeId, became.enrolmentId);
  const { outcome, reason } = became;
  return { campaign: code, memberId: name, outcome, reason, enrolment };
}

/** The journey as it stands after its gate, if it takes such a call. */
async function openJourney(
  tx: Db,
  campaignId: number,
  code: string,
  given: Pick<CampaignEntering, 'fields' | 'typed'>,
): Promise<{ readonly journey: Journey; readonly fields: JsonObject }> {
  const journey = await findJourney(tx, campaignId);
  const door = journey?.doors.find((one) => one.door.by !== undefined)?.door;
  if (journey === undefined || door === undefined) {
    throw new PerennialError('CAMPAIGN_STATUS', `The campaign "${code}" takes nobody in by a call.`, {
      field: 'campaign',
      fix: 'Name a journey that has an entry `by: api`.',
    });
  }
  if (journey.status !== 'live' && journey.status !== 'paused') {
    throw new PerennialError('CAMPAIGN_STATUS', `The campaign "${code}" is ${journey.status} and takes nobody in.`, {
      field: 'campaign',
      fix: journey.status === 'ended' ? 'Name one that runs.' : 'Launch it first.',
    });
  }
  const fields = given.fields ?? readTyped(door, given.typed ?? {});
  const wrong = fieldProblem(door, fields);
  if (wrong === undefined) return { journey, fields };
  const { field, problem, fix } = wrong;
  throw new PerennialError('REQUEST_INVALID', `${field} ${problem}.`, { field, fix });
}

const entryRow = z.object({
  ...{ isDecided: z.boolean(), reason: z.string().nullable(), enrolmentId: z.bigint().nullable() },
});

async function readOutcome(
  tx: Db,
  { campaignId, memberId, source }: { readonly campaignId: number; readonly memberId: bigint; readonly source: string },
): Promise<Pick<EnteringView, 'outcome' | 'reason'> & { readonly enrolmentId: bigint | null }> {
  const row = await readRow(
    entryRow,
    tx.$queryRaw`
      SELECT decided_at IS NOT NULL AS "isDecided", reason, enrolment_id AS "enrolmentId" FROM journey_entry
      WHERE campaign_id = ${campaignId}::int AND member_id = ${memberId}::bigint AND source = ${source}`,
  );
  if (row === undefined) throw new Error(`the entry ${source} is not there`);
  const { isDecided, reason, enrolmentId } = row;
  return { outcome: !isDecided ? 'waiting' : reason === null ? 'entered' : 'refused', reason, enrolmentId };
}
