import type { Logger } from 'pino';
import { createApi } from './app.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import type { MemberPageSettings } from './my-page.ts';
import { serveApi } from './serve.ts';
import type { ConnectLimits } from './v1/connect/limits.ts';
import type { V1Deps } from './v1/endpoint.ts';
import { type ApiMetrics, createApiMetrics } from '../platform/api-metrics.ts';
import { openClock } from '../platform/clock.ts';
import { type Closers, createClosers } from '../platform/closers.ts';
import { type Database, openDatabase, poolFigures } from '../platform/database.ts';
import { type HealthSource, serveHealth } from '../platform/health-server.ts';

export interface PublicRoutes {
  readonly url: string;
  /** Port of the health routes. */
  readonly healthPort: number | undefined;
  stop(): Promise<void>;
}

export interface PublicRoutesOptions {
  readonly databaseUrl: string;
  readonly unsubscribeSecret: string;
  readonly mailReportSecret?: string | undefined;
  /** Where members reach this installation; where it listens, when absent. */
  readonly publicUrl?: string | undefined;
  /** Proxies of one's own in front; none when absent. */
  readonly proxies?: number;
  /** Webhooks may go to this machine. */
  readonly webhooksToThisMachine?: boolean;
  /** Looks at every server the installation needs; the database alone when absent. */
  readonly diagnose?: V1Deps['diagnose'];
  readonly host: string;
  readonly port: number;
  /** Where /healthz, /readyz with its reasons and /metrics are; nowhere when absent. */
  readonly healthPort?: number;
  readonly connectLimits?: ConnectLimits;
  readonly memberPage?: MemberPageSettings;
  /** Connections to PostgreSQL at most. */
  readonly poolSizeMax?: number;
  readonly logger: Logger;
}

/** A request is a few short statements; the memory of a connection in PostgreSQL is some 10 MB. */
const poolSizeDefault = 20;

/** Serves the routes for members, shops and programs on a pool of their own. A start that fails closes what it opened. */
export async function servePublicRoutes(options: PublicRoutesOptions): Promise<PublicRoutes> {
  const opened = createClosers();
  try {
    return await serveParts(options, opened);
  } catch (error) {
    await opened.close().catch(() => undefined);
    throw error;
  }
}

async function serveParts(options: PublicRoutesOptions, opened: Closers): Promise<PublicRoutes> {
  const { unsubscribeSecret, mailReportSecret, proxies = 0, diagnose, host, port, healthPort, logger } = options;
  const { poolSizeMax = poolSizeDefault } = options;
  const database = openDatabase(options.databaseUrl, { poolSizeMax });
  opened.add(() => database.$disconnect());
  const clock = await openClock(database);
  opened.add(() => clock.close());
  const metrics = createApiMetrics();
  metrics.poolMax.set(poolSizeMax);
  const readiness = createReadiness(options.databaseUrl);
  const health = healthPort === undefined ? undefined : { host, port: healthPort };
  const told = health && (await serveHealth(health, healthSource({ database, metrics, readiness })));
  if (told) opened.add(() => told.stop());
  const api = createApi({
    ...{ database, clock, unsubscribeSecret, proxies, logger, diagnose, metrics },
    ...(mailReportSecret === undefined ? {} : { mailReportSecret }),
    ...(options.connectLimits === undefined ? {} : { connectLimits: options.connectLimits }),
    ...(options.memberPage === undefined ? {} : { memberPage: options.memberPage }),
    publicUrl: options.publicUrl ?? `http://${host}:${port}`,
    webhookReach: { allowsThisMachine: options.webhooksToThisMachine ?? false },
    problems: () => readiness.problems(),
  });
  const served = await serveApi(api, { host, port });
  opened.add(() => served.stop());
  return {
    url: served.url,
    healthPort: told?.port,
    stop: () => {
      readiness.stopping();
      return opened.close();
    },
  };
}

interface Told {
  readonly database: Database;
  readonly metrics: ApiMetrics;
  readonly readiness: Readiness;
}

function healthSource({ database, metrics, readiness }: Told): HealthSource {
  return {
    problems: () => readiness.problems(),
    notes: () => readiness.notes(),
    metrics: async () => {
      const { inUse, waiting } = poolFigures(database);
      metrics.poolInUse.set(inUse);
      metrics.poolWaiting.set(waiting);
      metrics.schemaLater.set(readiness.notes().length);
      return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
    },
  };
}
