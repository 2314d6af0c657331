import { counted } from '../../../values/plural.ts';
import { isSnsAddress } from './ses.ts';

/** A certificate has 2 kB, the answer to a confirmation less than one. */
const bytesMax = 20_000;
const timeoutMs = 5_000;
/** Regions have a few certificates in a year. */
const certificatesMax = 20;
const certificates = new Map<string, Promise<string>>();

/** Asks SNS, and nobody else: no redirect is followed. */
export async function askSns(address: string): Promise<string> {
  if (!isSnsAddress(address)) throw new Error('an address that is not of SNS is not asked');
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`SNS answered ${response.status}`);
  const text = await response.text();
  if (text.length > bytesMax) throw new Error(`SNS answered with ${counted(text.length, 'character', 'characters')}`);
  return text;
}

/** The certificate at an address of SNS; kept, as each call names it. */
export async function certificateAt(address: string, ask = askSns): Promise<string> {
  const known = certificates.get(address);
  if (known) return known;
  const [oldest] = certificates.keys();
  if (certificates.size >= certificatesMax && oldest !== undefined) certificates.delete(oldest);
  const asked = ask(address);
  certificates.set(address, asked);
  asked.catch(() => certificates.delete(address));
  return asked;
}
