import { counted } from '../../../values/plural.ts';

/** What a mail provider tells of a mail that had left: it came back, or its reader called it unwanted. */
export interface MailReport {
  readonly type: 'bounce' | 'complaint';
  /** False for a bounce that may pass: a full mailbox, a server that was away for days. */
  readonly hard: boolean;
  readonly at: number;
  /** The provider's words. */
  readonly detail: string;
}

/** So many soft bounces in so many days are as good as a hard one. */
const softBouncesMax = 3;
export const softBounceDays = 30;
const softBounceMs = softBounceDays * 86_400_000;

/**
 * Whether a bounce that its provider calls neither hard nor soft is for good, by the enhanced status code (RFC 3463) in its words: a
 * persistent or passing trouble (4.x.x), a full mailbox, a mail or a sender that is not wanted say nothing against the address.
 */
export function isHardBounce(detail: string): boolean {
  const code = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(detail)?.[1];
  return code === undefined || /^5\.(1\.(?!7$|8$)|2\.[01]$|0\.)/.test(code);
}

export interface AfterReport {
  /** Why nothing may go to the address any more; absent when mails go on. */
  readonly suppress?: string;
  /** True when consent to marketing is withdrawn: a complaint is the plainest way to say so. */
  readonly withdraws: boolean;
}

/** What follows from a report, given the times of the address's earlier soft bounces. */
export function afterReport(report: MailReport, softBouncesAt: readonly number[]): AfterReport {
  const told = report.detail === '' ? '' : `: ${report.detail}`;
  if (report.type === 'complaint') return { suppress: `complained${told}`, withdraws: true };
  if (report.hard) return { suppress: `bounced${told}`, withdraws: false };
  const recent = softBouncesAt.filter((at) => Math.abs(report.at - at) < softBounceMs).length + 1;
  if (recent < softBouncesMax) return { withdraws: false };
  return {
    suppress: `bounced ${counted(recent, 'time', 'times')} in ${counted(softBounceDays, 'day', 'days')}${told}`,
    withdraws: false,
  };
}
