import type { Clock } from '../platform/clock.ts';
import type { Closers } from '../platform/closers.ts';
import type { Connections } from '../platform/connections.ts';
import type { Database } from '../platform/database.ts';
import type { Env } from '../platform/env.ts';
import type { Logger } from '../platform/logger.ts';

/** An installation that is open in this process. */
export interface Installation {
  readonly env: Env;
  readonly connections: Connections;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly opened: Closers;
  /** Who is noted as having changed something. */
  readonly actor: string;
}
