// A process that does nothing but send webhooks that are due, to be killed by a test.
import { createWebhookDispatch } from '../../modules/webhooks/dispatch.ts';
import { openDatabase } from '../../platform/database.ts';
import { useIdentityKeys } from '../../platform/identity-keys.ts';

// As every test has it: it opens what deliveries are signed with.
useIdentityKeys(['a key that only the tests have']);
const [databaseUrl = '', leaseMs = ''] = process.argv.slice(2);
const dispatch = createWebhookDispatch({
  database: openDatabase(databaseUrl, { poolSizeMax: 4 }),
  reach: { allowsThisMachine: true },
  times: { leaseMs: Number(leaseMs) },
});
for (;;) await dispatch();
