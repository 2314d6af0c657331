import type { Db } from '../../platform/database.ts';
import { FileError, type FileProblem } from '../../platform/yaml-file.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import { differenceOf } from '../../workflows/lifecycles/journey/edits.ts';
import { storedPlan } from './journey-definition.ts';
import type { CampaignDefinition } from './rules.ts';

/** Versions looked back on, at most: those before are long over. */
const versionsMax = 200;

/** Throws a FileError when a step has the name of one that was of another kind in an earlier version: results are kept by names. */
export async function refuseOtherKinds(
  tx: Db,
  { id: campaignId, currentVersion }: Pick<Campaign, 'id' | 'currentVersion'>,
  definition: Pick<CampaignDefinition, 'settings'>,
  problemAt: (path: readonly PropertyKey[], problem: string, fix: string) => FileProblem,
): Promise<void> {
  const versions = await tx.campaignVersion.findMany({
    where: { campaignId, version: { lte: currentVersion } },
    select: { version: true, definition: true },
    orderBy: { version: 'desc' },
    take: versionsMax,
  });
  const after = storedPlan(definition);
  const problems = new Map<string, FileProblem>();
  for (const one of versions) {
    const before = storedPlan(one.definition as unknown as CampaignDefinition);
    for (const { name, was, is } of differenceOf(before, after).otherKind) {
      if (problems.has(name)) continue;
      const problem = `is a ${is}, and "${name}" was a ${was} in version ${one.version}: its results are kept by that name`;
      const path = after.byName.get(name)?.path ?? ['steps'];
      problems.set(name, problemAt(path, problem, 'give it an "id" that no step has had'));
    }
  }
  if (problems.size > 0) throw new FileError([...problems.values()]);
}
