import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { vouchedFor } from '../../../platform/rows.ts';
import { within } from '../../../platform/transact.ts';
import { without } from '../../../values/without.ts';
import type { Choices } from '../reading/choices.ts';
import { formatNames, lineRules } from '../reading/formats.ts';
import { keptReading } from '../reading/kept.ts';
import { mergedChoices } from '../reading/mapping.ts';
import { decimalSigns } from '../reading/rules-amounts.ts';
import { dateOrders } from '../reading/rules-dates.ts';
import { type NewImport, startImport } from './start.ts';
import { type ImportView, requireImport } from './view.ts';

const storedOptions = z.object({
  choices: vouchedFor<Choices | undefined>(),
  shiftTo: z.string().optional(),
  shiftMs: z.number().optional(),
  fileName: z.string().optional(),
  readAs: keptReading.optional(),
});

type Again = Pick<NewImport, 'dryRun' | 'shiftTo' | 'choices' | 'actor' | 'requestId' | 'now'>;

/** Puts the file of an import in the queue once more: for real what was only tried, or read in another way. */
export function importAgain(
  db: Db,
  programmeId: number,
  shown: string,
  { choices, shiftTo, ...wanted }: Again,
): Promise<ImportView> {
  return within(db, async (tx) => {
    const id = await requireImport(tx, programmeId, shown);
    const { kind, status, uploadId, options } = await tx.importRun.findUniqueOrThrow({ where: { id } });
    if (status === 'queued' || status === 'running') {
      throw refused(shown, 'is still being worked on', 'Let it finish, or cancel it.');
    }
    if (uploadId === null) throw refused(shown, 'has no file here any more', 'Send the file anew.');
    const before = storedOptions.parse(options);
    return startImport(tx, programmeId, {
      ...wanted,
      ...{ kind: kind === 'members' ? 'members' : 'orders', uploadId, isAgain: true, fileName: before.fileName },
      choices: mergedChoices(before.choices ?? {}, choices),
      shiftTo: shiftTo ?? before.shiftTo,
      shiftMs: before.shiftMs,
    });
  });
}

/** How a file of mended rejects is to be read: as the file was that they stood in, with what had been found out of the whole of it. */
export async function readingLike(
  db: Db,
  programmeId: number,
  shown: string,
): Promise<{ readonly choices: Choices; readonly shiftMs: number }> {
  const id = await requireImport(db, programmeId, shown);
  const { options } = await db.importRun.findUniqueOrThrow({ where: { id } });
  const { choices = {}, shiftMs = 0, readAs } = storedOptions.parse(options);
  // A file of rejects is ours: UTF-8 and commas, whatever the first one had.
  const said = without(choices, 'encoding', 'delimiter');
  if (readAs === undefined) return { choices: said, shiftMs };
  const { format, dates, decimal, lines, zone } = readAs;
  const found = {
    format: formatNames.find((each) => each === format),
    dates: dateOrders.find((each) => each === dates),
    decimal: decimalSigns.find((each) => each === decimal),
    lines: lineRules.find((each) => each === lines),
    zone,
  };
  const known = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Choices;
  return { choices: mergedChoices(known, said), shiftMs };
}

const refused = (shown: string, what: string, fix: string) =>
  new PerennialError('IMPORT_STATUS', `${shown} ${what}.`, { field: 'importId', fix });
