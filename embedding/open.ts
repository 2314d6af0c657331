import { createApi } from '../api/app.ts';
import { serveApi } from '../api/serve.ts';
import { connectLimitsOf } from '../api/v1/connect/limits.ts';
import { launchCampaign } from '../modules/campaigns/launch.ts';
import { loadCampaign } from '../modules/campaigns/load.ts';
import { eventsPerCallMax } from '../modules/intake/answers.ts';
import { type EventInput, ingestEvents } from '../modules/intake/ingest.ts';
import { createKey } from '../modules/keys/create.ts';
import { type Scope, scopes } from '../modules/keys/rules-token.ts';
import { applyProgramme } from '../modules/programme/apply.ts';
import { readProgrammeFile } from '../modules/programme/file.ts';
import { findProgramme } from '../modules/programme/find.ts';
import { openClock } from '../platform/clock.ts';
import { createClosers } from '../platform/closers.ts';
import { type Connections, findConnections } from '../platform/connections.ts';
import { openDatabase } from '../platform/database.ts';
import { readEnv } from '../platform/env.ts';
import { PerennialError } from '../platform/errors.ts';
import { requireIdentityKeys, useIdentityKeys } from '../platform/identity-keys.ts';
import { createLogger } from '../platform/logger.ts';
import { migrateDatabase } from '../platform/migrate.ts';
import { refusePlaceholders } from '../platform/secrets.ts';
import { waitForServers } from '../platform/wait-for-servers.ts';
import { loadExtensions, registerExtension } from './extensions.ts';
import { startEmbeddedWorker } from './worker.ts';
import type { Installation } from './installation.ts';
import type { Perennial, PerennialEvent, PerennialEventAnswer, PerennialOptions } from './perennial.ts';

/** Brings the database of an installation to this version: migrations first, then the SQL functions that changed. */
export async function migrate(
  options: Pick<PerennialOptions, 'env'> = {},
): Promise<{ readonly migrations: readonly string[] }> {
  const { migrations } = await migrateDatabase(findConnections(readEnv({ ...(options.env ?? process.env) })).ownerUrl);
  return { migrations };
}

/** Opens an installation whose database is at this version. The identity keys are those of the process: one installation in each. */
export async function openPerennial({
  env: source,
  actor = 'app',
  extensions = [],
}: PerennialOptions = {}): Promise<Perennial> {
  const env = readEnv({ ...(source ?? process.env) });
  await loadExtensions(env.PERENNIAL_EXTENSIONS);
  extensions.forEach(registerExtension);
  const connections = findConnections(env);
  useIdentityKeys(connections.identityKeys);
  requireIdentityKeys();
  refusePlaceholders(env, connections);
  const logger = createLogger({ name: 'perennial', level: env.LOG_LEVEL });
  await waitForServers({ databaseUrl: connections.databaseUrl }, { note: (text) => logger.warn(text) });
  const opened = createClosers();
  const database = openDatabase(connections.databaseUrl, { poolSizeMax: env.DATABASE_POOL_SIZE });
  opened.add(() => database.$disconnect());
  try {
    const clock = await openClock(database);
    opened.add(() => clock.close());
    return useOf({ env, connections, database, clock, logger, opened, actor });
  } catch (error) {
    await opened.close().catch(() => undefined);
    throw error;
  }
}

function useOf(installation: Installation): Perennial {
  const { env, connections, database, opened, actor } = installation;
  const of = (code: string | undefined) => findProgramme(database, code ?? env.PERENNIAL_PROGRAMME);
  let routes: ReturnType<typeof createApi> | undefined;
  const api = () => (routes ??= createApi(apiDeps(installation)));
  return {
    applyProgramme: async (file) => applyProgramme(installation, await readProgrammeFile(file), { actor }),
    launchCampaign: async (campaign, { programme } = {}) => {
      const given = /[./\\]/.test(campaign) ? await loadCampaign(campaign) : campaign;
      return launchCampaign(installation, await of(programme), given, { actor });
    },
    ingest: async (events, { programme } = {}) => ingest(installation, (await of(programme)).id, events),
    createKey: async ({ name, scopes: asked }, { programme } = {}) => {
      const known = asked.map(requireScope);
      return createKey(database, (await of(programme)).id, { name, scopes: known, actor });
    },
    fetch: async (request) => api().fetch(request),
    serveApi: async ({ host = env.HOST, port = env.PORT } = {}) => {
      const served = await serveApi(api(), { host, port });
      opened.add(() => served.stop());
      return served;
    },
    startWorker: (options = {}) => startEmbeddedWorker(installation, options),
    close: () => opened.close(),
  };

  function apiDeps({ clock, logger }: Installation) {
    const { MAIL_REPORT_SECRET: mailReportSecret, TRUSTED_PROXIES: proxies } = env;
    const { publicUrl } = connections;
    const reports = mailReportSecret === undefined ? {} : { mailReportSecret };
    const limits = { proxies, connectLimits: connectLimitsOf(env) };
    return { database, clock, logger, publicUrl, ...limits, unsubscribeSecret: secretOf(connections), ...reports };
  }
}

async function ingest(
  deps: Installation,
  programmeId: number,
  events: readonly PerennialEvent[],
): Promise<PerennialEventAnswer[]> {
  if (events.length > eventsPerCallMax) {
    throw new PerennialError('REQUEST_INVALID', `${events.length} events came in one call.`, {
      field: 'events',
      fix: `Send at most ${eventsPerCallMax} at once.`,
    });
  }
  return ingestEvents(deps, programmeId, events as readonly EventInput[]);
}

function requireScope(scope: string): Scope {
  const known = scopes.find((each) => each === scope);
  if (known !== undefined) return known;
  throw new PerennialError('REQUEST_INVALID', `There is no scope "${scope}".`, {
    field: 'scopes',
    fix: `Choose of ${scopes.join(', ')}.`,
  });
}

function secretOf({ unsubscribeSecret }: Connections): string {
  if (unsubscribeSecret !== undefined) return unsubscribeSecret;
  throw new PerennialError('ENV_INVALID', 'UNSUBSCRIBE_SECRET is not set: no link could be checked.', {
    field: 'UNSUBSCRIBE_SECRET',
    fix: 'Set it to the secret of the worker, at least 16 characters.',
  });
}
