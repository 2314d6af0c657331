import { z } from 'zod';
import { contentHash } from '../../platform/canonical-json.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { Programme as ProgrammeRow } from '../../prisma/generated/client.ts';
import type { Programme } from './rules.ts';
import { readRows } from '../../platform/rows.ts';

/** A programme as it is stored. */
export interface StoredProgramme {
  readonly id: number;
  readonly definition: Programme;
  /** Which rules these are: 1 for the first, one more with each change. */
  readonly rulesVersion: number;
}

export interface SavedProgramme {
  readonly id: number;
  readonly change: 'created' | 'changed' | 'unchanged';
}

/** Stores a programme under its code, or the new state of one that is there. Points already earned keep their terms. */
export async function saveProgramme(db: Db, programme: Programme): Promise<SavedProgramme> {
  const { code, name, asset, currency, zone, locale, clawback } = programme;
  const columns = { name, asset, currency, zone, locale, clawbackPolicy: clawback, definition: programme };
  const definitionHash = contentHash(programme);
  const before = await db.programme.findUnique({ where: { code } });
  if (!before) {
    const { id } = await db.programme.create({ data: { code, ...columns, definitionHash } });
    return { id, change: 'created' };
  }
  if (before.definitionHash === definitionHash) return { id: before.id, change: 'unchanged' };
  if (before.currency !== currency) await refuseCurrencyChange(db, before, currency);
  const rulesVersion = { increment: 1 };
  await db.programme.update({ where: { id: before.id }, data: { ...columns, definitionHash, rulesVersion } });
  return { id: before.id, change: 'changed' };
}

/** Lets one at a time change the programme of this code, until the transaction ends. */
export async function lockProgramme(tx: Db, code: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`programme ${code}`}, 0))`;
}

/** A programme by its code or id; undefined when there is none. */
export async function findStored(db: Db, codeOrId: string | number): Promise<StoredProgramme | undefined> {
  const row = await db.programme.findUnique({
    where: typeof codeOrId === 'number' ? { id: codeOrId } : { code: codeOrId },
    select: { id: true, definition: true, rulesVersion: true },
  });
  return row === null ? undefined : storedProgramme(row);
}

/** The one door from the column to the type: only saveProgramme() writes it, and takes nothing else. */
function storedProgramme({
  id,
  definition,
  rulesVersion,
}: Pick<ProgrammeRow, 'id' | 'definition' | 'rulesVersion'>): StoredProgramme {
  if (isProgramme(definition)) return { id, definition, rulesVersion };
  throw new PerennialError('PROGRAMME_INVALID', `The programme with the id ${id} can't be read.`, {
    field: 'programme',
    fix: 'Apply its file again.',
  });
}

/** What no rule can do without is there. */
function isProgramme(definition: ProgrammeRow['definition']): definition is ProgrammeRow['definition'] & Programme {
  return typeof definition === 'object' && definition !== null && 'zone' in definition && 'expiry' in definition;
}

/** A programme by its code or id; throws PROGRAMME_NOT_FOUND. */
export async function loadProgramme(db: Db, codeOrId: string | number): Promise<StoredProgramme> {
  const stored = await findStored(db, codeOrId);
  if (stored) return stored;
  throw new PerennialError('PROGRAMME_NOT_FOUND', `No programme is called "${codeOrId}".`, {
    field: 'programme',
    fix: 'See `perennial programme list` for those there are, or apply a programme file.',
  });
}

export type ExpiryRules = Pick<Programme, 'expiry' | 'zone' | 'tiers'>;

/** What decides when points granted now expire. */
export async function readExpiryRules(db: Db, programmeId: number): Promise<ExpiryRules> {
  const { expiry, zone, tiers = [] } = (await loadProgramme(db, programmeId)).definition;
  return { expiry, zone, tiers };
}

async function refuseCurrencyChange(db: Db, { id, currency }: { id: number; currency: string }, wanted: string) {
  const of = { where: { programmeId: id }, select: { id: true } } as const;
  // Amounts are stored in minor units: another currency would make other sums of them.
  const what =
    ((await db.salesOrder.findFirst(of)) && 'orders') ??
    ((await db.ledgerCoupon.findFirst(of)) && 'coupons') ??
    ((await db.campaign.findFirst(of)) && 'campaigns with amounts');
  if (what === null) return;
  throw new PerennialError(
    'PROGRAMME_INVALID',
    `The programme has ${what} in ${currency}; it can't change to ${wanted}.`,
    {
      field: 'currency',
      fix: `Write currency: ${currency}, or give the new programme its own code.`,
    },
  );
}

const tierRow = z.object({ id: z.string(), tier: z.string() });

/** The tiers of these members, by id; nothing is read where no tier lets points live longer. */
export async function tiersForExpiry(
  db: Db,
  { tiers }: Pick<ExpiryRules, 'tiers'>,
  memberIds: readonly string[],
): Promise<Map<string, string>> {
  if (tiers.every(({ extraExpiryMonths = 0 }) => extraExpiryMonths === 0)) return new Map();
  const rows = await readRows(
    tierRow,
    db.$queryRaw`
      SELECT id::text, tier FROM member WHERE id = ANY (${memberIds}::text[]::bigint[])`,
  );
  return new Map(rows.map(({ id, tier }) => [id, tier]));
}

/** What happens to points that can't be taken back because they are spent. */
export async function readClawbackPolicy(db: Db, programmeId: number): Promise<'DEBT' | 'CLAMP'> {
  const { clawbackPolicy } = await db.programme.findUniqueOrThrow({
    where: { id: programmeId },
    select: { clawbackPolicy: true },
  });
  return clawbackPolicy === 'CLAMP' ? 'CLAMP' : 'DEBT';
}
