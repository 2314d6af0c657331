import type { Console } from './open-console.ts';

/** A number as it is written. */
export const whole = (text: string): number => Number(text.replaceAll(/[^\d]/g, ''));

/** What a statement of one number `n` says of the shop behind the console. */
export async function sqlNumber({ world }: Console, text: string): Promise<number> {
  const [row] = await world.database.$queryRawUnsafe<{ n: number | bigint }[]>(text);
  return Number(row?.n);
}
