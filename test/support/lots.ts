import { createHash } from 'node:crypto';

/** The lot of a member between 0 and 1, as anybody can reckon it: below the share it holds the member out. */
export function lotOf(seed: string, externalId: string): number {
  const digest = createHash('sha256').update(`${seed}/${externalId}`).digest('hex');
  return Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48;
}

/** The first names whom the lot of a share holds out, or keeps in; known before anything runs. */
export function namesByLot(seed: string, share: number, heldOut: boolean, count: number): string[] {
  return Array.from({ length: 1_000 }, (_, place) => `member-${place + 1}`)
    .filter((name) => lotOf(seed, name) < share === heldOut)
    .slice(0, count);
}
