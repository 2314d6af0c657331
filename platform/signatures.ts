import { createHmac, timingSafeEqual } from 'node:crypto';
import { requireIdentityKeys } from './identity-keys.ts';

/** 128 bits: nobody guesses one. */
const signatureBytes = 16;

/** What shows later that this installation wrote the text, for this purpose alone. */
export function signatureOf(purpose: string, text: string): string {
  const [key = ''] = requireIdentityKeys();
  return signed(key, purpose, text).toString('base64url');
}

/** True when this installation has signed the text, with a key that is in use. */
export function isSigned(purpose: string, text: string, signature: string): boolean {
  const given = Buffer.from(signature, 'base64url');
  // Decoding passes over what is no base64url: one text, one signature.
  if (given.length !== signatureBytes || given.toString('base64url') !== signature) return false;
  return requireIdentityKeys().some((key) => timingSafeEqual(given, signed(key, purpose, text)));
}

/** A key of its own for each purpose: what is signed for one says nothing about another. */
function signed(key: string, purpose: string, text: string): Buffer {
  const own = createHmac('sha256', key).update(`perennial:${purpose}`).digest();
  return createHmac('sha256', own).update(text).digest().subarray(0, signatureBytes);
}
