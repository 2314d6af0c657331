import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { earn } from '../../modules/ledger/earn.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { createDispatch, type DispatchDeps } from '../../modules/messaging/sending/dispatch.ts';
import { loadTemplates } from '../../modules/messaging/content/load-templates.ts';
import { type MailServer, openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { type MessageStep, reserveMessages, type ReserveOutcome } from '../../modules/messaging/sending/reserve.ts';
import { type SmtpCatcher, startSmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from './database.ts';
import { unsubscribe } from './mail-links.ts';
import { type TestClock, testClock } from './test-clock.ts';

interface PersonOptions {
  readonly email?: string | null;
  readonly name?: string;
  readonly zone?: string;
  readonly locale?: string;
  readonly marketing?: boolean;
  readonly service?: boolean;
}

/** A programme with the shipped messages, a mail catcher, and a clock to be set. */
export interface MailWorld {
  readonly url: string;
  readonly database: Database;
  readonly clock: TestClock;
  readonly catcher: SmtpCatcher;
  readonly mailDir: string;
  readonly mailServer: MailServer;
  readonly programmeId: number;
  readonly campaignId: number;
  readonly campaignVersionId: number;
  readonly dispatch: ReturnType<typeof createDispatch>;
  createDispatch(changes: Partial<DispatchDeps>): ReturnType<typeof createDispatch>;
  /** Sends pages until nothing more is due. */
  dispatchAll(): Promise<void>;
  addPerson(options?: PersonOptions): Promise<{ memberId: string; enrolmentId: string; email: string }>;
  addPeople(
    count: number,
    options?: PersonOptions,
  ): Promise<{ memberId: string; enrolmentId: string; email: string }[]>;
  reserve(
    people: readonly { memberId: string; enrolmentId: string }[],
    step: MessageStep,
    key?: string,
  ): Promise<ReserveOutcome[]>;
  earnPoints(memberId: string, points: number, expiresAt: string): Promise<void>;
  spendPoints(memberId: string, points: number): Promise<void>;
  close(): Promise<void>;
}

export const queueOf = ({ programmeId }: MailWorld) => ({ programmeId, channel: 'email' });

export async function openMailWorld(): Promise<MailWorld> {
  const { url, database } = await freshDatabase({ poolSizeMax: 10 });
  const mailDir = await mkdtemp(join(tmpdir(), 'perennial-mail-'));
  const catcher = await startSmtpCatcher({ dir: mailDir });
  const mailServer = openMailServer({ url: catcher.smtpUrl });
  const clock = testClock('2026-01-15T12:00:00Z');
  const ids = await createCampaign(database);
  const deps = { database, clock, mailServer, unsubscribe };
  const dispatch = createDispatch(deps);
  let number = 0;

  const addPeople = async (count: number, options: PersonOptions = {}) => {
    const rows = Array.from({ length: count }, () => {
      number += 1;
      const { email = `m${number}@example.test`, ...rest } = options;
      return { externalId: `m${number}`, email, name: `Member ${number}`, ...rest };
    });
    return await insertPeople(database, ids, rows);
  };
  return {
    url,
    database,
    clock,
    catcher,
    mailDir,
    mailServer,
    ...ids,
    dispatch,
    createDispatch: (changes) => createDispatch({ ...deps, ...changes }),
    dispatchAll: async () => {
      for (;;) {
        const { handled, nextDueAt } = await dispatch({ programmeId: ids.programmeId, channel: 'email' });
        if (handled === 0 && (nextDueAt === null || nextDueAt > clock.now().getTime())) return;
      }
    },
    addPeople,
    addPerson: async (options) =>
      (await addPeople(1, options))[0] as { memberId: string; enrolmentId: string; email: string },
    reserve: (people, step, key = step.template) =>
      inTransaction(database, (tx) =>
        reserveMessages(
          tx,
          { ...ids, now: clock.now() },
          people.map((person) => ({ ...person, key: `${person.enrolmentId}/${key}/1`, step })),
        ),
      ),
    earnPoints: async (memberId, points, expiresAt) => {
      const source = { type: 'test', id: '1' };
      const request = {
        programmeId: ids.programmeId,
        memberId: BigInt(memberId),
        at: clock.now(),
        source,
        actor: 'test',
      };
      const key = `earn:${memberId}:${points}:${expiresAt}`;
      const [answer] = await earn(database, [{ ...request, key, points, expiresAt: new Date(expiresAt) }]);
      if (!answer?.ok) throw new Error(JSON.stringify(answer));
    },
    spendPoints: async (memberId, points) => {
      const source = { type: 'test', id: '1' };
      const request = {
        programmeId: ids.programmeId,
        memberId: BigInt(memberId),
        at: clock.now(),
        source,
        actor: 'test',
      };
      const [answer] = await spend(database, [{ ...request, key: `spend:${memberId}:${points}`, points }]);
      if (!answer?.ok) throw new Error(JSON.stringify(answer));
    },
    close: async () => {
      await mailServer.close();
      await catcher.stop();
      await rm(mailDir, { recursive: true });
    },
  };
}

async function createCampaign(database: Database) {
  const playbooks = join(packageRoot(), 'playbooks');
  const messages = {
    ...(await loadTemplates(join(playbooks, 'onboarding-gift', 'messages'))).messages,
    ...(await loadTemplates(join(playbooks, 'points-expiry', 'messages'))).messages,
  };
  const programme = await readProgrammeFile(join(playbooks, 'reference', 'programme.yaml'));
  const { id: programmeId } = await saveProgramme(database, programme);
  const campaign = await database.campaign.create({
    data: { programmeId, code: 'all', name: 'All', lifecycle: 'points-expiry', status: 'live' },
  });
  const version = await database.campaignVersion.create({
    data: {
      programmeId,
      campaignId: campaign.id,
      version: 1,
      definition: { priority: 50, messages },
      definitionHash: '',
      // Events begin it: no sweep looks for its members.
      triggerType: 'member.joined',
      listensTo: [],
    },
  });
  return { programmeId, campaignId: campaign.id, campaignVersionId: version.id };
}

interface PersonRow extends PersonOptions {
  readonly externalId: string;
}

async function insertPeople(
  database: Database,
  { programmeId, campaignId, campaignVersionId }: Pick<MailWorld, 'programmeId' | 'campaignId' | 'campaignVersionId'>,
  people: readonly PersonRow[],
) {
  const text = JSON.stringify(people);
  await database.$executeRaw`
    INSERT INTO member (programme_id, external_id, joined_at, zone, locale)
    SELECT ${programmeId}::smallint, p."externalId", '2026-01-01', p.zone, p.locale
    FROM jsonb_to_recordset(${text}::jsonb) p ("externalId" text, zone text, locale text)`;
  await database.$executeRaw`
    INSERT INTO member_profile (member_id, email, name, updated_at)
    SELECT m.id, p.email, p.name, '2026-01-01'
    FROM jsonb_to_recordset(${text}::jsonb) p ("externalId" text, email text, name text)
    JOIN member m ON m.external_id = p."externalId"`;
  await database.$executeRaw`
    INSERT INTO consent (programme_id, member_id, channel, granted, source, changed_at)
    SELECT ${programmeId}::smallint, m.id, c.channel, c.granted, 'test', '2026-01-01'
    FROM jsonb_to_recordset(${text}::jsonb) p ("externalId" text, marketing boolean, service boolean)
    JOIN member m ON m.external_id = p."externalId"
    CROSS JOIN LATERAL (VALUES ('email', p.marketing), ('email.service', p.service)) c (channel, granted)
    WHERE c.granted IS NOT NULL`;
  await database.$executeRaw`
    INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, enrolled_at)
    SELECT ${programmeId}::smallint, ${campaignId}, ${campaignVersionId}, m.id, 1, '2026-01-01'
    FROM jsonb_to_recordset(${text}::jsonb) p ("externalId" text) JOIN member m ON m.external_id = p."externalId"`;
  return database.$queryRaw<{ memberId: string; enrolmentId: string; email: string }[]>`
    SELECT e.member_id::text AS "memberId", e.id::text AS "enrolmentId", p.email
    FROM enrolment e JOIN member m ON m.id = e.member_id JOIN member_profile p ON p.member_id = m.id
    WHERE m.external_id = ANY (${people.map(({ externalId }) => externalId)}::text[]) ORDER BY e.id`;
}

/** The steps of the shipped lifecycles. */
export const welcomeStep: MessageStep = {
  template: 'welcome',
  channel: 'email',
  class: 'transactional',
  variables: { giftPoints: 100, profilePoints: 50, profileComplete: false, firstOrderPoints: 80 },
};
export const reminderStep: MessageStep = {
  template: 'profile-reminder',
  channel: 'email',
  class: 'marketing',
  variables: { profilePoints: 50 },
};
export const expiryStep: MessageStep = {
  template: 'points-expiring',
  channel: 'email',
  class: 'service',
  variables: { daysBefore: 7, lastCall: false, couponName: '', couponCode: '', couponUntil: 0, couponMinOrder: 0 },
  live: {
    kind: 'expiringPoints',
    fromAt: Date.parse('2026-01-20T00:00:00Z'),
    untilAt: Date.parse('2026-01-27T00:00:00Z'),
  },
  deadlineAt: Date.parse('2026-01-27T00:00:00Z'),
};
