import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import type { FileProblem } from '../../platform/yaml-file.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { isTextChannel, type TextChannel } from '../programme/rules-message-limits.ts';
import { channelsOfTemplate } from './message-channels.ts';
import { messageFormsOf } from './message-forms.ts';
import type { CampaignDefinition } from './rules.ts';

const connectedRow = z.object({ connected: z.array(z.string()) });

/** The channels of texts that a campaign's messages may go by and nobody is connected for: none of them leaves by those. */
export async function unconnectedChannels(
  db: Db,
  { id: programmeId, definition: programme }: Pick<StoredProgramme, 'id' | 'definition'>,
  campaign: CampaignDefinition,
): Promise<TextChannel[]> {
  const templates = Object.keys(messageFormsOf(campaign));
  const named = new Set(templates.flatMap((template) => channelsOfTemplate(campaign, template, programme).all));
  const texts = [...named].filter((channel): channel is TextChannel => isTextChannel(channel));
  if (texts.length === 0) return [];
  const { connected } = await readOnlyRow(
    connectedRow,
    db.$queryRaw`SELECT connected_channels(${programmeId}::int) AS connected`,
  );
  return texts.filter((channel) => !connected.includes(channel));
}

/** What its author is told of them; the provider may be connected later. */
export function unconnectedAdvice(channels: readonly TextChannel[], place: string): FileProblem[] {
  return channels.map((channel) => ({
    file: place,
    field: 'channel',
    problem: `${channel} has no provider yet: what goes by it alone is refused until one is connected`,
    fix: `perennial connection create --kind channel --set channels=${channel} --set url=...`,
  }));
}
