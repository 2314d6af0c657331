import type { MailServer } from '../modules/messaging/sending/mail-server.ts';
import type { Trouble } from '../modules/messaging/sending/send-group.ts';
import type { Metrics } from '../platform/metrics.ts';

export interface MailMonitor {
  /** Why no mail leaves; empty when mails do, as far as is known. */
  problems(): readonly string[];
  /** What the dispatch has met: a trouble, or a mail that was taken. */
  note(trouble: Trouble | undefined): void;
  stop(): void;
}

/** A server that lets this account in is asked again after this, and one that does not, sooner. */
const checkEveryMs = 60_000;
const checkAgainMs = 5_000;
/** Whoever moves a stepped clock makes a minute of a month. */
const checkAgainSteppedMs = 500;

/**
 * Looks after the mail server: whether it is there and lets this account in, before a mail wants to leave and while none does. What it
 * says of mails only the dispatch hears: such a trouble lasts until one is taken.
 */
export function startMailMonitor(
  mailServer: MailServer,
  { metrics, isStepped }: { readonly metrics: Pick<Metrics, 'mailServerUp'>; readonly isStepped: boolean },
): MailMonitor {
  const met: { connection?: string; mails?: string } = {};
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const problems = () => [met.connection ?? met.mails].filter((problem) => problem !== undefined);
  const tell = () => metrics.mailServerUp.set(problems().length === 0 ? 1 : 0);
  const set = (part: keyof typeof met, trouble: Trouble | undefined) => {
    if (trouble === undefined) delete met[part];
    else met[part] = inWords(trouble);
    tell();
  };
  const look = async () => {
    const found = await mailServer.check();
    set('connection', found && { kind: found.kind === 'unreachable' ? 'away' : 'refused', problem: found.problem });
    const againMs = isStepped ? checkAgainSteppedMs : checkAgainMs;
    if (!stopped) timer = setTimeout(() => void look(), met.connection === undefined ? checkEveryMs : againMs);
  };
  tell();
  void look();
  return {
    problems,
    note: (trouble) => {
      set('mails', trouble?.kind === 'refused' ? trouble : undefined);
      if (trouble?.kind !== 'away') return;
      set('connection', trouble);
      clearTimeout(timer);
      timer = setTimeout(() => void look(), isStepped ? checkAgainSteppedMs : checkAgainMs);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function inWords({ kind, problem }: Trouble): string {
  const what = kind === 'away' ? 'does not answer' : 'takes no mail from this account';
  return `the mail server ${what}: ${problem}`;
}
