/** A 4xx or 5xx of a mail server. */
export interface Refusal {
  readonly code: number;
  /** What it answered: the sender's address, the recipient's, or the text. */
  readonly stage: 'sender' | 'recipient' | 'message';
  readonly response: string;
}

/**
 * Whom a refusal is about. `account`: us, whatever is sent to whom. `sender`: in all likelihood us, but a server may say so of one
 * domain alone. `address`: the recipient, who gets nothing more. `mail`: this mail. `unclear`: this mail or its recipient, unless
 * everybody hears the same.
 */
export type Blame = 'account' | 'sender' | 'address' | 'mail' | 'unclear';

/** A login that is wanted, refused, too weak, or can't be looked up now: whatever was asked for. */
const loginCodes: readonly number[] = [454, 530, 534, 535, 538];
/** By subject and detail of the enhanced status code (RFC 3463 and its register); the first that fits counts. */
const blameOf: readonly (readonly [RegExp, Blame])[] = [
  [/^1\.[78]$/, 'sender'],
  [/^1\./, 'address'],
  [/^2\.1$/, 'address'],
  [/^2\./, 'mail'],
  [/^3\.4$/, 'mail'],
  [/^4\.5$/, 'sender'],
  [/^6\./, 'mail'],
  [/^7\.(8|9|1[0-4])$/, 'account'],
];
/** What servers say in words when they mean the account: most of it comes as a plain 550 or as 5.7.1, which says little. */
const senderPhrases: readonly RegExp[] = [
  /\brelay/,
  /\b(authentication|log ?in) (is )?required|\bauthenticate|\bnot (authenticated|logged in)/,
  /\bsender\b.*\b(verif\w*|reject\w*|denied|refused|unknown|not|un\w+)\b/,
  /\b(from|domain|identity)\b.*\b(not|un) ?(verified|confirmed|authori[sz]ed|owned)\b/,
  /\bnot (allowed|permitted|authori[sz]ed) to send\b/,
  /\b(daily|hourly|sending)\b.*\b(quota|limit)\b/,
];
const addressPhrases =
  /\bno such\b|\b(unknown|invalid) (user|recipient|mailbox|address)|\b(user|recipient|mailbox|address)\b.*\b(unknown|not found|not exist|unavailable)/;
const addressCodes: readonly number[] = [550, 551, 553];

/** Whom a refusal blames. */
export function blame({ code, stage, response }: Refusal): Blame {
  const { enhanced, words } = partsOf(response);
  const listed = blameOf.find(([codes]) => enhanced !== undefined && codes.test(enhanced))?.[1];
  if (loginCodes.includes(code)) return 'account';
  if (enhanced === '3.4' || (enhanced === undefined && code === 552)) return 'mail';
  if (stage === 'sender') return 'account';
  if (listed !== undefined) return listed;
  if (senderPhrases.some((phrase) => phrase.test(words))) return 'sender';
  const isPlain = enhanced === undefined && stage === 'recipient';
  return isPlain && addressCodes.includes(code) ? 'address' : 'unclear';
}

/** True when a refusal says in so many words that there is no such address. */
export function namesAddress(refusal: Refusal): boolean {
  const { enhanced, words } = partsOf(refusal.response);
  if (enhanced !== undefined) return /^(1\.([1236]|10)|2\.1)$/.test(enhanced);
  return blame(refusal) === 'address' && addressPhrases.test(words);
}

/** A refusal without what differs from mail to mail: addresses and ids. */
export function gistOf({ code, stage, response }: Refusal): string {
  const { enhanced = '', words } = partsOf(response);
  const common = words.split(/\s+/).filter((word) => !/[@<>\d]/.test(word));
  return [stage, code, enhanced, ...common].join(' ');
}

function partsOf(response: string): { readonly enhanced: string | undefined; readonly words: string } {
  const text = response.replace(/^\d{3}[ -]/, '');
  const [code, enhanced] = /^[45]\.(\d{1,3}\.\d{1,3})\b/.exec(text) ?? [''];
  return { enhanced, words: text.slice(code.length).trim().toLowerCase() };
}
