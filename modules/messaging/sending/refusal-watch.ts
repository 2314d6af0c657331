import { gistOf, namesAddress, type Refusal } from './rules-refusal.ts';

/** Looks out for a mail server that says the same no to everybody: that is no member's fault. */
export interface RefusalWatch {
  /** Mails that were taken so far: what was refused before one of them was refused for itself. */
  readonly accepted: number;
  /** True from the moment at which everybody was refused until a mail is taken. */
  readonly isShut: boolean;
  /** Notes that a mail was taken. */
  accept(): void;
  /** Notes a refusal for good. */
  refuse(refusal: Refusal, address: string): void;
  /** Notes that the server takes no mail from this account. */
  shut(): void;
}

/** So many addresses in a row with one answer are everybody. */
const addressesMax = 5;
/** A shop may well have so many dead addresses in a row at one provider; at two it has not. */
const namedAddressesMax = 20;
const namedDomainsMin = 2;

export function watchRefusals(): RefusalWatch {
  let gist: string | undefined;
  let addresses = new Set<string>();
  let isShut = false;
  let accepted = 0;

  const isEverybody = (refusal: Refusal) => {
    if (!namesAddress(refusal)) return addresses.size >= addressesMax;
    const domains = new Set([...addresses].map((address) => address.slice(address.lastIndexOf('@') + 1)));
    return addresses.size >= namedAddressesMax && domains.size >= namedDomainsMin;
  };
  return {
    get accepted() {
      return accepted;
    },
    get isShut() {
      return isShut;
    },
    accept: () => {
      accepted += 1;
      [gist, addresses, isShut] = [undefined, new Set(), false];
    },
    refuse: (refusal, address) => {
      const heard = gistOf(refusal);
      if (heard !== gist) [gist, addresses, isShut] = [heard, new Set(), false];
      if (addresses.size < namedAddressesMax) addresses.add(address.trim().toLowerCase());
      isShut ||= isEverybody(refusal);
    },
    shut: () => {
      isShut = true;
    },
  };
}
