import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { readYamlFile } from '../../platform/yaml-file.ts';
import type { Locale } from '../../values/wording.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { applySegmentsIn } from '../segments/apply.ts';
import { readSegmentFiles } from '../segments/read.ts';
import { readSegments } from '../segments/rows.ts';
import { type ApplyReport, applyTo, type AskedBy, type CampaignDeps } from './apply.ts';
import { loadCampaign } from './load.ts';
import { findCampaign, lockCampaign } from './rows.ts';
import { isGone } from './rules.ts';

/** A campaign that is shipped to be copied. */
export interface Playbook {
  readonly code: string;
  readonly name: string;
  readonly about: string;
  readonly lifecycle: string;
  /** Segments that it names, which come with it. */
  readonly segments: readonly string[];
  /** The programme has a campaign of its code. */
  readonly isUsed: boolean;
}

const said = z.strictObject({ en: z.string(), 'zh-CN': z.string() });
const gallerySchema = z.record(z.string(), z.strictObject({ name: said, about: said }));
const folder = () => join(packageRoot(), 'playbooks');

const readGallery = async () => (await readYamlFile(join(folder(), 'gallery.yaml'), gallerySchema)).value;

const named = new Set(['segment', 'enters', 'leaves']);

/** Codes of the segments that a file names anywhere. */
function segmentsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(segmentsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    named.has(key) && typeof one === 'string' ? [one] : segmentsIn(one),
  );
}

/** The playbooks that are shipped, in the order of the gallery. */
export async function listPlaybooks(db: Db, programmeId: number, locale: Locale): Promise<Playbook[]> {
  const gallery = await readGallery();
  const campaigns = await db.campaign.findMany({
    where: { programmeId, code: { in: Object.keys(gallery) } },
    select: { code: true, status: true, launchedAt: true },
  });
  const used = new Set(campaigns.filter((one) => !isGone(one)).map(({ code }) => code));
  return Promise.all(
    Object.entries(gallery).map(async ([code, { name, about }]) => {
      const { value } = await loadCampaign(join(folder(), code));
      return {
        ...{ code, name: name[locale], about: about[locale], lifecycle: value.lifecycle },
        ...{ segments: [...new Set(segmentsIn(value))], isUsed: used.has(code) },
      };
    }),
  );
}

export interface UsedBy extends Omit<AskedBy, 'revision'> {
  /** The draft's code; the playbook's own when absent. */
  readonly campaign?: string | undefined;
  readonly locale: Locale;
}

/** Makes a draft of a playbook, named in a language, with the segments it needs and the programme lacks: all of it, or nothing. */
export async function applyPlaybook(
  { database, clock }: CampaignDeps,
  programme: StoredProgramme,
  playbook: string,
  { actor, requestId, dryRun = false, campaign, locale }: UsedBy,
): Promise<ApplyReport> {
  const gallery = await readGallery();
  const entry = Object.hasOwn(gallery, playbook) ? gallery[playbook] : undefined;
  if (entry === undefined) {
    throw new PerennialError('PLAYBOOK_NOT_FOUND', `No playbook is called "${playbook}".`, {
      field: 'playbook',
      fix: 'See `perennial campaign playbooks` for those there are.',
    });
  }
  const code = campaign ?? playbook;
  const written = await loadCampaign(join(folder(), playbook));
  const draft = { ...written, value: { ...written.value, campaign: code, name: entry.name[locale] } };
  const shipped = await readdir(join(folder(), 'segments'));
  const wanted = [...new Set(segmentsIn(written.value))].filter((each) => shipped.includes(`${each}.yaml`));
  const report = await inTransaction(
    database,
    async (tx) => {
      await lockCampaign(tx, { programmeId: programme.id, code });
      const stored = await findCampaign(tx, { programmeId: programme.id, code });
      if (stored && !isGone(stored)) {
        throw new PerennialError('CAMPAIGN_EXISTS', `There is a campaign "${code}" already.`, { field: 'campaign' });
      }
      const there = new Set((await readSegments(tx, programme.id)).map((each) => each.code));
      const files = wanted.filter((each) => !there.has(each)).map((each) => join(folder(), 'segments', `${each}.yaml`));
      const segments = (await Promise.all(files.map(readSegmentFiles))).flat();
      const now = clock.now();
      if (segments.length > 0) await applySegmentsIn(tx, programme, segments, { actor, requestId, now });
      return applyTo(tx, stored, { programmeId: programme.id, written: draft, change: { actor, requestId, now } });
    },
    { dryRun },
  );
  return { ...report, dryRun };
}
