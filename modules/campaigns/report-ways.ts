import type { Db } from '../../platform/database.ts';
import type { Prisma } from '../../prisma/generated/client.ts';
import { drawnWay } from '../../workflows/lifecycles/journey/kinds/split.ts';
import { splitPlace } from '../../workflows/lifecycles/journey/lot.ts';
import { isJourney, storedPlan } from './journey-definition.ts';
import { readJudged } from './rows-conversion.ts';
import { storedDefinition } from './rows-versions.ts';
import type { CampaignDefinition } from './rules.ts';
import { type Judged, reportSplit, type SplitReport, type Way } from './rules-ways.ts';

interface Split {
  readonly step: string;
  readonly ways: readonly { readonly path: string; readonly share: number }[];
  readonly afterMembers: number | undefined;
}

/** Versions that are looked through for the same split, the latest first. */
const versionsMax = 50;

/**
 * Each split of a journey, way by way: everybody who has entered since it was drawn like this, by the way that the lot has for them,
 * whatever became of them before they came to it. Leaving out those who never came to it would leave out different people.
 */
export async function reportWays(
  db: Db,
  {
    campaignId,
    definition,
    ...judging
  }: {
    readonly campaignId: number;
    readonly definition: CampaignDefinition;
    readonly days: number;
    readonly asOf: Date;
    readonly reached: Prisma.Sql;
  },
): Promise<SplitReport[]> {
  const splits = splitsOf(definition);
  if (splits.length === 0) return [];
  const versions = await db.campaignVersion.findMany({
    where: { campaignId },
    orderBy: { version: 'desc' },
    take: versionsMax,
  });
  const drawnAs = versions.map((version) => ({ id: version.id, splits: splitsOf(storedDefinition(version)) }));
  const reports: SplitReport[] = [];
  for (const split of splits) {
    const versionIds = drawnAs.filter((each) => each.splits.some((one) => isSame(one, split))).map(({ id }) => id);
    reports.push(await reportOne(db, definition.code, split, { campaignId, versionIds, ...judging }));
  }
  return reports;
}

function splitsOf(definition: CampaignDefinition): Split[] {
  if (!isJourney(definition)) return [];
  return storedPlan(definition).steps.flatMap(({ name, kind, step }) => {
    if (kind.verb !== 'split') return [];
    const ways = (step.split as Split['ways']).map(({ path, share }) => ({ path, share }));
    const { winner } = step as { readonly winner?: { readonly afterMembers: number } };
    return [{ step: name, ways, afterMembers: winner?.afterMembers }];
  });
}

const isSame = (one: Split, other: Split) =>
  one.step === other.step && JSON.stringify(one.ways) === JSON.stringify(other.ways);

async function reportOne(
  db: Db,
  code: string,
  { step, ways, afterMembers }: Split,
  asked: Parameters<typeof readJudged>[1],
): Promise<SplitReport> {
  const judged = new Map<string, Judged[]>(ways.map(({ path }) => [path, []]));
  const stillOpen = new Map<string, number>();
  for await (const page of readJudged(db, asked)) {
    for (const { lot, isOver, ...own } of page) {
      const path = drawnWay(ways, splitPlace({ campaign: code, step, lot }));
      if (isOver) judged.get(path)?.push(own);
      else stillOpen.set(path, (stillOpen.get(path) ?? 0) + 1);
    }
  }
  const all = ways.map((way): Way => ({
    ...way,
    judged: judged.get(way.path) ?? [],
    stillOpen: stillOpen.get(way.path) ?? 0,
  }));
  return reportSplit(step, all, afterMembers);
}
