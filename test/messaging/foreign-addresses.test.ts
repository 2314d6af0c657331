import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { findMember } from '../../modules/members/find.ts';
import { suppressAddress } from '../../modules/messaging/reachability/suppress.ts';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { type MailWorld, openMailWorld, queueOf, welcomeStep } from '../support/mail-world.ts';
import { startWireSmtp, type WireSmtp } from '../support/wire-smtp.ts';

let world: MailWorld;
const servers: WireSmtp[] = [];
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await world.close();
});

let joined = 0;
async function join(email: string, data: { name?: string } = {}) {
  const memberId = `f${(joined += 1)}`;
  const [answer] = await ingestEvents({ database: world.database, clock: world.clock }, world.programmeId, [
    {
      ...{ id: `join-${memberId}`, type: 'member.joined', memberId, occurredAt: '2026-01-10T10:00:00Z' },
      data: { email, name: 'Zoë Ünal', consent: { email: true }, ...data },
    },
  ]);
  if (answer?.kind !== 'accepted') throw new Error(JSON.stringify(answer));
  const { id } = await world.database.member.findFirstOrThrow({ where: { externalId: memberId } });
  const { campaignId, campaignVersionId, programmeId } = world;
  const enrolment = await world.database.enrolment.create({
    data: { programmeId, campaignId, campaignVersionId, memberId: id, occurrence: 7, enrolledAt: world.clock.now() },
  });
  return { memberId: String(id), enrolmentId: String(enrolment.id), externalId: memberId };
}
type Person = Awaited<ReturnType<typeof join>>;

/** Sends the welcome to these people over a server that offers this; gives what it was told, and each one's message. */
async function welcome(people: readonly Person[], offers: readonly string[] = []) {
  const server = await startWireSmtp({ offers });
  servers.push(server);
  const mailServer = openMailServer({ url: server.url });
  await world.reserve(people, welcomeStep);
  await world.createDispatch({ mailServer })(queueOf(world));
  await mailServer.close();
  const rows = await Promise.all(
    people.map(({ memberId }) =>
      world.database.message.findFirstOrThrow({ where: { memberId: BigInt(memberId) }, orderBy: { id: 'desc' } }),
    ),
  );
  return { recipients: server.commands.filter((line) => /^RCPT/i.test(line)), rows, mails: server.mails, server };
}

describe('An address of another alphabet', () => {
  it('is written to with its domain in punycode, by any mail server', async () => {
    const { recipients, rows, mails } = await welcome([await join('info@Straße.example')]);
    expect(recipients).toEqual(['RCPT TO:<info@xn--strae-oqa.example>']);
    expect(rows).toMatchObject([{ status: 'sent', reason: null }]);
    expect(mails[0]).toMatch(/^To: =\?UTF-8\?.*<info@xn--strae-oqa\.example>$/m);
  });

  it('with letters beyond ASCII before the @ is tried only where the server offers SMTPUTF8, else the message says why', async () => {
    const [without, plain] = [await join('müller@example.org'), await join('plain@example.org')];
    const refused = await welcome([without, plain]);
    expect(refused.recipients).toEqual(['RCPT TO:<plain@example.org>']);
    expect(refused.rows).toMatchObject([
      { status: 'failed', reason: 'the mail server offers no SMTPUTF8, which letters beyond ASCII before the @ need' },
      { status: 'sent' },
    ]);
    const offered = await welcome([await join('Müller@straße.example')], ['SMTPUTF8', '8BITMIME']);
    // With SMTPUTF8 domains go in their own letters, too.
    expect(offered.recipients).toEqual(['RCPT TO:<müller@straße.example>']);
    expect(offered.server.commands.find((line) => /^MAIL/i.test(line))).toContain(' SMTPUTF8');
    expect(offered.rows).toMatchObject([{ status: 'sent' }]);
  });

  it('is one address in both spellings: for suppressions, for searches, for one benefit a person', async () => {
    const [one, other] = [await join('shop@münchen.example'), await join('SHOP@xn--mnchen-3ya.example')];
    const { database, programmeId } = world;
    const hashes = await database.memberIdentity.findMany({
      where: { memberId: { in: [BigInt(one.memberId), BigInt(other.memberId)] } },
    });
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(1);
    const stopped = await suppressAddress(database, {
      ...{ programmeId, address: 'Shop@MÜNCHEN.example', reason: 'by hand', actor: 'test', now: world.clock.now() },
    });
    expect(stopped.suppressed.address).toBe('shop@xn--mnchen-3ya.example');
    expect(await world.reserve([one, other], welcomeStep)).toMatchObject([
      { kind: 'refused', code: 'ADDRESS_SUPPRESSED' },
      { kind: 'refused', code: 'ADDRESS_SUPPRESSED' },
    ]);
    const programme = await loadProgramme(database, programmeId);
    const asked = findMember(database, programme, 'shop@münchen.example');
    await expect(asked).rejects.toThrow(/Several members have the e-mail/);
  });
});

describe('Characters that nobody sees', () => {
  it('are taken out of addresses and names', async () => {
    const { memberId } = await join('\u202ean\u200bna@exam\u00adple.org\ufeff', {
      name: '\u202eAn\u200bna Ke\u2060ller',
    });
    const profile = await world.database.memberProfile.findUniqueOrThrow({ where: { memberId: BigInt(memberId) } });
    expect(profile).toMatchObject({ email: 'anna@example.org', name: 'Anna Keller' });
  });
});
