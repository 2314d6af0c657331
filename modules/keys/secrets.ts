import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

const lower = '0123456789abcdefghijklmnopqrstuvwxyz';
const mixed = `${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const idLength = 12;
/** 32 characters of 62 are 190 bits. */
const secretLength = 32;

const draw = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** An id nobody can guess from another. */
export const drawId = (): string => draw(lower, idLength);
export const drawSecret = (): string => draw(mixed, secretLength);

/** What is kept of a secret. A slow hash is for what people think up; this one has 190 random bits. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Compared in constant time. */
export function isSecret(secret: string, hash: Uint8Array): boolean {
  const given = hashSecret(secret);
  return given.length === hash.length && timingSafeEqual(given, hash);
}
