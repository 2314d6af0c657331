import { createHmac, timingSafeEqual } from 'node:crypto';

/** What Shopify and WooCommerce sign a call with: the HMAC-SHA-256 of the body as it is sent, in Base64. */
export function signBody(secret: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** Compared in constant time: a comparison that stops at the first difference tells how much of a guess is right. */
export function isSigned(secret: string, body: Uint8Array, given = ''): boolean {
  return isSame(Buffer.from(signBody(secret, body)), Buffer.from(given));
}

export function isSame(expected: Buffer, given: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
