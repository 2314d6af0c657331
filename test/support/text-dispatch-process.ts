// A process that does nothing but hand texts over, to be killed by a test.
import { createChannelSender } from '../../modules/connect/channel/sender.ts';
import { createDispatch } from '../../modules/messaging/sending/dispatch.ts';
import { openDatabase } from '../../platform/database.ts';
import { useIdentityKeys } from '../../platform/identity-keys.ts';
import { unsubscribe } from './mail-links.ts';
import { noMailServer } from './no-mail-server.ts';
import { testClock } from './test-clock.ts';

const [databaseUrl = '', programmeId = '', now = ''] = process.argv.slice(2);
useIdentityKeys(['a key that only the tests have']);
const database = openDatabase(databaseUrl, { poolSizeMax: 4 });
const clock = testClock(now);
const texts = createChannelSender({ database, clock, reach: { allowsThisMachine: true } });
const dispatch = createDispatch({
  database,
  clock,
  texts,
  unsubscribe,
  mailServer: noMailServer,
  times: { leaseMs: 1_500 },
});
for (;;) await dispatch({ programmeId: Number(programmeId), channel: 'sms' });
