import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import { isThisMachine } from './rules-url.ts';

// Whoever may name a URL must not reach through us what only we reach: this machine, its network, the cloud's metadata. An address is
// checked where the connection is made, so that a name which leads elsewhere a moment later gains nothing.

/** Where notifications may go. */
export interface WebhookReach {
  /** http and addresses of this machine, for a shop in development (WEBHOOKS_TO_THIS_MACHINE=on). */
  readonly allowsThisMachine: boolean;
  /** Finds a host's addresses; the system's resolver when absent. */
  readonly resolve?: Resolve;
}

export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** Public by their form, and yet a cloud's own: Azure's platform address. */
const ownAddresses = new Set(['168.63.129.16']);

const resolveBySystem: Resolve = (host) =>
  new Promise((resolve, reject) =>
    dnsLookup(host, { all: true, verbatim: true }, (error, addresses) => (error ? reject(error) : resolve(addresses))),
  );

/** Whether an address is of the internet: nothing private, of this machine, of a link, or that stands for another one. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  // An IPv4 address in the clothes of an IPv6 one is what it is.
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && !ownAddresses.has(address.toString()) && !isSiteLocal(address);
}

/** fec0::/10, given up, and private where it is still in use. */
function isSiteLocal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv6 && address.match(ipaddr.IPv6.parse('fec0::'), 10);
}

function isLoopback(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === 'loopback';
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** The addresses of a URL's host, all of them allowed; throws what is wrong with them. */
export async function allowedAddresses(url: URL, reach: WebhookReach): Promise<readonly LookupAddress[]> {
  const host = hostOf(url);
  const addresses = ipaddr.isValid(host)
    ? [{ address: host, family: ipaddr.parse(host).kind() === 'ipv6' ? 6 : 4 }]
    : await (reach.resolve ?? resolveBySystem)(host);
  const isOwn = reach.allowsThisMachine && isThisMachine(url);
  const refused = addresses.find(({ address }) => !(isOwn ? isLoopback(address) : isPublicAddress(address)));
  if (refused !== undefined) throw new AddressRefused(`leads to ${refused.address}, which is not of the internet`);
  if (addresses.length === 0) throw new AddressRefused('leads to no address');
  return addresses;
}

/** A URL leads where nothing is sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Whoever makes an endpoint waits no longer for the address of its host. */
const resolveMsMax = 3_000;

/** Why a URL is refused by the address that its host has now; undefined when it is not. A host that nobody knows is refused. */
export async function refuseAddress(url: string, reach: WebhookReach): Promise<string | undefined> {
  const late = new AbortController();
  const waited = sleep(resolveMsMax, undefined, { signal: late.signal }).then(() => {
    throw new AddressRefused('has a host that is not found in time');
  });
  waited.catch(() => undefined);
  try {
    await Promise.race([allowedAddresses(new URL(url), reach), waited]);
    return undefined;
  } catch (error) {
    return error instanceof AddressRefused ? error.message : 'has a host that is not found';
  } finally {
    late.abort();
  }
}

/** What a socket asks for its host: answered with addresses that were looked up for this connection and are allowed. */
export function checkedLookup(url: URL, reach: WebhookReach): LookupFunction {
  return (_host, options, callback) => {
    allowedAddresses(url, reach).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };
}
