import { z } from 'zod';

/** Rows read at a time: each page is a short statement, and no snapshot is held between two. */
export const pageRows = 500;

/** Words with commas between. */
export const listed = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(item).min(1))
    .optional();

export const period = { from: z.coerce.date().optional(), to: z.coerce.date().optional() };
export const text = z.string().min(1).optional();
