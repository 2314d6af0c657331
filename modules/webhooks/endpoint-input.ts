import { counted } from '../../values/plural.ts';
import { randomBytes } from 'node:crypto';
import { PerennialError } from '../../platform/errors.ts';
import { refuseAddress, type WebhookReach } from './reach.ts';
import { notificationTypes } from './rules-types.ts';
import { urlProblem } from './rules-url.ts';

export const nameCharsMax = 100;
/** Random bytes of a secret, as Standard Webhooks asks for. */
const secretBytes = 24;
const idBytes = 10;

/** A secret that nobody has seen. */
export const newSecret = (): string => `whsec_${randomBytes(secretBytes).toString('base64')}`;
export const newPublicId = (): string => randomBytes(idBytes).toString('hex');

/** Refuses a URL that nothing may be sent to: by its form, or by the address that its host has now. */
export async function requireUrl(url: string, reach: WebhookReach): Promise<void> {
  const problem = urlProblem(url, reach) ?? (await refuseAddress(url, reach));
  if (problem === undefined) return;
  throw new PerennialError('URL_NOT_ALLOWED', `Nothing is sent to "${url}": it ${problem}.`, {
    field: 'url',
    fix: 'Give a URL that starts with https:// and whose host is reached over the internet.',
  });
}

/** Refuses types that there are not, and a name that is too long. */
export function requireTypes(types: readonly string[]): void {
  const known: readonly string[] = notificationTypes;
  const unknown = types.find((type) => !known.includes(type));
  if (unknown === undefined) return;
  throw new PerennialError('REQUEST_INVALID', `"${unknown}" is no type of notification.`, {
    field: 'types',
    fix: `Take them from: ${known.join(', ')}; none at all stands for every one.`,
  });
}

/** Refuses a name that is too long. */
export function requireName(name: string): void {
  if (name.length >= 1 && name.length <= nameCharsMax) return;
  throw new PerennialError('REQUEST_INVALID', `The name has ${counted(name.length, 'character', 'characters')}.`, {
    field: 'name',
    fix: `Give it 1 to ${nameCharsMax}.`,
  });
}
