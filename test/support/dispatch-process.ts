// A process that does nothing but send what is due, to be killed by a test.
import { createDispatch } from '../../modules/messaging/sending/dispatch.ts';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { openDatabase } from '../../platform/database.ts';
import { unsubscribe } from './mail-links.ts';
import { testClock } from './test-clock.ts';

const [databaseUrl = '', smtpUrl = '', programmeId = '', now = ''] = process.argv.slice(2);
const dispatch = createDispatch({
  database: openDatabase(databaseUrl, { poolSizeMax: 4 }),
  clock: testClock(now),
  mailServer: openMailServer({ url: smtpUrl }),
  unsubscribe,
});
for (;;) await dispatch({ programmeId: Number(programmeId), channel: 'email' });
