import { PerennialError } from '../../platform/errors.ts';

/** An e-mail address as it is compared: without its case and the spaces around it; refused with the field when it is none. */
export function checkAddress(given: string, field = 'address'): string {
  const address = given.trim().toLowerCase();
  if (/^[^\s@]+@[^\s@]+$/.test(address)) return address;
  throw new PerennialError('USAGE', `"${given}" is not an e-mail address.`, {
    field,
    fix: 'Write it as anna@example.com, without a name.',
  });
}
