import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { readKeyPublicId } from './rules-token.ts';

/** What a member token says: whose it is, which key made it, and until when. */
export interface MemberToken {
  readonly programmeId: number;
  /** The shop's id of the member. */
  readonly memberId: string;
  /** The key that made it: it ends with that. */
  readonly keyId: string;
  /** May it check in? */
  readonly checkIn: boolean;
  /** May it change the profile and consent, and activate the card? */
  readonly edit: boolean;
  readonly expiresAt: Date;
}

/** What it may do, as bits of one number. */
const permissions = { checkIn: 1, edit: 2 } as const;
const claimsSchema = z.tuple([z.int(), z.string(), z.string(), z.int().min(0).max(3), z.int()]);
const prefix = 'mtk_';

const signature = (secret: string, claims: string): Buffer => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'member-token', 32));
  return createHmac('sha256', key).update(claims).digest();
};

/** A token for pages and apps of one member. Nothing of it is stored. */
export function signMemberToken(secret: string, token: MemberToken): string {
  const { programmeId, memberId, keyId, checkIn, edit, expiresAt } = token;
  const id = readKeyPublicId(keyId) ?? keyId;
  const may = (checkIn ? permissions.checkIn : 0) + (edit ? permissions.edit : 0);
  const claims = Buffer.from(
    JSON.stringify([programmeId, memberId, id, may, Math.floor(expiresAt.getTime() / 1_000)]),
  ).toString('base64url');
  return `${prefix}${claims}.${signature(secret, claims).toString('base64url')}`;
}

/** What a token says; undefined when this installation has not signed it, or it has ended. `keyId` is without its prefix. */
export function readMemberToken(secret: string, text: string, now = new Date()): MemberToken | undefined {
  const match = /^mtk_([A-Za-z0-9_-]{1,2000})\.([A-Za-z0-9_-]{43})$/.exec(text);
  const [, claims, given] = match ?? [];
  if (claims === undefined || given === undefined) return undefined;
  const bytes = Buffer.from(given, 'base64url');
  const expected = signature(secret, claims);
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return undefined;
  const read = claimsSchema.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
  if (!read.success) return undefined;
  const [programmeId, memberId, keyId, may, until] = read.data;
  const expiresAt = new Date(until * 1_000);
  const [checkIn, edit] = [(may & permissions.checkIn) !== 0, (may & permissions.edit) !== 0];
  return expiresAt <= now ? undefined : { programmeId, memberId, keyId, checkIn, edit, expiresAt };
}
