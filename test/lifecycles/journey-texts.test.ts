import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { createConnection } from '../../modules/connect/create.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const startAt = new Date('2026-03-02T09:15:00Z');
const reach = { allowsThisMachine: true };

// A journey whose reminder goes by SMS, on the real servers, to a provider on HTTP that is busy at first.
let on: SteppedWorld;
let world: StoryWorld;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver((_, number) =>
    number === 1 ? { status: 503 } : { status: 202, body: '{"id":"SM1"}' },
  );
  on = await openSteppedWorld('journey-texts', startAt, { quietHours: null });
  world = on.world;
});
afterAll(async () => {
  await on.stop();
  await receiver.stop();
});

async function launchBySms(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-sms-'));
  await cp('playbooks/first-order-coupon', folder, { recursive: true });
  const file = join(folder, 'campaign.yaml');
  const bySms = 'message: coupon-reminder\n    channel: sms\n';
  await writeFile(file, (await readFile(file, 'utf8')).replace('message: coupon-reminder\n', bySms));
  const deps = { database: world.database, clock: world.clock };
  await applyCampaign(deps, world.programme, await loadCampaign(folder), { actor: 'test' });
  await launchCampaign(deps, world.programme, 'first-order-coupon', { actor: 'test' });
}

const joins = (who: string, phone: string, agreed: boolean) =>
  world.happen(who, 'member.joined', { email: `${who}@members.example`, phone, consent: { email: true, sms: agreed } });

describe('A journey that names a channel', () => {
  it('writes there to who has agreed to it, once, and by mail what names none', async () => {
    const settings = { url: receiver.url, channels: ['sms'] as const };
    await createConnection(
      world.database,
      world.programme.id,
      { kind: 'channel', settings, reach, actor: 'test' },
      startAt,
    );
    await launchBySms();
    await on.startWorker({ webhookReach: reach });
    await joins('anna', '+44 20 7946 0958', true);
    await joins('ben', '+44 20 7946 0959', false);
    await on.liveTo(14);
    expect([world.mailsTo('anna'), world.mailsTo('ben')]).toEqual([
      ['20% off your first order'],
      ['20% off your first order'],
    ]);
    const bodies = receiver.received.map(({ body }) => JSON.parse(body) as Record<string, string>);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(1);
    expect(bodies).toHaveLength(2);
    expect(bodies.at(-1)).toMatchObject({
      channel: 'sms',
      to: '+442079460958',
      memberId: 'anna',
      template: 'coupon-reminder',
      class: 'marketing',
    });
    expect(bodies.at(-1)?.text).toMatch(/Code [A-Z0-9-]+\. Reply STOP to opt out$/);
    const { id: memberId } = await world.memberOf('anna');
    expect(await world.database.message.findMany({ where: { memberId, channel: 'sms' } })).toMatchObject([
      { status: 'sent', providerId: 'SM1', attempts: 2 },
    ]);
    const refused = await world.database.step.findMany({ where: { name: 'coupon-reminder' } });
    expect(refused.map(({ outcome }) => outcome)).toContainEqual(
      expect.objectContaining({ kind: 'refused', reason: 'the member has refused marketing by SMS' }),
    );
  });
});
