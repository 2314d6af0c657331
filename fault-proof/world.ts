import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { parseDocument } from 'yaml';
import { createClosers } from '../platform/closers.ts';
import { type Clock, openClock, startSteppedClock } from '../platform/clock.ts';
import { type CaughtMail } from '../devstack/mailbox.ts';
import { freePorts } from '../devstack/ports.ts';
import { type FaultRule, type SmtpCatcher, startSmtpCatcher } from '../devstack/smtp-catcher.ts';
import { type Stack, startStack } from '../devstack/stack.ts';
import { packageRoot } from '../platform/package-root.ts';
import { launchCampaign } from '../modules/campaigns/launch.ts';
import { loadCampaign } from '../modules/campaigns/load.ts';
import { type Database, openDatabase } from '../platform/database.ts';
import { readProgrammeFile } from '../modules/programme/file.ts';
import { ingestEvents } from '../modules/intake/ingest.ts';
import { referralCodeOf } from '../modules/referrals/rows-codes.ts';
import { createKey } from '../modules/keys/create.ts';
import { loadProgramme, saveProgramme } from '../modules/programme/rows.ts';
import { lifecycleCodes } from '../workflows/lifecycles/codes.ts';
import { proofSettings } from './campaigns.ts';
import { keepProcess, type KeptProcess } from './child-process.ts';
import { type CheckoutFault } from './faults/plan.ts';
import { declared } from './journey/baskets.ts';
import { createLateTemporal, type LateTemporal } from './faults/late-temporal.ts';
import type { PoisonRows } from './faults/poison.ts';
import { type PostgresProxy, startPostgresProxy } from './faults/postgres-proxy.ts';
import { startTemporalProxy } from './faults/temporal-proxy.ts';
import { retryWhileDown } from './retry-while-down.ts';
import { deadDomain, type ScriptedEvent } from './script.ts';
import { watchWorker, type WorkerWatch } from './worker-watch.ts';

const taskQueue = 'proof';
const batchMax = 250;

/** A programme that lives on servers of its own, each of which can be broken. */
export interface World {
  readonly stack: Stack;
  readonly database: Database;
  /** The database as the intake reaches it. */
  readonly intake: Database;
  readonly clock: Clock;
  readonly client: Client;
  readonly programmeId: number;
  /** Members' referral codes. */
  readonly codes: ReadonlyMap<string, string>;
  readonly taskQueue: string;
  readonly worker: KeptProcess;
  readonly relay: KeptProcess;
  /** Two processes of `perennial api`, each with a way of its own to the database. */
  readonly apis: readonly ApiProcess[];
  /** What the checkout calls them with. */
  readonly apiKey: string;
  readonly proxies: { readonly worker: PostgresProxy; readonly intake: PostgresProxy };
  readonly mail: MailStack;
  /** Temporal as the relay beside the worker reaches it. */
  readonly late: LateTemporal;
  readonly poison: PoisonRows;
  readonly workerWatch: WorkerWatch;
  stop(): Promise<void>;
}

export interface ApiProcess {
  readonly url: string;
  /** The next COMMIT of this process goes through; of its reply the process hears nothing, or dies of it. */
  arm(kind: Exclude<CheckoutFault, 'checkout calls sent again'>): void;
  stop(): Promise<void>;
}

/** The mail server, which may go away and come back at the same address. */
interface MailStack {
  readonly url: string;
  restart(): Promise<void>;
  respond(rule: FaultRule): void;
  /** Every mail that ever arrived, by its id in the mailbox. */
  arrived(): ReadonlyMap<string, CaughtMail>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly dir: string;
  readonly startsAt: Date;
  readonly people: readonly ScriptedEvent[];
  /** Cohorts that the worker keeps in memory; as many as it likes when absent. */
  readonly cachedWorkflowsMax?: number;
  /** How late Temporal answers when it answers late. */
  readonly lateMs: number;
  readonly onFault: (kind: 'worker' | 'intake' | 'dead address' | CheckoutFault) => void;
  readonly say: (text: string) => void;
}

/** Starts servers and processes, makes the programme with its people, and launches the campaigns. Nothing is broken yet. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { dir, startsAt, people, onFault, say } = options;
  const stack = await startStack({ dir, fresh: true, volatile: true, onProgress: (text) => say(`· ${text}`) });
  const closers = createClosers();
  closers.add(() => stack.stop());
  const stop = () => closers.close().catch(() => undefined);
  try {
    const open = (url: string) => {
      const database = openDatabase(url, { poolSizeMax: 8 });
      closers.add(() => database.$disconnect());
      return database;
    };
    const worker = await startPostgresProxy(stack.databaseUrl, () => onFault('worker'));
    const intake = await startPostgresProxy(stack.databaseUrl, () => onFault('intake'));
    closers.add(() => Promise.all([worker.stop(), intake.stop()]));
    const database = open(stack.databaseUrl);
    await startSteppedClock(database, { at: startsAt });
    const clock = await openClock(database);
    closers.add(() => clock.close());
    const mail = await openMailHouse(join(dir, 'proof-mail'), () => onFault('dead address'));
    closers.add(() => mail.stop());
    const programmeId = await makeProgramme({ database, clock }, dir, people);
    const codes = await giveCodes(database, programmeId, clock.now());

    const connection = await Connection.connect({ address: stack.temporalAddress });
    closers.add(() => connection.close());
    const client = new Client({ connection });
    const temporalProxy = await startTemporalProxy(stack.temporalAddress);
    closers.add(() => temporalProxy.stop());
    const late = createLateTemporal(temporalProxy, database, options.lateMs);
    closers.add(() => late.stop());
    const [health = 0, metrics = 0] = await freePorts(2);
    const processes = startProcesses(options, stack, {
      ...{
        databaseUrl: worker.url,
        smtpUrl: mail.url,
        relayTemporal: temporalProxy.address,
        ports: { health, metrics },
      },
    });
    closers.add(() => Promise.all([processes.worker.stop(), processes.relay.stop()]));
    const apis = await Promise.all([1, 2].map((place) => startApi(options, stack, place)));
    closers.add(() => Promise.all(apis.map((api) => api.stop())));
    const { secret: apiKey } = await createKey(database, programmeId, {
      ...{ name: 'till', scopes: ['read', 'write'], actor: 'proof' },
    });
    const workerWatch = watchWorker({ health, metrics });
    closers.add(() => workerWatch.stop());
    const proxies = { worker, intake };
    const poison = { cohorts: [], signals: [], taken: new Set<string>() };
    return {
      ...{ stack, database, intake: open(intake.url), clock, client, programmeId, codes, taskQueue },
      ...{ ...processes, apis, apiKey, proxies, mail, late, poison, workerWatch, stop },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeProgramme(
  deps: { database: Database; clock: Clock },
  dir: string,
  people: readonly ScriptedEvent[],
): Promise<number> {
  const playbooks = join(packageRoot(), 'playbooks');
  const programmeAt = shortened(join(playbooks, 'reference'), join(dir, 'programme'), declared, 'programme.yaml');
  await saveProgramme(deps.database, await readProgrammeFile(join(programmeAt, 'programme.yaml')));
  const programme = await loadProgramme(deps.database, 'reference');
  for (const code of lifecycleCodes) {
    const path = shortened(join(playbooks, code), join(dir, 'campaigns', code), proofSettings(code));
    await launchCampaign(deps, programme, await loadCampaign(path), { actor: 'proof' });
  }
  // Who joined before a launch would enter no campaign that welcomes.
  for (let from = 0; from < people.length; from += batchMax) {
    const page = people.slice(from, from + batchMax).map((doing) => toEvent(doing));
    const refused = (await ingestEvents(deps, programme.id, page)).find(({ kind }) => kind === 'refused');
    if (refused?.kind === 'refused') throw new Error(`${refused.id} was refused: ${refused.message}`);
  }
  return programme.id;
}

/** The event as a shop sends it, with the inviter's code where there is an inviter. */
export function toEvent(
  { id, type, memberId, occurredAt, data: said }: ScriptedEvent,
  codes?: ReadonlyMap<string, string>,
) {
  const { inviter, ...rest } = said;
  const code = typeof inviter === 'string' ? codes?.get(inviter) : undefined;
  const data = code === undefined ? rest : { ...rest, referralCode: code };
  return { id, type, memberId, occurredAt: occurredAt.toISOString(), data };
}

async function giveCodes(database: Database, programmeId: number, now: Date): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  for (const { id, externalId } of await database.member.findMany({ where: { programmeId } })) {
    codes.set(externalId, await referralCodeOf(database, { programmeId, memberId: id, now }));
  }
  return codes;
}

/** A shipped playbook with some of its fields written anew: times made shorter, so that its stories fit into the proof. */
function shortened(
  from: string,
  to: string,
  settings: Readonly<Record<string, unknown>>,
  name = 'campaign.yaml',
): string {
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true });
  const path = join(to, name);
  const document = parseDocument(readFileSync(path, 'utf8'));
  for (const [name, value] of Object.entries(settings)) document.setIn(name.split('.'), document.createNode(value));
  writeFileSync(path, String(document));
  return to;
}

async function openMailHouse(dir: string, onDead: () => void): Promise<MailStack> {
  // Mails of an earlier proof have the same ids.
  rmSync(dir, { recursive: true, force: true });
  const [smtpPort = 0] = await freePorts(1);
  const arrived = new Map<string, CaughtMail>();
  let catcher: SmtpCatcher;
  const open = async () => {
    catcher = await startSmtpCatcher({ dir, smtpPort });
    catcher.respond({ fault: 'refuse', to: `@${deadDomain}`, code: 550, text: 'no such mailbox', onApplied: onDead });
  };
  const collect = () => {
    for (const mail of catcher.messages()) arrived.set(mail.id, mail);
    return arrived;
  };
  await open();
  return {
    url: `smtp://127.0.0.1:${smtpPort}`,
    restart: async () => {
      await catcher.stop();
      collect();
      await retryWhileDown(open);
    },
    respond: (rule) => void catcher.respond(rule),
    arrived: collect,
    stop: () => catcher.stop(),
  };
}

interface ProcessOptions {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  /** Where the relay beside the worker finds Temporal. */
  readonly relayTemporal: string;
  readonly ports: { readonly health: number; readonly metrics: number };
}

/** `perennial worker` itself, unless it is to have a cache of another size; and a relay beside it. */
function startProcesses(
  { dir, cachedWorkflowsMax }: WorldOptions,
  stack: Stack,
  { databaseUrl, smtpUrl, relayTemporal, ports }: ProcessOptions,
) {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ PERENNIAL_DIR: dir, WORKER_PORT: String(ports.health), DATABASE_URL: databaseUrl, SMTP_URL: smtpUrl },
    ...{ TEMPORAL_ADDRESS: stack.temporalAddress, TEMPORAL_TASK_QUEUE: taskQueue, TEMPORAL_NAMESPACE: 'default' },
    ...{
      UNSUBSCRIBE_SECRET: stack.unsubscribeSecret,
      PUBLIC_URL: stack.publicUrl,
      IDENTITY_KEY: stack.identityKeys[0],
    },
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  };
  const root = packageRoot();
  const source = (name: string) => ['--import', 'tsx', join(root, 'fault-proof', name)];
  const workerArgs =
    cachedWorkflowsMax === undefined
      ? [join(root, 'dist', 'cli', 'main.js'), 'worker', '--grace', '2']
      : [...source('worker-main.ts'), String(cachedWorkflowsMax), String(ports.metrics)];
  return {
    worker: keepProcess(workerArgs, env, join(dir, 'worker.log')),
    relay: keepProcess([...source('relay-main.ts'), relayTemporal, taskQueue], env, join(dir, 'relay.log')),
  };
}

/** `perennial api` itself. */
async function startApi({ dir, onFault }: WorldOptions, stack: Stack, place: number): Promise<ApiProcess> {
  const armed: Parameters<ApiProcess['arm']>[0][] = [];
  const proxy = await startPostgresProxy(stack.databaseUrl, () => {
    const kind = armed.shift();
    if (kind === 'API killed (-9) before its answer') kept.kill();
    if (kind !== undefined) onFault(kind);
  });
  const [port = 0] = await freePorts(1);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ PERENNIAL_DIR: dir, DATABASE_URL: proxy.url, HOST: '127.0.0.1', PORT: String(port), API_HEALTH_PORT: '0' },
    ...{
      UNSUBSCRIBE_SECRET: stack.unsubscribeSecret,
      PUBLIC_URL: stack.publicUrl,
      IDENTITY_KEY: stack.identityKeys[0],
    },
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  };
  const main = join(packageRoot(), 'dist', 'cli', 'main.js');
  const kept = keepProcess([main, 'api'], env, join(dir, `api-${place}.log`));
  return {
    url: `http://127.0.0.1:${port}`,
    arm: (kind) => {
      armed.push(kind);
      proxy.dropNextReply();
    },
    stop: async () => {
      await kept.stop();
      await proxy.stop();
    },
  };
}
