import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseDocument } from 'yaml';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { refuseProblems } from '../../modules/campaigns/check-messages.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { packageRoot } from '../../platform/package-root.ts';
import type { Database } from '../../platform/database.ts';
import type { Enrolment, Member } from '../../prisma/generated/client.ts';
import { type EventAnswer, ingestEvents } from '../../modules/intake/ingest.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../../modules/programme/rows.ts';
import type { RunningWorker, WorkerDeps } from '../../worker/worker.ts';
import { freshDatabase } from './database.ts';
import { openCatcher, startTestWorker } from './engine-worker.ts';
import { reference } from './shop.ts';
import { uniqueTaskQueue } from './temporal.ts';

const dayMs = 86_400_000;

export interface StoryOptions {
  readonly startAt: Date;
  readonly clock: Clock;
  /** What is other than in the reference programme. */
  readonly programme?: Partial<Programme>;
  /** A fresh one when absent. */
  readonly database?: Database;
}

/** The reference programme on the real servers: members do things, a worker plays the campaigns, mails arrive in a catcher. */
export interface StoryWorld {
  readonly database: Database;
  readonly clock: Clock;
  readonly catcher: SmtpCatcher;
  readonly programme: StoredProgramme;
  /** The instant so many days after the beginning. */
  dayOf(days: number): Date;
  /** Applies a shipped playbook, with some of it changed: `{ holdOut: 0.2, 'settings.remindAt': '13:00' }`; answers its code. */
  apply(name: string, changes?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The same, and launches it. */
  launch(name: string, changes?: Readonly<Record<string, unknown>>): Promise<void>;
  startWorker(changes?: Partial<WorkerDeps> & { readonly taskQueue?: string }): Promise<void>;
  stopWorker(): Promise<void>;
  /** Tells of something a member did, and what came of it. */
  send(memberId: string, type: string, data?: JsonObject, at?: Date): Promise<EventAnswer>;
  /** The same, which has to be accepted. */
  happen(memberId: string, type: string, data?: JsonObject, at?: Date): Promise<EventAnswer>;
  memberOf(externalId: string): Promise<Member>;
  /** Points to spend. */
  availableOf(externalId: string): Promise<number>;
  /** The member's enrolment: the first, or the one in a campaign. */
  enrolmentOf(externalId: string, campaign?: string): Promise<Enrolment | null>;
  /** Subjects of the mails to an address, or to a member who has it at members.example. */
  mailsTo(who: string): string[];
  stop(): Promise<void>;
}

export async function openStoryWorld(options: StoryOptions): Promise<StoryWorld> {
  const { startAt, clock } = options;
  const database = options.database ?? (await freshDatabase({ poolSizeMax: 20 })).database;
  await saveProgramme(database, { ...reference, ...options.programme });
  const programme = await loadProgramme(database, reference.code);
  const catcher = await openCatcher();
  let worker: RunningWorker | undefined;
  const dayOf = (days: number) => new Date(startAt.getTime() + days * dayMs);

  return {
    ...{ database, clock, catcher, programme, dayOf },
    ...whatHappens({ database, clock }, programme),
    ...whatMembersHave(database, catcher),
    async startWorker({ taskQueue = uniqueTaskQueue('story'), ...changes } = {}) {
      worker = await startTestWorker({ database, clock }, catcher, taskQueue, changes);
    },
    async stopWorker() {
      await worker?.stop();
      worker = undefined;
    },
    async stop() {
      await worker?.stop();
      clock.close();
      await catcher.stop();
    },
  };
}

function whatHappens(
  deps: Pick<StoryWorld, 'database' | 'clock'>,
  programme: StoredProgramme,
): Pick<StoryWorld, 'apply' | 'launch' | 'send' | 'happen'> {
  const send: StoryWorld['send'] = async (memberId, type, data = {}, at = deps.clock.now()) => {
    const event = { id: randomUUID(), type, memberId, occurredAt: at.toISOString(), data };
    const [answer] = await ingestEvents(deps, programme.id, [event]);
    return answer!;
  };
  const by = { actor: 'test' };
  const written = async (name: string, changes: Readonly<Record<string, unknown>>) => {
    const folder = await changedPlaybook(name, changes);
    const campaign = await loadCampaign(folder);
    await rm(folder, { recursive: true });
    return campaign;
  };
  const apply: StoryWorld['apply'] = async (name, changes = {}) => {
    const { campaign, problems } = await applyCampaign(deps, programme, await written(name, changes), by);
    refuseProblems(problems);
    return campaign;
  };
  return {
    ...{ apply, send },
    async happen(...told) {
      const answer = await send(...told);
      expect(answer).toMatchObject({ kind: 'accepted' });
      return answer;
    },
    async launch(name, changes = {}) {
      await launchCampaign(deps, programme, await written(name, changes), by);
    },
  };
}

/** A copy of a shipped playbook with some of its settings changed. */
export async function changedPlaybook(name: string, changes: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-playbook-'));
  await cp(join(packageRoot(), 'playbooks', name), folder, { recursive: true });
  const file = join(folder, 'campaign.yaml');
  const document = parseDocument(await readFile(file, 'utf8'));
  for (const [path, value] of Object.entries(changes)) document.setIn(path.split('.'), document.createNode(value));
  await writeFile(file, String(document));
  return folder;
}

function whatMembersHave(
  database: Database,
  catcher: SmtpCatcher,
): Pick<StoryWorld, 'memberOf' | 'availableOf' | 'enrolmentOf' | 'mailsTo'> {
  const memberOf = (externalId: string) => database.member.findFirstOrThrow({ where: { externalId } });
  return {
    memberOf,
    async availableOf(externalId) {
      const { id: memberId } = await memberOf(externalId);
      return Number((await database.ledgerBalance.findFirst({ where: { memberId } }))?.available ?? 0);
    },
    async enrolmentOf(externalId, campaign) {
      const { id: memberId } = await memberOf(externalId);
      const campaigns = await database.campaign.findMany({ where: campaign === undefined ? {} : { code: campaign } });
      const where = { memberId, campaignId: { in: campaigns.map(({ id }) => id) } };
      return database.enrolment.findFirst({ where, orderBy: { id: 'asc' } });
    },
    mailsTo(who) {
      const address = who.includes('@') ? who : `${who}@members.example`;
      const mails = catcher.messages().filter((mail) => mail.to.includes(address));
      return mails.map(({ subject }) => subject);
    },
  };
}
