import type { MailServer } from '../../modules/messaging/sending/mail-server.ts';

/** Where no mail is sent. */
export const noMailServer: MailServer = {
  connectionsMax: 1,
  send: () => Promise.resolve({ kind: 'unreachable', problem: 'none is there' }),
  check: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
};
