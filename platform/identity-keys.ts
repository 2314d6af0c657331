import { createHmac } from 'node:crypto';
import { PerennialError } from './errors.ts';

let keys: readonly string[] = [];

/** Sets the keys of this process, once, where it starts: the first one writes, all of them are recognised. */
export function useIdentityKeys(given: readonly string[]): void {
  keys = given;
}

/** The keyed hashes of a text, one for each key in use; an error where the process was given no key. */
export function identityHashes(text: string): string[] {
  return requireIdentityKeys().map((key) => createHmac('sha256', key).update(text).digest('hex'));
}

/** The keys in use, or an error that says how to set one: a key that everybody knows would make the hashes readable. */
export function requireIdentityKeys(): readonly string[] {
  if (keys.length > 0) return keys;
  throw new PerennialError(
    'ENV_INVALID',
    'IDENTITY_KEY is not set: who is one person under two accounts is not told.',
    {
      field: 'IDENTITY_KEY',
      fix:
        'Set it to a random text of at least 16 characters (openssl rand -base64 24), the same for every process of this database. ' +
        'Where members joined before 0.2 add IDENTITY_KEY_PREVIOUS=perennial.',
    },
  );
}
