import { z } from 'zod';
import type { ShortText } from './rules-short-text.ts';
import type { MessageTemplate } from './rules-template.ts';
import { deferralDaysDefault, type MessageCap } from '../../programme/rules-message-limits.ts';
import type { QuietHours } from '../../programme/rules.ts';
import type { ProgrammeWordsSource } from '../../programme/rules-words.ts';
import type { Db } from '../../../platform/database.ts';
import { readRow, vouchedFor } from '../../../platform/rows.ts';

/** What of a programme its messages need. */
export interface MessagingProgramme extends ProgrammeWordsSource {
  readonly currency: string;
  readonly zone: string;
  readonly quietHours: QuietHours | null;
  readonly messageCaps: readonly MessageCap[];
  readonly deferralDays: number;
  readonly sender: { readonly name: string; readonly address: string };
}

const programmeRow = z.object({
  name: z.string(),
  asset: z.string(),
  words: vouchedFor<Omit<ProgrammeWordsSource, 'name' | 'asset'>>(),
  currency: z.string(),
  zone: z.string(),
  quietHours: vouchedFor<QuietHours | null>(),
  messageCaps: vouchedFor<MessagingProgramme['messageCaps']>(),
  deferralDays: z.int(),
  sender: z.object({ name: z.string(), address: z.string() }).nullable(),
});

/** What of a programme its messages need, as it stands now. */
export async function readMessagingProgramme(db: Db, programmeId: number): Promise<MessagingProgramme> {
  const row = await readRow(
    programmeRow,
    db.$queryRaw`
      SELECT name, asset, currency, zone, definition - ARRAY['code', 'name', 'asset', 'currency', 'zone', 'earning', 'expiry', 'tasks', 'quietHours',
          'messageCaps', 'messageDeferralDays', 'sender', 'layouts'] AS words, definition->'quietHours' AS "quietHours", coalesce(definition->'messageCaps', '[]') AS "messageCaps",
        coalesce((definition->>'messageDeferralDays')::int, ${deferralDaysDefault}::int) AS "deferralDays", definition->'sender' AS sender
      FROM programme WHERE id = ${programmeId}::smallint`,
  );
  if (!row) throw new Error(`no programme ${programmeId}`);
  if (!row.sender) throw new Error(`programme ${programmeId} has no sender`);
  const { words, sender, ...rest } = row;
  return { ...words, ...rest, tiers: words.tiers ?? [], sender };
}

const sourceRow = z.object({ source: vouchedFor<MessageTemplate | null>() });

/** One template of a campaign version in one locale; undefined when the version has none. */
export async function readTemplate(
  db: Db,
  { campaignVersionId, template, locale }: { campaignVersionId: number; template: string; locale: string },
): Promise<MessageTemplate | undefined> {
  const row = await readRow(
    sourceRow,
    db.$queryRaw`
      SELECT definition #> ARRAY['messages', ${template}, ${locale}]::text[] AS source
      FROM campaign_version WHERE id = ${campaignVersionId}`,
  );
  return row?.source ?? undefined;
}

const shortRow = z.object({ source: vouchedFor<ShortText | null>() });

/** The short text of a template for a channel in one locale; undefined when the version has none. */
export async function readShortText(
  db: Db,
  {
    campaignVersionId,
    template,
    locale,
    channel,
  }: { campaignVersionId: number; template: string; locale: string; channel: string },
): Promise<ShortText | undefined> {
  const row = await readRow(
    shortRow,
    db.$queryRaw`
      SELECT definition #> ARRAY['shortTexts', ${template}, ${locale}, ${channel}]::text[] AS source
      FROM campaign_version WHERE id = ${campaignVersionId}`,
  );
  return row?.source ?? undefined;
}
