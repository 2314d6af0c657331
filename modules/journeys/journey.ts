import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { contentHash } from '../../platform/canonical-json.ts';
import { readRow, vouchedFor } from '../../platform/rows.ts';
import type { JsonValue } from '../../values/json.ts';
import { readDoors } from '../../workflows/lifecycles/journey/doors.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { type Plan, planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { type Known, readKnown } from '../segments/catalogue.ts';
import { shippedLanguage } from './language.ts';
import type { KnownDoor } from './rules-doors.ts';

/** A campaign that is a journey, with the version that members enter with now. */
export interface Journey {
  readonly campaignId: number;
  readonly code: string;
  readonly status: string;
  /** Since when it lets nobody in any more; null while it does. */
  readonly closedAt: Date | null;
  readonly versionId: number;
  readonly plan: Plan;
  readonly doors: readonly KnownDoor[];
  readonly programme: StoredProgramme;
  readonly known: Known;
}

const journeyRow = z.object({
  ...{ programmeId: z.int(), code: z.string(), status: z.string(), closedAt: z.date().nullable(), versionId: z.int() },
  file: vouchedFor<JourneyFile>(),
});

/** The journey of a campaign's row; undefined of another lifecycle's. */
export async function findJourney(db: Db, campaignId: number): Promise<Journey | undefined> {
  const row = await readRow(
    journeyRow,
    db.$queryRaw`
      SELECT c.programme_id::int AS "programmeId", c.code, c.status, c.entry_closed_at AS "closedAt", v.id AS "versionId", v.definition -> 'settings' AS file
      FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.id = ${campaignId}::int AND c.lifecycle = 'journey'`,
  );
  if (row === undefined) return undefined;
  const { programmeId, file, ...rest } = row;
  const programme = await loadProgramme(db, programmeId);
  const plan = planOf(file, shippedLanguage);
  return { ...rest, campaignId, plan, doors: doorsOf(file), programme, known: await readKnown(db, programme) };
}

/** Digits of a door's digest: of five doors no two have the same. */
const digestDigits = 12;

/** The doors of a journey, each with its digest. */
export const doorsOf = ({ entry }: JourneyFile): KnownDoor[] =>
  readDoors(entry).map((door) => ({ door, digest: contentHash(door as JsonValue).slice(0, digestDigits) }));

const statusRow = z.object({ status: z.string().nullable() });

/** Passes the gate of a campaign: a pause or an end of it waits until the transaction is over. True while it is live. */
export async function isLive(tx: Db, campaignId: number): Promise<boolean> {
  const row = await readRow(statusRow, tx.$queryRaw`SELECT enter_campaign(${campaignId}::int) AS status`);
  return row?.status === 'live';
}
