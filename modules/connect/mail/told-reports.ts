import { isHardBounce } from '../../messaging/reachability/rules-mail-report.ts';
import type { GivenReport } from '../../messaging/reachability/take-mail-report.ts';
import { cutText } from '../../../values/cut-text.ts';

/** What a mail provider's call comes to. */
export type MailTold =
  { readonly reports: readonly GivenReport[]; readonly ignored: string | null } | { readonly invalid: string };

/** Characters of a provider's words, of an address, of a Message-ID and of an id. */
const lengthMax = { detail: 300, address: 254, messageId: 250, id: 500 };

interface Given {
  readonly id: string;
  readonly type: 'bounce' | 'complaint';
  /** Undefined lets the words decide. */
  readonly hard?: boolean | undefined;
  readonly at: number;
  readonly detail: readonly (string | number | null | undefined)[];
  readonly address: string | null | undefined;
  readonly messageId?: string | null | undefined;
}

/** A report in the form that all of them have here; text that PostgreSQL can't hold, or that is too long, is cut. */
export function reportOf({ id, type, hard, at, detail: words, address, messageId }: Given): GivenReport {
  const plain = (text: string, max: number) => cutText(text.replaceAll(/[\s\0\p{Cs}]+/gu, ' ').trim(), max);
  const detail = plain(words.filter((word) => word != null && word !== '').join(' '), lengthMax.detail);
  const to = plain(address ?? '', lengthMax.address);
  const mail = plain(messageId ?? '', lengthMax.messageId);
  return {
    ...{ id: plain(id, lengthMax.id), type, at, detail, hard: type === 'complaint' || (hard ?? isHardBounce(detail)) },
    ...(to === '' ? {} : { address: to }),
    ...(mail === '' ? {} : { messageId: mail }),
  };
}

export function toldOf(reports: readonly GivenReport[], ignored: string): MailTold {
  const useful = reports.filter(({ address, messageId }) => address !== undefined || messageId !== undefined);
  return { reports: useful, ignored: useful.length > 0 ? null : ignored };
}
