import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import { type Difference, differences } from '../../values/diff.ts';
import { type MovedMembers, moveTiers } from './move-tiers.ts';
import { findStored, lockProgramme, type SavedProgramme, saveProgramme } from './rows.ts';
import type { Programme } from './rules.ts';

/** What applying a programme changed, or would change. */
export interface AppliedProgramme {
  readonly programme: string;
  readonly change: SavedProgramme['change'];
  readonly dryRun: boolean;
  readonly changes: readonly Difference[];
  /** Members whose tier is gone, and the tier that their purchases reach now. */
  readonly moved: readonly MovedMembers[];
  /** Undefined for a new programme. */
  readonly before: Programme | undefined;
  readonly after: Programme;
}

/** Who asks, and how. */
export interface ProgrammeAskedBy {
  readonly actor: string;
  /** Only to see what would come of it. */
  readonly dryRun?: boolean;
  /** The version of the rules that was read: another one now is refused. */
  readonly revision?: string | undefined;
  readonly requestId?: string;
}

/** Stores a programme: a new one, or the new rules of one that is there; what changed and who did it is kept. */
export async function applyProgramme(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  definition: Programme,
  { actor, dryRun = false, revision, requestId }: ProgrammeAskedBy,
): Promise<AppliedProgramme> {
  const { code } = definition;
  const at = clock.now();
  return inTransaction(
    database,
    async (tx) => {
      await lockProgramme(tx, code);
      const stored = await findStored(tx, code);
      refuseIfChanged('The programme', stored && String(stored.rulesVersion), revision);
      const before = stored?.definition;
      const changes = differences(before, definition);
      const { id: programmeId, change } = await saveProgramme(tx, definition);
      const tiers = { before: before?.tiers ?? [], after: definition.tiers };
      const moved = await moveTiers(tx, programmeId, tiers);
      if (change !== 'unchanged') {
        const told = { programmeId, at, actor, action: 'programme.apply', target: `programme:${code}` };
        await tx.auditEvent.create({ data: { ...told, after: { changes, moved }, requestId: requestId ?? null } });
      }
      return { programme: code, change, dryRun, changes, moved, before, after: definition };
    },
    { dryRun },
  );
}
