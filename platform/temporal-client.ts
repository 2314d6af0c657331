import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Connections } from './connections.ts';
import type { Env } from './env.ts';
import { type Registration, registerSearchAttributes } from './search-attributes.ts';
import { temporalFault } from './server-faults.ts';

/** What clients and workers connect with. */
export interface TemporalTarget {
  readonly connection: Pick<ConnectionOptions, 'address' | 'apiKey' | 'tls' | 'metadata'>;
  readonly namespace: string;
}

export interface TemporalClient {
  readonly client: Client;
  close(): Promise<void>;
}

/** A command or a health check should say soon that the server is away. */
const connectTimeout = '5 seconds';

/**
 * The Temporal server of the embedded stack, or the one of the TEMPORAL_* variables and the profile they name
 * (address, namespace, API key, TLS), as every Temporal tool reads them.
 */
export function temporalTarget(env: Env, connections: Pick<Connections, 'temporalAddress' | 'stack'>): TemporalTarget {
  const address = connections.temporalAddress;
  // A profile in the home folder may name somebody's cloud: the embedded stack stays on this machine.
  if (env.TEMPORAL_ADDRESS === undefined && connections.stack !== undefined) {
    return { connection: { address }, namespace: 'default' };
  }
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: givenVariables() });
  const { apiKey, tls, metadata } = connectionOptions;
  return {
    connection: {
      address: connectionOptions.address ?? address,
      ...(apiKey === undefined ? {} : { apiKey: apiKey }),
      ...(tls === undefined || tls === null ? {} : { tls }),
      ...(metadata === undefined ? {} : { metadata }),
    },
    namespace: namespace ?? env.TEMPORAL_NAMESPACE,
  };
}

/** The environment without what is empty, which a compose file writes for what is not set. */
function givenVariables(): Record<string, string> {
  const given = Object.entries(process.env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(given);
}

/** A client for a Temporal server, or an error that says where none answered. */
export async function connectTemporal(target: TemporalTarget): Promise<TemporalClient> {
  try {
    const connection = await Connection.connect({ ...target.connection, connectTimeout });
    return { client: new Client({ connection, namespace: target.namespace }), close: () => connection.close() };
  } catch (cause) {
    throw temporalFault(cause, target.connection.address, target.namespace);
  }
}

/** Registers the search attributes on a server that answers. */
export async function prepareTemporal(target: TemporalTarget): Promise<Registration> {
  const { client, close } = await connectTemporal(target);
  try {
    return await registerSearchAttributes(client.connection, target.namespace);
  } finally {
    await close();
  }
}
