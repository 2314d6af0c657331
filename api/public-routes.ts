import type { Logger } from 'pino';
import { createApi } from './app.ts';
import { serveApi } from './serve.ts';
import type { V1Deps } from './v1/endpoint.ts';
import { openClock } from '../platform/clock.ts';
import { openDatabase } from '../platform/database.ts';

export interface PublicRoutes {
  readonly url: string;
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
  readonly logger: Logger;
}

/** A request is a few short statements; the memory of a connection in PostgreSQL is some 10 MB. */
const poolSizeMax = 10;

/** Serves the routes for members (the links in mails) on a pool of their own. */
export async function servePublicRoutes(options: PublicRoutesOptions): Promise<PublicRoutes> {
  const { unsubscribeSecret, mailReportSecret, proxies = 0, diagnose, host, port, logger } = options;
  const database = openDatabase(options.databaseUrl, { poolSizeMax });
  try {
    const clock = await openClock(database);
    const reports = mailReportSecret === undefined ? {} : { mailReportSecret };
    const publicUrl = options.publicUrl ?? `http://${host}:${port}`;
    const webhookReach = { allowsThisMachine: options.webhooksToThisMachine ?? false };
    const given = { database, clock, unsubscribeSecret, publicUrl, proxies, logger, webhookReach, diagnose };
    const api = createApi({ ...given, ...reports });
    const served = await serveApi(api, { host, port });
    return {
      url: served.url,
      stop: async () => {
        await served.stop();
        clock.close();
        await database.$disconnect();
      },
    };
  } catch (error) {
    await database.$disconnect();
    throw error;
  }
}
