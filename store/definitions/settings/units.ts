import * as z from 'zod';

/** Points one step may grant: a slip of the keyboard beyond this is worth a new campaign. */
const grantPointsMax = 1_000_000;

export const grantPoints = z.int().min(0).max(grantPointsMax);

export const days = (min: number, max: number) => z.int().min(min).max(max);
