// A process that does nothing but send what is due, to be killed by a test.
import { realTime } from '../../domain/programme-clock.ts';
import { createDispatch } from '../../messaging/dispatch.ts';
import { openMailServer } from '../../messaging/mail-server.ts';
import { openDatabase } from '../../store/database.ts';
import { unsubscribe } from './mail-links.ts';

const [databaseUrl = '', smtpUrl = '', programmeId = '', now = ''] = process.argv.slice(2);
const dispatch = createDispatch({
  database: openDatabase(databaseUrl, { poolSizeMax: 4 }),
  clock: {
    now: () => new Date(now),
    mapping: () => realTime,
    refresh: () => Promise.resolve(),
    close: () => undefined,
  },
  mailServer: openMailServer({ url: smtpUrl }),
  unsubscribe,
});
for (;;) await dispatch({ programmeId: Number(programmeId), channel: 'email' });
