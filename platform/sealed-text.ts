import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { requireIdentityKeys } from './identity-keys.ts';

/** What stands before a sealed text, so that another way to seal can follow. */
const version = 's1';
const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'sealed-text', 32));

/** A text that must be read again, encrypted with the identity key in use; `owner` is whose it is, and it opens for nobody else. */
export function sealText(text: string, owner: string): string {
  const [current = ''] = requireIdentityKeys();
  const iv = randomBytes(ivBytes);
  const encrypting = createCipheriv(cipher, keyOf(current), iv).setAAD(Buffer.from(owner));
  const body = Buffer.concat([encrypting.update(text, 'utf8'), encrypting.final()]);
  return `${version}.${Buffer.concat([iv, encrypting.getAuthTag(), body]).toString('base64url')}`;
}

/** The text; undefined when none of the identity keys of this process has sealed it, or it was another owner's. */
export function openText(sealed: string, owner: string): string | undefined {
  const [form, payload = ''] = sealed.split('.');
  const bytes = Buffer.from(payload, 'base64url');
  if (form !== version || bytes.length < ivBytes + tagBytes) return undefined;
  for (const secret of requireIdentityKeys()) {
    const text = tryToOpen(bytes, secret, owner);
    if (text !== undefined) return text;
  }
  return undefined;
}

function tryToOpen(bytes: Buffer, secret: string, owner: string): string | undefined {
  const decrypting = createDecipheriv(cipher, keyOf(secret), bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return Buffer.concat([decrypting.update(bytes.subarray(ivBytes + tagBytes)), decrypting.final()]).toString('utf8');
  } catch {
    // Of another key, or changed.
    return undefined;
  }
}
