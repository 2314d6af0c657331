import * as z from 'zod';
import { contentHash } from '../../platform/canonical-json.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { fieldName } from '../../platform/yaml-file.ts';
import type { Campaign, CampaignVersion } from '../../prisma/generated/client.ts';
import type { Lifecycle } from '../../workflows/engine/story.ts';
import { channels, messageClasses, textChannels } from '../programme/rules-message-limits.ts';
import { isKnownKind } from './message-forms.ts';
import { auditCampaign, type Change, notReviewed } from './rows.ts';
import { type CampaignDefinition, isGone } from './rules.ts';

const jsonObject = z.record(z.string(), z.json());

const shortText = z.object({
  text: z.string(),
  title: z.string().exactOptional(),
  url: z.string().exactOptional(),
});

/** A version's JSON as it was written; the compiler holds it to the type. */
const storedSchema: z.ZodType<CampaignDefinition> = z.object({
  code: z.string(),
  name: z.string(),
  lifecycle: z.string(),
  settings: jsonObject,
  reentry: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('never') }),
    z.object({ kind: z.literal('afterDays'), days: z.number() }),
  ]),
  exitOn: z.array(z.object({ type: z.string(), where: jsonObject.exactOptional(), reason: z.string() })),
  priority: z.number(),
  holdOut: z.number().exactOptional(),
  conversionDays: z.number().exactOptional(),
  messageClasses: z.record(z.string(), z.enum(messageClasses)).exactOptional(),
  messageChannels: z.array(z.enum(channels)).exactOptional(),
  messages: z.record(
    z.string(),
    z.record(z.string(), z.object({ subject: z.string(), html: z.string(), text: z.string() })),
  ),
  shortTexts: z
    .record(z.string(), z.record(z.string(), z.partialRecord(z.enum(textChannels), shortText)))
    .exactOptional(),
});

/** The row of the version that members enter with. */
export async function currentVersion(
  db: Db,
  { id: campaignId, currentVersion: version }: Pick<Campaign, 'id' | 'currentVersion'>,
): Promise<CampaignVersion> {
  return db.campaignVersion.findUniqueOrThrow({ where: { campaignId_version: { campaignId, version } } });
}

/** The row of a version; undefined when there is none of this number. */
export async function findVersion(
  db: Db,
  { id: campaignId }: Pick<Campaign, 'id'>,
  version: number,
): Promise<CampaignVersion | undefined> {
  return (await db.campaignVersion.findUnique({ where: { campaignId_version: { campaignId, version } } })) ?? undefined;
}

/** The one door from a version's JSON to its definition; throws CAMPAIGN_INVALID when an older release wrote what this one can't read. */
export function storedDefinition({
  definition,
  version,
}: Pick<CampaignVersion, 'definition' | 'version'>): CampaignDefinition {
  const read = storedSchema.safeParse(definition);
  if (read.success) {
    if (isKnownKind(read.data.lifecycle)) return read.data;
    throw new PerennialError('LIFECYCLE_UNKNOWN', `This process knows no lifecycle "${read.data.lifecycle}".`, {
      field: 'lifecycle',
      fix: 'Start every process with a PERENNIAL_EXTENSIONS that names the module which has it.',
    });
  }
  const field = fieldName(read.error.issues[0]?.path ?? []);
  throw new PerennialError('CAMPAIGN_INVALID', `Version ${version} of the campaign can't be read: see its ${field}.`, {
    field,
    fix: 'Apply its file again.',
  });
}

/** What decides at the intake who enters and what wakes them. */
export type Entrance = Pick<Lifecycle, 'trigger' | 'listensTo'> & {
  /** Of a journey, the types of events that may bring members in. */
  readonly doorTypes?: readonly string[];
};

export interface StoredVersion {
  readonly campaignId: number;
  readonly version: number;
  readonly change: 'created' | 'new version' | 'unchanged';
  /** It is not live before somebody has chosen what becomes of those inside. */
  readonly isStaged: boolean;
}

/**
 * Writes a definition down: a new campaign as a draft, or a new version of the one that is there when anything differs. The code of
 * a draft that is gone begins anew. `staging` leaves the version that is live as it is: this one waits beside it, in the place of one
 * that waited before.
 * Enrolments keep the version they entered with; new ones take the one that is live.
 */
export async function storeVersion(
  tx: Db,
  before: Campaign | undefined,
  { programmeId, definition, entrance, staging = false, ...change }: Change & NewVersion,
): Promise<StoredVersion> {
  const { now } = change;
  const { code, name, lifecycle, exitOn } = definition;
  const trigger = entrance.trigger.kind === 'event' ? entrance.trigger.pattern : undefined;
  const listensTo = [...new Set([...entrance.listensTo, ...exitOn.map((rule) => rule.type)])].sort();
  const doorTypes = [...new Set(entrance.doorTypes)].sort();
  const doors = doorTypes.length === 0 ? {} : { doorTypes };
  const definitionHash = contentHash({ definition, listensTo, trigger: trigger ?? null, ...doors });
  const stands = before !== undefined && !isGone(before);
  if (stands && (await currentVersion(tx, before)).definitionHash === definitionHash) {
    if (staging) await tx.campaign.update({ where: { id: before.id }, data: notStaged });
    return { campaignId: before.id, version: before.currentVersion, change: 'unchanged', isStaged: false };
  }
  const waiting = staging && before?.stagedVersion ? await findVersion(tx, before, before.stagedVersion) : undefined;
  if (before && waiting?.definitionHash === definitionHash) {
    return { campaignId: before.id, version: waiting.version, change: 'unchanged', isStaged: true };
  }
  const version = before === undefined ? 1 : (await latestVersion(tx, before)) + 1;
  const { id: campaignId } =
    before && staging
      ? await tx.campaign.update({
          where: { id: before.id },
          data: { stagedVersion: version, stagedAt: now, stagedBy: change.actor },
        })
      : before
        ? await tx.campaign.update({
            where: { id: before.id },
            data: {
              name,
              currentVersion: version,
              ...(stands ? beforeReview(before) : { ...anew, lifecycle, createdAt: now }),
            },
          })
        : await tx.campaign.create({ data: { programmeId, code, name, lifecycle, createdAt: now } });
  await tx.campaignVersion.create({
    data: {
      ...{ programmeId, campaignId, version, definition, definitionHash, listensTo, exitOn, createdAt: now },
      doorTypes,
      triggerType: trigger?.type ?? null,
      triggerWhere: trigger?.where ?? {},
      reentryDays: definition.reentry.kind === 'afterDays' ? definition.reentry.days : null,
      holdOut: definition.holdOut ?? 0,
    },
  });
  const was = staging ? (before?.currentVersion ?? 0) : version - 1;
  const told = { action: staging ? 'campaign.staged' : 'campaign.apply', before: { version: was }, after: { version } };
  await auditCampaign(tx, { programmeId, code }, change, told);
  return { campaignId, version, change: stands ? 'new version' : 'created', isStaged: staging };
}

/** Of a campaign that has no version which waits to go live. */
export const notStaged = { stagedVersion: null, stagedAt: null, stagedBy: null };

async function latestVersion(tx: Db, { id: campaignId }: Pick<Campaign, 'id'>): Promise<number> {
  const { _max } = await tx.campaignVersion.aggregate({ where: { campaignId }, _max: { version: true } });
  return _max.version ?? 0;
}

const anew = {
  status: 'draft',
  endedAt: null,
  endedReason: null,
  entryClosedAt: null,
  runsUntil: null,
  ...notReviewed,
};

/** Another version has to be looked at, and given its time, again. */
const beforeReview = ({ status }: Campaign) =>
  status === 'in_review' || status === 'scheduled' ? { status: 'draft', ...notReviewed } : {};

interface NewVersion {
  readonly programmeId: number;
  readonly definition: CampaignDefinition;
  readonly entrance: Entrance;
  readonly staging?: boolean;
}
