import * as z from 'zod';
import { parseSent } from '../../platform/parse-data.ts';
import { FileError, refusedAs } from '../../platform/yaml-file.ts';
import { toProgramme } from './file.ts';
import { layoutBytesMax, layoutFile, layoutsMax } from './read-layouts.ts';
import type { Programme } from './rules.ts';
import { programmeFileSchema } from './schema.ts';

/** Nothing is beside what is sent: layouts are in it, by the names that their files would have. */
const layoutsSchema = z
  .record(z.string().regex(layoutFile), z.string().max(layoutBytesMax))
  .refine((layouts) => Object.keys(layouts).length <= layoutsMax);

/**
 * The programme that a call has sent, as data or as the text of a file; throws PROGRAMME_INVALID with everything wrong in it. It may
 * leave its code out, and can't be of another one.
 */
export async function parseSentProgramme(sent: unknown, code: string): Promise<Programme> {
  return refusedAs('PROGRAMME_INVALID', () => {
    const parsed = parseSent(sent, 'programme', programmeFileSchema, ({ layouts: _, ...fields }) => ({
      code,
      ...fields,
    }));
    const { problemAt, value, fields } = parsed;
    if (value.code !== code) {
      throw new FileError([problemAt(['code'], `is not "${code}", that of this programme`, 'leave it out')]);
    }
    const layouts = layoutsSchema.optional().safeParse(fields.layouts);
    if (layouts.success) return toProgramme(parsed, layouts.data);
    const fix = 'name each layout.<locale>.html.liquid or .text.liquid, with its text';
    throw new FileError([problemAt(['layouts'], 'are not texts by the names of their files', fix)]);
  });
}
