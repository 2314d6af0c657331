import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCampaignFile } from '../cli/campaign/apply.ts';
import { verifyInvariants } from '../ledger/invariants.ts';
import { launchCampaign } from '../messaging/launch-campaign.ts';
import { type Clock, openClock, startScaledClock } from '../runtime/clock.ts';
import type { SmtpCatcher } from '../runtime/embedded/smtp-catcher.ts';
import { packageRoot } from '../runtime/package-root.ts';
import type { Database } from '../store/database.ts';
import { readProgrammeFile } from '../store/definitions/programme-file.ts';
import { ingestEvents } from '../store/events.ts';
import { readMemberView } from '../store/member-view/view.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../store/programmes.ts';
import type { RunningWorker } from '../worker/worker.ts';
import { freshDatabase } from './support/database.ts';
import { until } from './support/engine.ts';
import { openCatcher, startTestWorker } from './support/engine-worker.ts';
import { uniqueTaskQueue } from './support/temporal.ts';

const playbook = (name: string) => join(packageRoot(), 'playbooks', name);
/** London springs forward on day 2 of this story. */
const startAt = new Date('2026-03-27T09:00:00Z');
const dayMs = 86_400_000;
const realMsPerDay = 5_000;

let database: Database;
let clock: Clock;
let catcher: SmtpCatcher;
let worker: RunningWorker;
let programme: StoredProgramme;

beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  await startScaledClock(database, { at: startAt, scale: dayMs / realMsPerDay });
  clock = await openClock(database);
  catcher = await openCatcher();
  // An hour is a fifth of a second here: between 20:00 and the quiet hours a busy machine sends nothing in time.
  const file = await readProgrammeFile(join(playbook('reference'), 'programme.yaml'));
  await saveProgramme(database, { ...file, quietHours: null });
  programme = await loadProgramme(database, 'reference');
  const folder = await campaignRemindingAt('13:00');
  const { campaign: code } = await applyCampaignFile({ database, clock }, programme, folder, { launching: true });
  await rm(folder, { recursive: true });
  await launchCampaign(database, { programmeId: programme.id, code, actor: 'test', now: clock.now() });
  worker = await startTestWorker({ database, clock }, catcher, uniqueTaskQueue('check-in'));
});
afterAll(async () => {
  await worker.stop();
  clock.close();
  await catcher.stop();
});

/** The shipped campaign with another time of the reminder. */
async function campaignRemindingAt(time: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'check-in-'));
  await cp(playbook('check-in-streak'), folder, { recursive: true });
  const file = join(folder, 'campaign.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace("remindAt: '20:00'", `remindAt: '${time}'`));
  return folder;
}

async function happen(memberId: string, type: string, data = {}) {
  const event = { id: randomUUID(), type, memberId, occurredAt: clock.now().toISOString(), data };
  const [answer] = await ingestEvents({ database, clock }, programme.id, [event]);
  return answer;
}
const whenItIs = (day: number) =>
  until(
    async () => clock.now().getTime(),
    (now) => now >= startAt.getTime() + day * dayMs,
    { withinMs: 30_000 },
  );
const subjectsTo = (address: string) =>
  catcher
    .messages()
    .filter((mail) => mail.to.includes(address))
    .map(({ subject }) => subject);

describe('the check-in streak on the real servers', () => {
  it('pays at once, reminds in the evening, tells of the loss, and goes on after the card', async () => {
    await happen('anna', 'member.joined', { email: 'anna@members.example' });
    await happen('ben', 'member.joined', { email: 'ben@members.example' });
    for (const day of [0, 1, 2, 3]) {
      await whenItIs(day);
      for (const member of day < 3 ? ['anna', 'ben'] : ['ben']) {
        expect(await happen(member, 'checkin.done')).toMatchObject({ kind: 'accepted', result: { streak: day + 1 } });
      }
    }
    // Only Anna has missed the day that London is an hour short of.
    await until(
      async () => subjectsTo('anna@members.example'),
      (subjects) => subjects.length === 2,
    );
    expect(subjectsTo('anna@members.example')).toEqual([
      'Your streak of 3 days ends at midnight',
      'Bring your streak of 3 days back',
    ]);
    expect(await happen('anna', 'checkin.repaired')).toMatchObject({ result: { streak: 3, cards: 0 } });
    expect(await happen('anna', 'checkin.done')).toMatchObject({ points: 6, result: { streak: 4 } });
  }, 60_000);

  it('is told by the view of the member', async () => {
    const view = await readMemberView(database, programme, 'anna', { limit: 50, now: clock.now() });
    expect(view.streak).toMatchObject({ streak: 4, best: 4, cards: 0 });
    expect(view.balance.available).toBe(5 + 5 + 6 + 6);
    const titles = view.timeline.map(({ title }) => title);
    expect(titles).toContain('Used a repair card');
    expect(titles).toContain('Checked in for 2026-03-27');
  });

  it('left a ledger that adds up', async () => {
    expect(await verifyInvariants(database)).toEqual([]);
  });
});
