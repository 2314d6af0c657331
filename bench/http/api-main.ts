// The API as a process of its own, started by api-process.ts. It ends with the process that started it.
import { servePublicRoutes } from '../../api/public-routes.ts';
import { createLogger } from '../../platform/logger.ts';
import type { ApiOrder, ApiReply } from './api-process.ts';

const tell = (reply: ApiReply) => process.send?.(reply);

process.once('message', ({ databaseUrl }: ApiOrder) => {
  servePublicRoutes({
    ...{ databaseUrl, unsubscribeSecret: 'the secret of a benchmark', host: '127.0.0.1', port: 0, healthPort: 0 },
    logger: createLogger({ name: 'bench-api', level: 'error' }),
  }).then(
    ({ url }) => tell({ url }),
    (error: unknown) => tell({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
