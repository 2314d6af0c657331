import type { Connections } from './connections.ts';
import type { Env } from './env.ts';
import { PerennialError } from './errors.ts';

/** Texts that stand in examples: whoever has read them can sign and hash. */
const placeholders = /^(change[-_ ]?me|your[-_ ]|placeholder|secret[-_ ]?(key|here)?$|example|perennial$|xxxx)/i;
const thisMachine = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/i;

/** Variables that still hold the text of an example, though members elsewhere reach this installation. */
export function placeholderSecrets(env: Env, { publicUrl, ...connections }: Connections): string[] {
  if (publicUrl === undefined || thisMachine.test(new URL(publicUrl).hostname)) return [];
  const [identityKey] = connections.identityKeys;
  const secrets = {
    UNSUBSCRIBE_SECRET: connections.unsubscribeSecret,
    IDENTITY_KEY: identityKey,
    MAIL_REPORT_SECRET: env.MAIL_REPORT_SECRET,
  };
  return Object.entries(secrets).flatMap(([name, value]) =>
    value !== undefined && placeholders.test(value) ? [name] : [],
  );
}

/** Ends a start with the secrets of an example, where anybody could make a link that unsubscribes somebody else. */
export function refusePlaceholders(env: Env, connections: Connections): void {
  const [name] = placeholderSecrets(env, connections);
  if (name === undefined) return;
  throw new PerennialError(
    'ENV_INVALID',
    `${name} is the text of an example, and PUBLIC_URL (${connections.publicUrl}) is not on this machine.`,
    { field: name, fix: placeholderFix },
  );
}

export const placeholderFix =
  'Choose a text of your own: openssl rand -base64 24. For links and hashes of before see docs/guides/deploying.md.';
